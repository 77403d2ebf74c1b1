package io.milieu.python.index;

import io.milieu.core.fetch.Checksum;
import io.milieu.python.index.ProjectFile.Sidecar;
import io.milieu.python.index.ProjectPage.Status;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads the JSON form of a project page (PEP 691, 700, 714, 792) in one pass. Members of the wrong type count as absent. */
final class JsonPage {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonParser json;
    private final URI base;
    private final List<ProjectFile> files = new ArrayList<>();
    private Status status = Status.ACTIVE;
    private String statusReason = "";
    private String apiVersion = "1.0";

    private JsonPage(JsonParser json, URI base) {
        this.json = json;
        this.base = base;
    }

    static ProjectPage parse(byte[] body, URI base) throws PageProblem {
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), body)) {
            return new JsonPage(json, base).page();
        } catch (JacksonException e) {
            throw new PageProblem("it is not valid JSON: " + e.getOriginalMessage());
        }
    }

    private ProjectPage page() throws PageProblem {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new PageProblem("it is no JSON object");
        }
        boolean hasFiles = false;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            switch (name) {
                case "files" -> {
                    hasFiles = true;
                    files();
                }
                case "meta" -> members("api-version", value -> apiVersion = value);
                case "project-status" -> status();
                default -> skip();
            }
        }
        boolean newer = ApiVersion.isNewer(apiVersion);
        if (!hasFiles) {
            throw new PageProblem("it has no list of files");
        }
        return new ProjectPage(files, status, statusReason, newer);
    }

    private void files() {
        if (json.nextToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == JsonToken.START_OBJECT) {
                file();
            } else {
                json.skipChildren();
            }
        }
    }

    private void file() {
        FileEntry entry = new FileEntry();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            switch (name) {
                case "filename" -> entry.fileName = text();
                case "url" -> entry.url = text();
                case "hashes" -> entry.hashes = hashes();
                case "requires-python" -> entry.requiresPython = text();
                case "size" -> entry.size = number();
                case "upload-time" -> entry.uploaded = text();
                case "yanked" -> entry.yanked = yanked();
                case "core-metadata" -> entry.sidecar = sidecar();
                case "dist-info-metadata", "data-dist-info-metadata" -> entry.olderSidecar = sidecar();
                default -> skip();
            }
        }
        entry.file(base).ifPresent(files::add);
    }

    private void status() {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            switch (name) {
                case "status" -> status = Status.of(text());
                case "reason" -> statusReason = text();
                default -> skip();
            }
        }
    }

    private void members(String wanted, Consumer<String> taker) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            if (name.equals(wanted)) {
                taker.accept(text());
            } else {
                skip();
            }
        }
    }

    private List<Checksum> hashes() {
        json.nextToken();
        return hashesHere();
    }

    private List<Checksum> hashesHere() {
        List<Checksum> hashes = new ArrayList<>(1);
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return hashes;
        }
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            PageLinks.checksum(name, text()).ifPresent(hashes::add);
        }
        return hashes;
    }

    private Sidecar sidecar() {
        JsonToken token = json.nextToken();
        boolean exists = token == JsonToken.START_OBJECT || token == JsonToken.VALUE_TRUE;
        return new Sidecar(exists, hashesHere());
    }

    private Optional<String> yanked() {
        JsonToken token = json.nextToken();
        String reason = token == JsonToken.VALUE_STRING ? json.getString() : "";
        json.skipChildren();
        return token == JsonToken.VALUE_TRUE || !reason.isEmpty() ? Optional.of(reason) : Optional.empty();
    }

    private String text() {
        String text = json.nextToken() == JsonToken.VALUE_STRING ? json.getString() : "";
        json.skipChildren();
        return text;
    }

    private long number() {
        long number = json.nextToken() == JsonToken.VALUE_NUMBER_INT ? json.getValueAsLong(-1) : -1;
        json.skipChildren();
        return number;
    }

    private void skip() {
        json.nextToken();
        json.skipChildren();
    }

    /** The members of one file, in whatever order they come. */
    private static final class FileEntry {
        private String fileName = "";
        private String url = "";
        private List<Checksum> hashes = List.of();
        private String requiresPython = "";
        private long size = -1;
        private String uploaded = "";
        private Optional<String> yanked = Optional.empty();
        private Sidecar sidecar = Sidecar.NONE;
        private Sidecar olderSidecar = Sidecar.NONE;

        Optional<ProjectFile> file(URI base) {
            if (url.isEmpty() || !DistributionNames.isDistribution(fileName)) {
                return Optional.empty();
            }
            Sidecar metadata = sidecar.exists() ? sidecar : olderSidecar;
            return PageLinks.resolved(base, url)
                    .map(place ->
                            new ProjectFile(fileName, place, hashes, size, requiresPython, yanked, uploaded, metadata));
        }
    }
}
