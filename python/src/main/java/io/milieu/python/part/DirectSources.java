package io.milieu.python.part;

import io.milieu.core.base.Digest;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.core.fetch.Checksum;
import io.milieu.python.build.BuildFolder;
import io.milieu.python.error.PythonError;
import io.milieu.python.index.IndexClient;
import io.milieu.python.index.ProjectFile;
import io.milieu.python.input.RequestedPackage;
import io.milieu.python.input.RequestedPackage.Named;
import io.milieu.python.input.RequestedPackage.Unnamed;
import io.milieu.python.metadata.CoreMetadata;
import io.milieu.python.requirement.Marker;
import io.milieu.python.requirement.Requirement;
import io.milieu.python.resolve.Candidate;
import io.milieu.python.resolve.Origins;
import io.milieu.python.resolve.Scope;
import io.milieu.python.source.DirectReference;
import io.milieu.python.source.PinnedSource;
import io.milieu.python.source.SourceTree;
import io.milieu.python.tag.SupportedTags;
import io.milieu.python.tag.Target;
import io.milieu.python.tag.WheelFileName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What a request names by place instead of by name: each place is looked at once in a resolution, and stands for what was found there until
 * its end. Thread-safe.
 */
final class DirectSources implements Origins {
    private static final List<String> BUILD_FILES = List.of("pyproject.toml", "setup.py", "setup.cfg");

    private final PythonNode node;
    private final Supplier<IndexClient> client;
    private final SourceBuilds builds;
    private final Target target;
    private final boolean wheelsOnly;
    private final Map<String, Candidate.Direct> found = new ConcurrentHashMap<>();

    DirectSources(
            PythonNode node, Supplier<IndexClient> client, SourceBuilds builds, Target target, boolean wheelsOnly) {
        this.node = node;
        this.client = client;
        this.builds = builds;
        this.target = target;
        this.wheelsOnly = wheelsOnly;
    }

    /** {@return the requirements of lines, by name: what comes from a place is looked at now, if it counts there} */
    List<Requirement> requirements(List<RequestedPackage> lines, Scope scope) throws InterruptedException {
        List<Requirement> requirements = new ArrayList<>();
        for (RequestedPackage line : lines) {
            if (line.isFromIndex()) {
                line.requirement().ifPresent(requirements::add);
            } else if (scope.mayHold(line.marker())) {
                requirements.add(requirement(line));
            }
        }
        return requirements;
    }

    private Requirement requirement(RequestedPackage line) throws InterruptedException {
        Candidate.Direct direct = pinned(line);
        Requirement.Source place = new Requirement.Url(direct.reference());
        return switch (line.wish()) {
            case Named(Requirement named) -> new Requirement(named.name(), named.extras(), place, line.marker());
            case Unnamed unnamed -> new Requirement(direct.metadata().name(), unnamed.extras(), place, line.marker());
        };
    }

    private Candidate.Direct pinned(RequestedPackage line) throws InterruptedException {
        DirectReference reference = reference(line);
        Candidate.Direct known = found.get(reference.toString());
        if (known != null) {
            return known;
        }
        if (line.editable() && !(reference instanceof DirectReference.Folder)) {
            throw new MilieuException(
                    CoreError.NOT_SUPPORTED,
                    line.place() + ": `-e " + Redacted.urls(reference) + "` is not a folder",
                    List.of("Clone the repository and name its folder, or leave out `-e`."));
        }
        return keep(reference, pin(reference, line));
    }

    /** {@return the place that a line names} */
    static DirectReference reference(RequestedPackage line) {
        String location = switch (line.wish()) {
            case Named(Requirement named) ->
                named.url()
                        .orElseThrow(() -> new MilieuException(
                                CoreError.USAGE,
                                line.place() + ": `-e " + named + "` names a package, not a folder",
                                List.of("Write `-e ./FOLDER`.")));
            case Unnamed unnamed -> unnamed.location();
        };
        return DirectReference.parse(location, line.place());
    }

    /** {@return what is on this machine at the place of a line, in a short form that changes with it; empty for what is elsewhere} */
    static String state(RequestedPackage line) {
        return switch (reference(line)) {
            case DirectReference.Folder(Path path, String subdirectory) -> {
                SourceTree tree = new SourceTree(line.editable() ? new SourceTree(path).project(subdirectory) : path);
                yield (line.editable() ? tree.digest(BUILD_FILES) : tree.state()).hex();
            }
            case DirectReference.Archive archive ->
                "file".equals(archive.uri().getScheme()) ? SourceTree.state(Path.of(archive.uri())) : "";
            case DirectReference.Repository _ -> "";
        };
    }

    @Override
    public CoreMetadata metadata(Indexed indexed, ProjectFile file) throws InterruptedException {
        return builds.metadata(indexed, file);
    }

    @Override
    public Candidate.Direct direct(String text) throws InterruptedException {
        Candidate.Direct known = found.get(text);
        if (known != null) {
            return known;
        }
        DirectReference reference = DirectReference.parse(text, "a requirement");
        Candidate.Direct same = found.get(reference.toString());
        Unnamed wish = new Unnamed(text, Set.of(), Marker.always());
        return same != null
                ? same
                : keep(
                        reference,
                        pin(reference, new RequestedPackage(wish, List.of(), false, List.of(), "a requirement")));
    }

    private Candidate.Direct keep(DirectReference reference, Candidate.Direct direct) {
        found.put(reference.toString(), direct);
        return direct;
    }

    private Candidate.Direct pin(DirectReference reference, RequestedPackage line) throws InterruptedException {
        return switch (reference) {
            case DirectReference.Archive archive -> archive(archive, line);
            case DirectReference.Folder(Path path, String subdirectory) ->
                built(reference, folder(path, line.editable(), subdirectory).with(line.configSettings()), false);
            case DirectReference.Repository(String url, String revision, String subdirectory) ->
                built(
                        reference,
                        new PinnedSource.Commit(url, commit(url, revision), revision, subdirectory)
                                .with(line.configSettings()),
                        false);
        };
    }

    /** {@return a folder as it is now} */
    static PinnedSource.Folder folder(Path path, boolean editable, String subdirectory) {
        SourceTree tree = new SourceTree(path);
        Digest content = editable ? new SourceTree(tree.project(subdirectory)).digest(BUILD_FILES) : tree.digest();
        return new PinnedSource.Folder(path, content, editable, subdirectory);
    }

    /** {@return the digest of a file, which is fetched if nobody promises it} */
    Digest digest(ProjectFile file) {
        return file.sha256().orElseGet(() -> client.get().pin(file).sha256().orElseThrow());
    }

    private String commit(String url, String revision) throws InterruptedException {
        try (BuildFolder scratch = BuildFolder.in(node.caches().resolve("builds-v1"))) {
            return builds.git().commit(url, revision, scratch.path());
        }
    }

    private Candidate.Direct archive(DirectReference.Archive archive, RequestedPackage line)
            throws InterruptedException {
        List<Checksum> promised = new ArrayList<>(archive.hashes());
        if (line.hashes().size() == 1) {
            promised.addAll(line.hashes());
        }
        ProjectFile file = ProjectFile.at(archive.fileName(), archive.uri()).withHashes(promised);
        if (file.sha256().isEmpty()) {
            file = client.get().pin(file);
        }
        Digest sha256 = file.sha256().orElseThrow();
        if (line.hashes().size() > 1 && !line.hashes().contains(Checksum.of(sha256))) {
            throw new MilieuException(
                    CoreError.HASH_MISMATCH,
                    line.place() + ": `" + archive.fileName() + "` has the hash `sha256:" + sha256
                            + "`, which is none of those given",
                    List.of("If the file is right, add `--hash=sha256:" + sha256 + "` to its requirement."));
        }
        boolean hashed = !line.hashes().isEmpty() || !archive.hashes().isEmpty();
        PinnedSource source = new PinnedSource.Archive(file, sha256, archive.subdirectory());
        if (!file.isWheel()) {
            return built(archive, source.with(line.configSettings()), hashed);
        }
        checkTags(file.fileName(), target.tags());
        return candidate(archive, source, client.get().coreMetadata(file), hashed);
    }

    private static void checkTags(String wheel, SupportedTags tags) {
        if (tags.best(WheelFileName.parse(wheel)).isEmpty()) {
            throw new MilieuException(
                    PythonError.NO_MATCHING_VERSION,
                    "the wheel `" + wheel + "` is not for this interpreter and platform",
                    List.of(
                            "Name the archive of its sources, or the package by its name: then one that fits is chosen."));
        }
    }

    /** {@return what a lock says is at a place} */
    Candidate.Direct locked(PinnedSource source) throws InterruptedException {
        CoreMetadata metadata =
                source instanceof PinnedSource.Archive archive && archive.file().isWheel()
                        ? client.get().coreMetadata(archive.file())
                        : metadata(source);
        return new Candidate.Direct(metadata.version(), source.label(), source, metadata, true);
    }

    /** {@return the metadata of what has to be built} */
    private CoreMetadata metadata(PinnedSource source) throws InterruptedException {
        if (wheelsOnly) {
            throw new MilieuException(
                    CoreError.USAGE,
                    "`" + source.label() + "` would have to be built, but only wheels may be used (`--wheels-only`)",
                    List.of("Name a wheel of it."));
        }
        return builds.metadata(source);
    }

    private Candidate.Direct built(DirectReference reference, PinnedSource source, boolean hashed)
            throws InterruptedException {
        return candidate(reference, source, metadata(source), hashed);
    }

    private static Candidate.Direct candidate(
            DirectReference reference, PinnedSource source, CoreMetadata metadata, boolean hashed) {
        return new Candidate.Direct(metadata.version(), reference.toString(), source, metadata, hashed);
    }
}
