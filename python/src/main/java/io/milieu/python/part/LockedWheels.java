package io.milieu.python.part;

import io.milieu.core.base.Digest;
import io.milieu.core.fetch.Checksum;
import io.milieu.core.fetch.HashAlgorithm;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonArray;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.store.LayerKey;
import io.milieu.python.index.ProjectFile;
import io.milieu.python.resolve.Candidate;
import io.milieu.python.resolve.ResolvedPackage;
import io.milieu.python.source.PinnedSource;
import io.milieu.python.version.Version;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The packages of a lock, in the form that is kept.
 *
 * @param packages one object each: {@code name}, {@code version}, {@code requested}, {@code required_by}; of the index also {@code wheel} or
 *     {@code sdist},
 *     {@code url}, {@code sha256}, {@code size}; of the base {@code base: true}
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
     */
    static LockedWheels of(List<ResolvedPackage> resolved, Function<ProjectFile, Digest> fetched) {
        List<JsonObject> packages = new ArrayList<>();
        for (ResolvedPackage each : resolved) {
            JsonValue.ObjectBuilder entry = JsonValue.object()
                    .put("name", each.name().toString())
                    .put("version", each.candidate().version().toString())
                    .put("requested", each.requested())
                    .put("required_by", JsonValue.ofStrings(each.requiredBy()));
            ProjectFile file = file(each.candidate());
            if (file != null) {
                entry.put(file.isWheel() ? "wheel" : "sdist", file.fileName())
                        .put("url", file.uri().toString())
                        .put("sha256", sha256(file, fetched).hex())
                        .put("size", file.size());
            } else {
                entry.put("base", true);
            }
            packages.add(entry.build());
        }
        return new LockedWheels(packages);
    }

    private static @Nullable ProjectFile file(Candidate candidate) {
        return switch (candidate) {
            case Candidate.Wheel(Version _, ProjectFile file) -> file;
            case Candidate.Sdist(Version _, ProjectFile file) -> file;
            case Candidate.Installed _, Candidate.Unusable _ -> null;
        };
    }

    JsonArray toJson() {
        return new JsonArray(new ArrayList<>(packages));
    }

    /** One distribution of a lock: a wheel, or the source distribution that one is built of. */
    record Wheel(String name, String version, boolean requested, ProjectFile file, Digest sha256) {

        /** {@return where its layer is kept} */
        LayerKey key(String interpreterIdentity) {
            return file.isWheel() ? WheelWork.key(this) : SourceBuilds.key(source(), interpreterIdentity);
        }

        PinnedSource source() {
            return new PinnedSource.Archive(file, sha256, "");
        }
    }

    /** {@return the wheels of a lock's section, in order; packages of the base are left out} */
    static List<Wheel> read(JsonObject section) {
        List<Wheel> wheels = new ArrayList<>();
        for (JsonValue value : section.array("packages")) {
            if (value instanceof JsonObject entry
                    && entry.string("wheel").or(() -> entry.string("sdist")).isPresent()) {
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
                wheels.add(new Wheel(
                        entry.string("name").orElseThrow(),
                        entry.string("version").orElseThrow(),
                        entry.bool("requested", false),
                        file,
                        sha256));
            }
        }
        return wheels;
    }

    private static Digest sha256(ProjectFile file, Function<ProjectFile, Digest> fetched) {
        return file.hashes().stream()
                .filter(checksum -> checksum.algorithm() == HashAlgorithm.SHA256)
                .findFirst()
                .map(checksum -> new Digest(checksum.hex()))
                .orElseGet(() -> fetched.apply(file));
    }
}
