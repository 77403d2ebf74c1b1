package io.milieu.python.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.core.fetch.Checksum;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonArray;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.fuzz.Attempt;
import io.milieu.python.error.PythonError;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What holds for a page of an index in either form. */
public final class PageLaws {
    /** Who asks with credentials must not find them in what was found. */
    private static final URI PAGE = URI.create("https://user:word@index.example/simple/demo/");

    private PageLaws() {}

    public static void check(byte[] data, String contentType) {
        Attempt.at(() -> PageReader.read(data, contentType, PAGE), PythonError.PAGE_INVALID)
                .ifPresent(page -> {
                    page.files().forEach(PageLaws::check);
                    assertThat(page.statusReason()).doesNotContain("\n");
                    // Half a pair of surrogates can be in JSON, but not in UTF-8.
                    byte[] text = json(page).getBytes(StandardCharsets.UTF_8);
                    if (json(page).equals(Attempt.text(text))
                            && page.files().stream().allMatch(PageLaws::isPlain)) {
                        assertThat(PageReader.read(text, "application/json", PAGE)
                                        .files())
                                .isEqualTo(page.files());
                    }
                });
    }

    private static void check(ProjectFile file) {
        assertThat(file.uri().isAbsolute()).isTrue();
        assertThat(file.uri().getRawUserInfo()).isNull();
        assertThat(file.uri().getRawFragment()).isNull();
        assertThat(file.fileName()).doesNotContain("/", "\\");
        assertThat(file.size()).isGreaterThanOrEqualTo(-1);
    }

    /** Our JSON has each algorithm once; a fragment may repeat it. */
    private static boolean isPlain(ProjectFile file) {
        return Stream.of(file.hashes(), file.sidecar().hashes())
                .allMatch(hashes -> hashes.size()
                        == hashes.stream().map(Checksum::algorithm).distinct().count());
    }

    private static String json(ProjectPage page) {
        JsonObject meta = JsonValue.object().put("api-version", "1.1").build();
        JsonObject status = JsonValue.object()
                .put("status", page.status().name().toLowerCase(Locale.ROOT))
                .build();
        List<JsonValue> files =
                page.files().stream().<JsonValue>map(PageLaws::json).toList();
        return Json.compact(JsonValue.object()
                .put("meta", meta)
                .put("project-status", status)
                .put("files", new JsonArray(files))
                .build());
    }

    private static JsonObject json(ProjectFile file) {
        JsonValue.ObjectBuilder entry = JsonValue.object()
                .put("filename", file.fileName())
                .put("url", file.uri().toString())
                .put("hashes", json(file.hashes()))
                .put("requires-python", file.requiresPython())
                .put("size", file.size())
                .put("upload-time", file.uploaded());
        file.yanked().ifPresent(reason -> {
            if (reason.isEmpty()) {
                entry.put("yanked", true);
            } else {
                entry.put("yanked", reason);
            }
        });
        if (file.sidecar().exists()) {
            entry.put("core-metadata", json(file.sidecar().hashes()));
        }
        return entry.build();
    }

    private static JsonObject json(List<Checksum> hashes) {
        JsonValue.ObjectBuilder object = JsonValue.object();
        hashes.forEach(hash -> object.put(hash.algorithm().id(), hash.hex()));
        return object.build();
    }
}
