package io.milieu.python.part;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.core.event.BuildListener;
import io.milieu.core.fetch.Checksum;
import io.milieu.core.fetch.HashAlgorithm;
import io.milieu.core.plan.EnvironmentRequest;
import io.milieu.python.index.IndexClient;
import io.milieu.python.index.IndexConfiguration;
import io.milieu.python.index.ProjectFile;
import io.milieu.python.lock.LockFile;
import io.milieu.python.lock.LockedFile;
import io.milieu.python.lock.LockedPackage;
import io.milieu.python.lock.LockedSource;
import io.milieu.python.name.PackageName;
import io.milieu.python.requirement.Marker;
import io.milieu.python.requirement.MarkerEnvironment;
import io.milieu.python.resolve.Candidate;
import io.milieu.python.resolve.ResolveRequest;
import io.milieu.python.resolve.ResolveRules;
import io.milieu.python.resolve.ResolvedPackage;
import io.milieu.python.resolve.Resolver;
import io.milieu.python.source.Anonymous;
import io.milieu.python.source.PinnedSource;
import io.milieu.python.tag.Target;
import io.milieu.python.tag.WheelFileName;
import io.milieu.python.toml.TomlValue;
import io.milieu.python.version.Version;
import io.milieu.python.version.VersionSpecifiers;
import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes lock files (PEP 751) for one version of Python on one kind of platform: of each package every wheel that fits there. Thread-safe.
 */
public final class PythonLocker {
    private final PythonNode node;

    /** Locks what interpreters and indexes of that node say. */
    public PythonLocker(PythonNode node) {
        this.node = node;
    }

    /**
     * Resolves a request and writes down the answer.
     *
     * @param request the wish; only its packages count
     * @param preferred versions that are kept where they will do
     * @param file where the lock will be: paths in it start there
     * @param listener told of progress
     * @throws InterruptedException if the calling thread was interrupted
     */
    public LockFile lock(
            EnvironmentRequest request, Map<PackageName, Version> preferred, Path file, BuildListener listener)
            throws InterruptedException {
        PythonInquiry inquiry = PythonInquiry.of(node, request);
        ProjectField field = inquiry.field();
        if (field.lock().isPresent() || request.options().extendBase()) {
            throw new MilieuException(
                    CoreError.USAGE,
                    field.lock().isPresent()
                            ? "a lock is not made from another lock, `"
                                    + field.lock().get().file() + "`"
                            : "a lock names everything that is needed, whatever the base has",
                    List.of("Name packages, requirements files or projects, and no base."));
        }
        Target target = inquiry.target();
        List<LockedPackage> packages = List.of();
        if (!inquiry.input().isEmpty()) {
            IndexClient client = inquiry.client(listener);
            ResolveRules rules = inquiry.rules();
            SourceBuilds builds =
                    new SourceBuilds(node, () -> client, inquiry.setting(), rules.hashes()::checked, listener);
            DirectSources places = new DirectSources(node, () -> client, builds, target, rules.wheelsOnly());
            ResolveRequest wanted = inquiry.wanted(
                            places.requirements(inquiry.input().packages()), rules)
                    .preferring(preferred);
            List<ResolvedPackage> resolved = new Resolver(client, places)
                    .resolve(field.isElsewhere() ? wanted.withoutBuilds() : wanted, listener);
            Writer writer = new Writer(client, target, file, onlyIndex(inquiry.index()));
            packages = writer.packages(resolved);
        }
        String minor = target.markers().pythonVersion();
        return new LockFile(
                LockFile.VERSION,
                List.of(environment(target.markers())),
                VersionSpecifiers.parse("==" + minor + ".*"),
                List.of(),
                List.of(),
                List.of(),
                "milieu",
                packages,
                TomlValue.Table.EMPTY);
    }

    private static Marker environment(MarkerEnvironment markers) {
        return Marker.parse("implementation_name == '" + markers.implementationName() + "' and platform_machine == '"
                + markers.platformMachine() + "' and sys_platform == '" + markers.sysPlatform() + "'");
    }

    /** With several sources nobody says which one a file is from. */
    private static Optional<String> onlyIndex(IndexConfiguration index) {
        return index.indexes().size() == 1 && index.findLinks().isEmpty()
                ? Optional.of(bare(index.indexes().getFirst()))
                : Optional.empty();
    }

    /** Without user-info, query and fragment, where secrets may be. */
    private static String bare(URI url) {
        String text = url.toString().replaceFirst("[?#].*", "");
        return Redacted.credentials(text).replace("://****@", "://");
    }

    /** Describes what was resolved. */
    private static final class Writer {
        private final IndexClient client;
        private final Target target;
        private final Path folder;
        private final Optional<String> index;

        private Writer(IndexClient client, Target target, Path file, Optional<String> index) {
            this.client = client;
            this.target = target;
            this.folder = file.toAbsolutePath().normalize().resolveSibling("");
            this.index = index;
        }

        private List<LockedPackage> packages(List<ResolvedPackage> resolved) {
            Map<String, TreeSet<PackageName>> needs = new TreeMap<>();
            for (ResolvedPackage each : resolved) {
                for (String who : each.requiredBy()) {
                    String name = who.split("[ :]", 2)[0];
                    needs.computeIfAbsent(name, key -> new TreeSet<>()).add(each.name());
                }
            }
            List<LockedPackage> packages = new ArrayList<>();
            for (ResolvedPackage each : resolved) {
                TreeSet<PackageName> needed = needs.getOrDefault(each.name().toString(), new TreeSet<>());
                needed.remove(each.name());
                packages.add(locked(each.name(), each.candidate(), List.copyOf(needed)));
            }
            return packages;
        }

        private LockedPackage locked(PackageName name, Candidate chosen, List<PackageName> needs) {
            return new LockedPackage(
                    name,
                    chosen instanceof Candidate.Direct direct && direct.source() instanceof PinnedSource.Folder
                            ? Optional.empty()
                            : Optional.of(chosen.version()),
                    Marker.always(),
                    python(chosen),
                    needs.stream()
                            .map(needed -> new TomlValue.Table(Map.of("name", new TomlValue.Text(needed.toString()))))
                            .toList(),
                    chosen instanceof Candidate.Direct ? Optional.empty() : index,
                    source(name, chosen),
                    List.of(),
                    TomlValue.Table.EMPTY);
        }

        private LockedSource source(PackageName name, Candidate chosen) {
            return switch (chosen) {
                case Candidate.Wheel wheel ->
                    new LockedSource.Files(
                            Optional.empty(),
                            client.files(name).files().stream()
                                    .filter(file -> file.equals(wheel.file()) || isAlternative(file, wheel))
                                    .map(this::file)
                                    .toList());
                case Candidate.Sdist sdist -> new LockedSource.Files(Optional.of(file(sdist.file())), List.of());
                case Candidate.Direct direct -> source(direct.source());
                case Candidate.Installed _, Candidate.Unusable _ ->
                    throw new IllegalStateException("nothing that a lock can name: " + name);
            };
        }

        /** What a folder holds is not promised: its version and its dependencies are those of the day it is installed. */
        private LockedSource source(PinnedSource source) {
            Optional<String> subdirectory = Optional.of(source.subdirectory()).filter(text -> !text.isEmpty());
            return switch (source.bare()) {
                case PinnedSource.Archive archive ->
                    new LockedSource.Archive(file(archive.file()).unnamed(), subdirectory);
                case PinnedSource.Commit commit ->
                    new LockedSource.Vcs(
                            "git",
                            Optional.of(Anonymous.url(commit.url())),
                            Optional.empty(),
                            Optional.of(commit.revision()).filter(text -> !text.isEmpty()),
                            commit.commit(),
                            subdirectory);
                case PinnedSource.Folder tree ->
                    new LockedSource.Directory(
                            folder.relativize(tree.path()).toString(), tree.editable(), subdirectory);
            };
        }

        private VersionSpecifiers python(Candidate chosen) {
            return switch (chosen) {
                case Candidate.Wheel(Version _, ProjectFile file) -> python(file);
                case Candidate.Sdist(Version _, ProjectFile file) -> python(file);
                case Candidate.Direct direct -> direct.metadata().requiresPython();
                case Candidate.Installed _, Candidate.Unusable _ -> VersionSpecifiers.ANY;
            };
        }

        private boolean isAlternative(ProjectFile file, Candidate.Wheel chosen) {
            return file.yanked().isEmpty()
                    && WheelFileName.tryParse(file.fileName())
                            .filter(wheel -> wheel.version().equals(chosen.version()))
                            .filter(wheel -> target.tags().best(wheel).isPresent())
                            .isPresent()
                    && python(file).contains(target.python());
        }

        /** A text nobody can parse excludes nobody, as in resolving. */
        private VersionSpecifiers python(ProjectFile file) {
            try {
                return VersionSpecifiers.parse(file.requiresPython());
            } catch (MilieuException e) {
                return VersionSpecifiers.ANY;
            }
        }

        private LockedFile file(ProjectFile file) {
            boolean local = "file".equals(file.uri().getScheme());
            return new LockedFile(
                    Optional.of(file.fileName()),
                    file.uploadTime().map(time -> time.atOffset(ZoneOffset.UTC)),
                    local ? Optional.empty() : Optional.of(bare(file.uri())),
                    local ? Optional.of(folder.relativize(Path.of(file.uri())).toString()) : Optional.empty(),
                    file.size(),
                    hashes(file));
        }

        /** The weak ones protect nobody. */
        private Map<String, String> hashes(ProjectFile file) {
            Map<String, String> hashes = new TreeMap<>();
            for (Checksum hash : file.hashes()) {
                if (hash.algorithm().compareTo(HashAlgorithm.SHA256) >= 0) {
                    hashes.put(hash.algorithm().id(), hash.hex());
                }
            }
            if (hashes.isEmpty()) {
                hashes.put(
                        HashAlgorithm.SHA256.id(),
                        client.pin(file).sha256().orElseThrow().hex());
            }
            return hashes;
        }
    }
}
