package io.milieu.python.source;

import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonBoolean;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.json.JsonValue.JsonString;
import io.milieu.python.error.PythonError;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where an installed distribution came from, if not from an index: its {@code direct_url.json} (PEP 610). Immutable.
 *
 * @param url the place, without credentials
 * @param info what kind of place it is
 * @param subdirectory where in it the project is; empty for its root
 */
public record DirectUrl(String url, Info info, String subdirectory) {
    private static final Pattern FILE = Pattern.compile("(?i)file:(?://(?:localhost)?)?/(?!/).*");

    /** Takes credentials away and checks that a folder is one of this machine. */
    public DirectUrl {
        url = Anonymous.url(url);
        if (info instanceof Folder && !FILE.matcher(url).matches()) {
            throw invalid("`url` of a folder must be an absolute file URL, not `" + Redacted.urls(url) + "`");
        }
    }

    /** What kind of place it is. */
    public sealed interface Info {}

    /**
     * An archive or a wheel.
     *
     * @param hashes hexadecimal digits by algorithm; may be empty
     */
    public record Archive(Map<String, String> hashes) implements Info {
        /** Orders the hashes by algorithm. */
        public Archive {
            hashes = Collections.unmodifiableMap(new TreeMap<>(hashes));
        }
    }

    /**
     * A repository.
     *
     * @param vcs the kind, such as {@code git}
     * @param requestedRevision what was asked for; empty for the repository's head
     * @param commitId the exact commit
     */
    public record Repository(String vcs, String requestedRevision, String commitId) implements Info {}

    /**
     * A folder of this machine.
     *
     * @param editable whether it is used in place
     */
    public record Folder(boolean editable) implements Info {}

    /** {@return what is written for a distribution of that source} */
    public static DirectUrl of(PinnedSource source) {
        return switch (source.bare()) {
            case PinnedSource.Archive archive ->
                new DirectUrl(
                        archive.file().uri().toString(),
                        new Archive(Map.of("sha256", archive.sha256().hex())),
                        archive.subdirectory());
            case PinnedSource.Commit commit ->
                new DirectUrl(
                        commit.url(), new Repository("git", commit.revision(), commit.commit()), commit.subdirectory());
            case PinnedSource.Folder folder ->
                new DirectUrl(
                        folder.path().toUri().toString().replaceFirst("(?<!/)/$", ""),
                        new Folder(folder.editable()),
                        folder.subdirectory());
        };
    }

    /**
     * Reads the content of a file. What it has beyond the standard is left out.
     *
     * @throws MilieuException {@link PythonError#METADATA_INVALID} if it breaks the standard
     */
    public static DirectUrl parse(String text) {
        if (!(json(text) instanceof JsonObject root)) {
            throw invalid("it is no JSON object");
        }
        long kinds = Stream.of("archive_info", "vcs_info", "dir_info")
                .filter(kind -> root.get(kind).isPresent())
                .count();
        if (kinds != 1) {
            throw invalid("it must have exactly one of `archive_info`, `vcs_info` and `dir_info`; it has " + kinds);
        }
        return new DirectUrl(
                required(root, "url"), info(root), text(root, "subdirectory").orElse(""));
    }

    /** {@return the content of the file; {@link Json#canonical} makes equal ones equal texts} */
    public JsonObject json() {
        JsonValue.ObjectBuilder origin = JsonValue.object().put("url", url);
        switch (info) {
            case Archive(Map<String, String> hashes) -> origin.put("archive_info", archive(hashes));
            case Repository(String vcs, String revision, String commit) ->
                origin.put(
                        "vcs_info",
                        JsonValue.object()
                                .put("vcs", vcs)
                                .putIfPresent(
                                        "requested_revision",
                                        Optional.of(revision).filter(asked -> !asked.isEmpty()))
                                .put("commit_id", commit)
                                .build());
            case Folder(boolean editable) -> {
                JsonValue.ObjectBuilder folder = JsonValue.object();
                origin.put("dir_info", (editable ? folder.put("editable", true) : folder).build());
            }
        }
        return origin.putIfPresent("subdirectory", Optional.of(subdirectory).filter(place -> !place.isEmpty()))
                .build();
    }

    /** Older tools know one hash only, under another name. */
    private static JsonObject archive(Map<String, String> hashes) {
        JsonValue.ObjectBuilder archive = JsonValue.object();
        if (!hashes.isEmpty()) {
            String algorithm = hashes.containsKey("sha256")
                    ? "sha256"
                    : hashes.keySet().iterator().next();
            archive.put("hash", algorithm + "=" + hashes.get(algorithm)).put("hashes", JsonValue.ofStrings(hashes));
        }
        return archive.build();
    }

    private static JsonValue json(String text) {
        try {
            return Json.parse(text);
        } catch (MilieuException e) {
            throw new MilieuException(
                    PythonError.METADATA_INVALID, "`direct_url.json`: " + e.getMessage(), List.of(), e);
        }
    }

    private static Info info(JsonObject root) {
        Optional<JsonObject> repository = object(root, "vcs_info");
        if (repository.isPresent()) {
            return new Repository(
                    required(repository.get(), "vcs"),
                    text(repository.get(), "requested_revision").orElse(""),
                    required(repository.get(), "commit_id"));
        }
        Optional<JsonObject> folder = object(root, "dir_info");
        if (folder.isPresent()) {
            JsonValue editable = folder.get().get("editable").orElse(JsonValue.of(false));
            if (editable instanceof JsonBoolean(boolean inPlace)) {
                return new Folder(inPlace);
            }
            throw invalid("`editable` is no boolean");
        }
        return new Archive(object(root, "archive_info").map(DirectUrl::hashes).orElseThrow());
    }

    /** The newer form counts where both are. */
    private static Map<String, String> hashes(JsonObject archive) {
        Map<String, String> hashes = new TreeMap<>();
        Optional<JsonObject> known = object(archive, "hashes");
        if (known.isPresent()) {
            known.get()
                    .members()
                    .keySet()
                    .forEach(algorithm -> hashes.put(algorithm, required(known.get(), algorithm)));
            return hashes;
        }
        text(archive, "hash").ifPresent(hash -> {
            int equals = hash.indexOf('=');
            if (equals < 1) {
                throw invalid("`hash` is not of the form `algorithm=value`");
            }
            hashes.put(hash.substring(0, equals), hash.substring(equals + 1));
        });
        return hashes;
    }

    private static Optional<JsonObject> object(JsonObject parent, String key) {
        return parent.get(key).map(value -> {
            if (value instanceof JsonObject object) {
                return object;
            }
            throw invalid("`" + key + "` is no object");
        });
    }

    private static Optional<String> text(JsonObject parent, String key) {
        return parent.get(key).map(value -> {
            if (value instanceof JsonString(String text)) {
                return text;
            }
            throw invalid("`" + key + "` is no string");
        });
    }

    private static String required(JsonObject parent, String key) {
        return text(parent, key).orElseThrow(() -> invalid("`" + key + "` is missing"));
    }

    private static MilieuException invalid(String problem) {
        return new MilieuException(PythonError.METADATA_INVALID, "`direct_url.json`: " + problem);
    }
}
