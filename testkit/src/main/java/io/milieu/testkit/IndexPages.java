package io.milieu.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The pages of an index as HTML (PEP 503, 592, 658, 714) and JSON (PEP 691, 700).
 *
 * @param features what the pages tell
 */
record IndexPages(Set<IndexFeature> features) {
    private static final Map<String, String> META = Map.of("api-version", "1.1");

    String projectsHtml(Collection<String> projects) {
        return page(projects.stream().map(name -> "<a href=\"" + name + "/\">" + name + "</a><br/>\n"));
    }

    String projectsJson(Collection<String> projects) {
        List<?> entries = projects.stream().map(name -> Map.of("name", name)).toList();
        return JsonText.of(object("meta", META, "projects", entries));
    }

    /** {@return a page of links} */
    String filesHtml(Collection<IndexFile> files, String base) {
        return page(files.stream().map(file -> link(file, base)));
    }

    String filesJson(String project, Collection<IndexFile> files, String base) {
        List<?> entries = files.stream().map(file -> entry(file, base)).toList();
        Set<?> versions =
                files.stream().map(file -> Names.versionOf(file.name())).collect(Collectors.toSet());
        return JsonText.of(object("meta", META, "name", project, "versions", versions, "files", entries));
    }

    private static String page(Stream<String> links) {
        return links.collect(Collectors.joining(
                "",
                "<!DOCTYPE html>\n<html><head><meta name=\"pypi:repository-version\" content=\"1.1\"></head><body>\n",
                "</body></html>\n"));
    }

    private String link(IndexFile file, String base) {
        StringBuilder link = new StringBuilder("<a href=\"" + base + file.name());
        link.append(has(IndexFeature.HASHES) ? "#sha256=" + file.sha256() + "\"" : "\"");
        file.requiresPython().ifPresent(range -> link.append(attribute("data-requires-python", range)));
        if (file.yanked() != null) {
            link.append(attribute("data-yanked", file.yanked()));
        }
        sidecarHash(file)
                .forEach((algorithm, hash) -> link.append(attribute("data-core-metadata", algorithm + "=" + hash)));
        return link + ">" + file.name() + "</a><br/>\n";
    }

    private Map<String, Object> entry(IndexFile file, String base) {
        Map<String, Object> entry = object(
                "filename", file.name(),
                "url", base + file.name(),
                "hashes", has(IndexFeature.HASHES) ? Map.of("sha256", file.sha256()) : Map.of(),
                "size", file.content().length(),
                "upload-time", file.uploaded(),
                "yanked", yanked(file));
        file.requiresPython().ifPresent(range -> entry.put("requires-python", range));
        Map<String, String> sidecar = sidecarHash(file);
        entry.put("core-metadata", sidecar.isEmpty() ? false : sidecar);
        return entry;
    }

    private static Object yanked(IndexFile file) {
        String reason = file.yanked();
        return reason == null || reason.isEmpty() ? reason != null : reason;
    }

    private Map<String, String> sidecarHash(IndexFile file) {
        if (file.metadata() == null || !has(IndexFeature.SIDECARS)) {
            return Map.of();
        }
        return Map.of("sha256", Hashes.hex(file.metadata().getBytes(UTF_8)));
    }

    private boolean has(IndexFeature feature) {
        return features.contains(feature);
    }

    private static String attribute(String name, String value) {
        String escaped = value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
        return " " + name + "=\"" + escaped + "\"";
    }

    private static Map<String, Object> object(Object... pairs) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            object.put((String) pairs[i], pairs[i + 1]);
        }
        return object;
    }
}
