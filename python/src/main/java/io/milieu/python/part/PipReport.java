package io.milieu.python.part;

import io.milieu.core.error.MilieuException;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.python.error.PythonError;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads pip's installation report (version 1 of its format) as requirements that mean exactly what it chose. */
final class PipReport {
    private PipReport() {}

    /**
     * {@return a line for each distribution} Those of an index have their hash, unless something is not from an index: hashes are for all or
     * for none.
     *
     * @throws MilieuException {@link PythonError#INSTALLER_FAILED} if it is no such report
     */
    static String requirements(String report) {
        if (!(Json.parse(report) instanceof JsonObject whole)
                || whole.get("install").isEmpty()) {
            throw invalid();
        }
        List<JsonObject> items = whole.array("install").stream()
                .map(item -> item instanceof JsonObject object ? object : new JsonObject(Map.of()))
                .toList();
        boolean hashed = items.stream().noneMatch(item -> item.bool("is_direct", false));
        return items.stream().map(item -> line(item, hashed) + "\n").collect(Collectors.joining());
    }

    private static String line(JsonObject item, boolean hashed) {
        JsonObject metadata = item.object("metadata");
        JsonObject download = item.object("download_info");
        String name = metadata.string("name").orElseThrow(PipReport::invalid);
        if (item.bool("is_direct", false)) {
            return direct(name, download);
        }
        Optional<String> hash = download.object("archive_info")
                .object("hashes")
                .string("sha256")
                .filter(_ -> hashed);
        return name + "==" + metadata.string("version").orElseThrow(PipReport::invalid)
                + hash.map(hex -> " --hash=sha256:" + hex).orElse("");
    }

    private static String direct(String name, JsonObject download) {
        String url = download.string("url").orElseThrow(PipReport::invalid);
        String subdirectory = download.string("subdirectory")
                .map(folder -> "#subdirectory=" + folder)
                .orElse("");
        if (download.get("vcs_info").isPresent()) {
            JsonObject vcs = download.object("vcs_info");
            return name + " @ " + vcs.string("vcs").orElse("git") + "+" + url + "@"
                    + vcs.string("commit_id").orElseThrow(PipReport::invalid) + subdirectory;
        }
        return download.object("dir_info").bool("editable", false)
                ? "-e " + Path.of(URI.create(url)) + subdirectory
                : name + " @ " + url + subdirectory;
    }

    private static MilieuException invalid() {
        return new MilieuException(PythonError.INSTALLER_FAILED, "pip's report is not of the kind that is known");
    }
}
