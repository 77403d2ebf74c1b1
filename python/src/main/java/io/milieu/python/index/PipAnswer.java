package io.milieu.python.index;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.core.json.JsonValue.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Reads what {@code pip_settings.py} prints. */
final class PipAnswer {
    private PipAnswer() {}

    /** Extra indexes come before the main one: what a user added by name must not be overridden by what anybody can publish. */
    static IndexConfiguration configuration(JsonObject answer) {
        List<URI> indexes = new ArrayList<>();
        if (!answer.bool("no_index", false)) {
            answer.strings("extra_index_urls").forEach(url -> indexes.add(url(url)));
            answer.string("index_url").filter(url -> !url.isBlank()).ifPresent(url -> indexes.add(url(url)));
        }
        return new IndexConfiguration(
                indexes,
                answer.strings("find_links"),
                answer.strings("trusted_hosts"),
                answer.string("cert").filter(path -> !path.isEmpty()).map(Path::of),
                answer.bool("pre", false),
                answer.bool("prefer_binary", false),
                new FormatControl(
                        new LinkedHashSet<>(answer.strings("only_binary")),
                        new LinkedHashSet<>(answer.strings("no_binary"))),
                Map.of(),
                answer.string("keyring").orElse(""));
    }

    private static URI url(String text) {
        try {
            return URI.create(text.strip());
        } catch (IllegalArgumentException e) {
            throw new MilieuException(
                    CoreError.USAGE,
                    "pip is configured with the index `" + Redacted.urls(text) + "`, which is no URL",
                    List.of("`pip config list` shows where it comes from."));
        }
    }
}
