package io.milieu.python.part;

import io.milieu.core.base.Digest;
import io.milieu.core.fetch.Checksum;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonArray;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.store.LayerKey;
import io.milieu.python.index.ProjectFile;
import io.milieu.python.resolve.Candidate;
import io.milieu.python.resolve.ResolvedPackage;
import io.milieu.python.source.Anonymous;
import io.milieu.python.source.DirectUrl;
import io.milieu.python.source.PinnedSource;
import io.milieu.python.version.Version;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The packages of a lock, in the form that is kept.
 *
 * @param packages one object each: {@code name}, {@code version}, {@code requested}, {@code required_by}; of an index or a URL also
 *     {@code wheel} or {@code sdist}, {@code url}, {@code sha256}, {@code size}; of a repository {@code repository}, {@code commit}, {@code
 *     revision}; of this machine {@code folder}, {@code content}, {@code editable}; of what is built {@code config_settings}; of what was named by place {@code direct: true} and
 *     {@code subdirectory}; of the base {@code base: true}
 */
record LockedWheels(List<JsonObject> packages) {
    LockedWheels {
        packages = List.copyOf(packages);
    }

    static LockedWheels none() {
        return new LockedWheels(List.of());
    }

    /**
     * {@return the locked form of a resolution}
     *
     * @param fetched finds out the digest of a file that the index promises none of
     * @param settings what the request tells the backend of a source distribution
     */
    static LockedWheels of(
            List<ResolvedPackage> resolved,
            Function<ProjectFile, Digest> fetched,
            Function<ProjectFile, List<String>> settings) {
        List<JsonObject> packages = new ArrayList<>();
        for (ResolvedPackage each : resolved) {
            JsonValue.ObjectBuilder entry = JsonValue.object()
                    .put("name", each.name().toString())
                    .put("version", each.candidate().version().toString())
                    .put("requested", each.requested())
                    .put("required_by", JsonValue.ofStrings(each.requiredBy()));
            switch (each.candidate()) {
                case Candidate.Wheel(Version _, ProjectFile file) -> put(entry, file, fetched);
                case Candidate.Sdist(Version _, ProjectFile file) -> {
                    put(entry, file, fetched);
                    put(entry, settings.apply(file));
                }
                case Candidate.Direct direct -> put(entry.put("direct", true), direct.source());
                case Candidate.Installed _, Candidate.Unusable _ -> entry.put("base", true);
            }
            packages.add(entry.build());
        }
        return new LockedWheels(packages);
    }

    private static void put(JsonValue.ObjectBuilder entry, PinnedSource source) {
        switch (source.bare()) {
            case PinnedSource.Archive archive -> put(entry, archive.file(), _ -> archive.sha256());
            case PinnedSource.Commit commit ->
                entry.put("repository", Anonymous.url(commit.url()))
                        .put("commit", commit.commit())
                        .put("revision", commit.revision());
            case PinnedSource.Folder folder ->
                entry.put("folder", folder.path().toString())
                        .put("content", folder.content().hex())
                        .put("editable", folder.editable());
        }
        if (!source.subdirectory().isEmpty()) {
            entry.put("subdirectory", source.subdirectory());
        }
        put(entry, source.settings());
    }

    private static void put(JsonValue.ObjectBuilder entry, List<String> settings) {
        if (!settings.isEmpty()) {
            entry.put("config_settings", JsonValue.ofStrings(settings));
        }
    }

    private static void put(JsonValue.ObjectBuilder entry, ProjectFile file, Function<ProjectFile, Digest> fetched) {
        entry.put(file.isWheel() ? "wheel" : "sdist", file.fileName())
                .put("url", Anonymous.url(file.uri().toString()))
                .put(
                        "sha256",
                        file.sha256().orElseGet(() -> fetched.apply(file)).hex())
                .put("size", file.size());
    }

    JsonArray toJson() {
        return new JsonArray(new ArrayList<>(packages));
    }

    /** One distribution of a lock: a wheel, or the source that one is built of; direct if it was named by its place. */
    record Wheel(String name, String version, boolean requested, PinnedSource source, boolean direct) {

        /** {@return where its layer is kept} */
        LayerKey key(String interpreterIdentity) {
            return isWheel() ? WheelWork.key(archive()) : SourceBuilds.key(source, interpreterIdentity);
        }

        boolean isWheel() {
            return source instanceof PinnedSource.Archive archive
                    && archive.file().isWheel();
        }

        /** {@return the source of what is a wheel} */
        PinnedSource.Archive archive() {
            return (PinnedSource.Archive) source;
        }

        /** {@return the content of {@code direct_url.json} (PEP 610); empty for what comes from an index} */
        String directUrl() {
            return direct ? Json.canonical(DirectUrl.of(source).json()) : "";
        }

        String label() {
            return name + " " + version;
        }
    }

    /** {@return the wheels of a lock's section, in order; packages of the base are left out} */
    static List<Wheel> read(JsonObject section) {
        List<Wheel> wheels = new ArrayList<>();
        for (JsonValue value : section.array("packages")) {
            if (value instanceof JsonObject entry && !entry.bool("base", false)) {
                wheels.add(new Wheel(
                        entry.string("name").orElseThrow(),
                        entry.string("version").orElseThrow(),
                        entry.bool("requested", false),
                        source(entry).with(entry.strings("config_settings")),
                        entry.bool("direct", false)));
            }
        }
        return wheels;
    }

    private static PinnedSource source(JsonObject entry) {
        String subdirectory = entry.string("subdirectory").orElse("");
        Optional<String> repository = entry.string("repository");
        if (repository.isPresent()) {
            return new PinnedSource.Commit(
                    repository.get(),
                    entry.string("commit").orElseThrow(),
                    entry.string("revision").orElse(""),
                    subdirectory);
        }
        Optional<String> folder = entry.string("folder");
        if (folder.isPresent()) {
            return new PinnedSource.Folder(
                    Path.of(folder.get()),
                    new Digest(entry.string("content").orElseThrow()),
                    entry.bool("editable", false),
                    subdirectory);
        }
        Digest sha256 = new Digest(entry.string("sha256").orElseThrow());
        ProjectFile file = new ProjectFile(
                entry.string("wheel").or(() -> entry.string("sdist")).orElseThrow(),
                URI.create(entry.string("url").orElseThrow()),
                List.of(Checksum.of(sha256)),
                entry.number("size", -1),
                "",
                Optional.empty(),
                "",
                ProjectFile.Sidecar.NONE);
        return new PinnedSource.Archive(file, sha256, subdirectory);
    }
}
