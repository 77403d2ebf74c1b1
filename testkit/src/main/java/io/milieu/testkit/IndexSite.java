package io.milieu.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * What an honest index answers: pages, files and sidecars; redirections to canonical URLs.
 *
 * @param files by name; may be changed while served
 * @param features what is offered
 * @param base what stands before file names in the links of a project's page
 */
record IndexSite(NavigableMap<String, IndexFile> files, Set<IndexFeature> features, String base) {
    private static final String JSON = "application/vnd.pypi.simple.v1+json";
    private static final String SIDECAR = ".metadata";

    Reply answer(Request request) {
        String path = request.path();
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return Reply.text(405, "only GET and HEAD\n").with("Allow", "GET, HEAD");
        }
        if (path.startsWith("/files/")) {
            return file(request, path.substring("/files/".length()));
        }
        return switch (path) {
            case "/simple/" ->
                page(request, () -> pages().projectsHtml(projects()), () -> pages().projectsJson(projects()));
            case "/find-links/" -> cached(request, "text/html", pages().filesHtml(files.values(), "../files/"));
            case "/simple", "/find-links" -> Reply.redirect(path + "/");
            default -> path.startsWith("/simple/") ? project(request, path.substring("/simple/".length())) : missing();
        };
    }

    Set<String> projects() {
        Set<String> projects = new TreeSet<>();
        files.values().forEach(file -> projects.add(file.project()));
        return projects;
    }

    String projectHtml(String project) {
        return pages().filesHtml(filesOf(project), base);
    }

    private Reply project(Request request, String rest) {
        String name = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
        String normalized = Names.normalized(name);
        List<IndexFile> found = filesOf(normalized);
        if (found.isEmpty()) {
            return missing();
        }
        if (!rest.equals(normalized + "/")) {
            return Reply.redirect("/simple/" + normalized + "/");
        }
        return page(request, () -> projectHtml(normalized), () -> pages().filesJson(normalized, found, base));
    }

    private Reply page(Request request, Supplier<String> html, Supplier<String> json) {
        Optional<String> type = type(request);
        if (type.isEmpty()) {
            return Reply.text(406, "offered: " + String.join(", ", offers()) + "\n");
        }
        boolean asJson = type.get().endsWith("json");
        return cached(request, asJson ? JSON : type.get(), asJson ? json.get() : html.get());
    }

    private Optional<String> type(Request request) {
        boolean negotiates = features.contains(IndexFeature.JSON);
        return AcceptHeader.choose(negotiates ? request.header("Accept").orElse("*/*") : "*/*", offers());
    }

    private List<String> offers() {
        List<String> offers = new ArrayList<>();
        if (features.contains(IndexFeature.HTML)) {
            offers.addAll(List.of("text/html", "application/vnd.pypi.simple.v1+html"));
        }
        if (features.contains(IndexFeature.JSON)) {
            offers.addAll(List.of(JSON, "application/vnd.pypi.simple.latest+json"));
        }
        return offers;
    }

    private Reply cached(Request request, String type, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        Reply page = Reply.of(200, bytes)
                .with("Content-Type", type)
                .with("Cache-Control", "max-age=600, public")
                .with("Vary", "Accept, Accept-Encoding")
                .with("ETag", "\"" + Hashes.hex(bytes) + "\"");
        boolean gzip = features.contains(IndexFeature.GZIP);
        return Delivery.unlessUnchanged(request, gzip ? Delivery.compressed(request, page, bytes) : page);
    }

    private Reply file(Request request, String name) {
        IndexFile file = files.get(name);
        if (file != null) {
            Reply reply = stable(request, file.sha256(), file.content(), "application/octet-stream");
            return features.contains(IndexFeature.RANGES) ? Delivery.ranged(request, reply) : reply;
        }
        return name.endsWith(SIDECAR)
                ? sidecar(request, name.substring(0, name.length() - SIDECAR.length()))
                : missing();
    }

    private Reply sidecar(Request request, String name) {
        IndexFile file = files.get(name);
        if (file == null || file.metadata() == null || !features.contains(IndexFeature.SIDECARS)) {
            return missing();
        }
        byte[] metadata = file.metadata().getBytes(UTF_8);
        return stable(request, Hashes.hex(metadata), Body.of(metadata), "text/plain; charset=utf-8");
    }

    private static Reply stable(Request request, String hash, Body content, String type) {
        Reply reply = Reply.of(200, new byte[0])
                .with(200, content)
                .with("Content-Type", type)
                .with("Cache-Control", "max-age=365000000, immutable, public")
                .with("Last-Modified", "Mon, 01 Jan 2024 00:00:00 GMT")
                .with("ETag", "\"" + hash + "\"");
        return Delivery.unlessUnchanged(request, reply);
    }

    private List<IndexFile> filesOf(String project) {
        return files.values().stream()
                .filter(file -> file.project().equals(project))
                .toList();
    }

    private IndexPages pages() {
        return new IndexPages(features);
    }

    private static Reply missing() {
        return Reply.text(404, "no such page\n");
    }
}
