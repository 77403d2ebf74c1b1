package io.milieu.python.part;

import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.core.event.BuildEvent;
import io.milieu.core.event.BuildListener;
import io.milieu.core.fetch.Checksum;
import io.milieu.core.fetch.HashAlgorithm;
import io.milieu.python.index.DistributionNames;
import io.milieu.python.index.IndexClient;
import io.milieu.python.index.IndexConfiguration;
import io.milieu.python.index.ProjectFile;
import io.milieu.python.lock.LockedFile;
import io.milieu.python.lock.LockedPackage;
import io.milieu.python.lock.LockedSource;
import io.milieu.python.name.PackageName;
import io.milieu.python.region.Region;
import io.milieu.python.requirement.Marker;
import io.milieu.python.resolve.Candidate;
import io.milieu.python.resolve.ForkStrategy;
import io.milieu.python.resolve.PlacedPackage;
import io.milieu.python.resolve.ResolveRules;
import io.milieu.python.resolve.ResolvedPackage;
import io.milieu.python.resolve.Scope;
import io.milieu.python.source.Anonymous;
import io.milieu.python.source.PinnedSource;
import io.milieu.python.tag.WheelFileName;
import io.milieu.python.toml.TomlValue;
import io.milieu.python.version.Version;
import io.milieu.python.version.VersionSpecifiers;
import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Describes what was resolved as the packages of a lock: of each every file that can be used where it is needed. */
final class LockEntries {
    private final IndexClient client;
    private final ResolveRules rules;
    private final Path folder;
    private final Optional<String> index;
    private final BuildListener listener;

    /** Entries of a lock in that file, with files from those sources. */
    LockEntries(IndexClient client, ResolveRules rules, Path file, IndexConfiguration index, BuildListener listener) {
        this.listener = listener;
        this.client = client;
        this.rules = rules;
        this.folder = file.toAbsolutePath().normalize().resolveSibling("");
        this.index = onlyIndex(index);
    }

    /** {@return what is needed in one environment: of a package with a wheel only wheels, so that nothing is built} */
    List<LockedPackage> of(List<ResolvedPackage> resolved, Scope scope) {
        return entries(resolved.stream()
                .map(each -> new Entry(each, Marker.always(), Region.EVERYWHERE, scope, false))
                .toList());
    }

    /** {@return what is needed somewhere in a region: source distributions, too, for whom no wheel fits} */
    List<LockedPackage> of(List<PlacedPackage> placed, Region whole) {
        return entries(placed.stream()
                .map(each -> new Entry(
                        each.resolved(),
                        each.where().marker(whole),
                        each.where(),
                        Scope.of(each.where(), ForkStrategy.FEWEST),
                        true))
                .toList());
    }

    /**
     * One package to be written.
     *
     * @param marker where it is installed, as the lock says it
     * @param where the same, as far as it differs between packages
     * @param scope the environments that files have to be for
     * @param sources whether a source distribution stands beside the wheels
     */
    private record Entry(ResolvedPackage resolved, Marker marker, Region where, Scope scope, boolean sources) {
        private PackageName name() {
            return resolved.name();
        }

        private Candidate chosen() {
            return resolved.candidate();
        }
    }

    private List<LockedPackage> entries(List<Entry> entries) {
        Map<String, Set<PackageName>> needs = new TreeMap<>();
        Map<PackageName, List<Entry>> byName = new TreeMap<>();
        for (Entry entry : entries) {
            byName.computeIfAbsent(entry.name(), _ -> new ArrayList<>()).add(entry);
            for (String who : entry.resolved().requiredBy()) {
                needs.computeIfAbsent(who.split(":", 2)[0], _ -> new TreeSet<>())
                        .add(entry.name());
            }
        }
        return entries.stream()
                .map(entry -> locked(entry, dependencies(entry, needs, byName)))
                .toList();
    }

    /** Each names as much as it takes to tell the entry from others. */
    private static List<TomlValue.Table> dependencies(
            Entry entry, Map<String, Set<PackageName>> needs, Map<PackageName, List<Entry>> byName) {
        List<TomlValue.Table> dependencies = new ArrayList<>();
        String who = entry.name() + " " + entry.chosen().version();
        for (PackageName name : needs.getOrDefault(who, Set.of())) {
            List<Entry> all = byName.getOrDefault(name, List.of());
            for (Entry needed : all) {
                if (!name.equals(entry.name()) && !needed.where().isDisjointFrom(entry.where())) {
                    Map<String, TomlValue> keys = new LinkedHashMap<>();
                    keys.put("name", new TomlValue.Text(name.toString()));
                    if (all.size() > 1) {
                        version(needed).ifPresent(version -> keys.put("version", new TomlValue.Text(version + "")));
                    }
                    dependencies.add(new TomlValue.Table(keys));
                }
            }
        }
        return dependencies;
    }

    private LockedPackage locked(Entry entry, List<TomlValue.Table> dependencies) {
        return new LockedPackage(
                entry.name(),
                version(entry),
                entry.marker(),
                python(entry.chosen()),
                dependencies,
                entry.chosen() instanceof Candidate.Direct ? Optional.empty() : index,
                source(entry),
                List.of(),
                TomlValue.Table.EMPTY);
    }

    /** What a folder holds is not promised: its version and its dependencies are those of the day it is installed. */
    private static Optional<Version> version(Entry entry) {
        return entry.chosen() instanceof Candidate.Direct direct && direct.source() instanceof PinnedSource.Folder
                ? Optional.empty()
                : Optional.of(entry.chosen().version());
    }

    private LockedSource source(Entry entry) {
        return switch (entry.chosen()) {
            case Candidate.Wheel(Version _, ProjectFile chosen) -> files(entry, chosen);
            case Candidate.Sdist(Version _, ProjectFile chosen) ->
                entry.sources() ? files(entry, chosen) : new LockedSource.Files(Optional.of(file(chosen)), List.of());
            case Candidate.Direct direct -> source(direct.source());
            case Candidate.Installed _, Candidate.Unusable _ ->
                throw new IllegalStateException("nothing that a lock can name: " + entry.name());
        };
    }

    private LockedSource files(Entry entry, ProjectFile chosen) {
        List<ProjectFile> usable = client.files(entry.name()).files().stream()
                .filter(file -> (file.equals(chosen) && !entry.sources()) || isAlternative(file, chosen, entry))
                .toList();
        if (usable.isEmpty()) {
            listener.on(new BuildEvent.Warning("no file of `" + entry.name() + " "
                    + entry.chosen().version() + "` can be used where it is needed: " + entry.marker()));
            usable = List.of(chosen);
        }
        Optional<LockedFile> source = usable.stream()
                .filter(file -> entry.sources() && !file.isWheel())
                .findFirst()
                .map(this::file);
        return new LockedSource.Files(
                source,
                usable.stream().filter(ProjectFile::isWheel).map(this::file).toList());
    }

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
                new LockedSource.Directory(folder.relativize(tree.path()).toString(), tree.editable(), subdirectory);
        };
    }

    private static VersionSpecifiers python(Candidate chosen) {
        return switch (chosen) {
            case Candidate.Wheel(Version _, ProjectFile file) -> python(file);
            case Candidate.Sdist(Version _, ProjectFile file) -> python(file);
            case Candidate.Direct direct -> direct.metadata().requiresPython();
            case Candidate.Installed _, Candidate.Unusable _ -> VersionSpecifiers.ANY;
        };
    }

    private boolean isAlternative(ProjectFile file, ProjectFile chosen, Entry entry) {
        return (file.yanked().isEmpty() || chosen.yanked().isPresent())
                && DistributionNames.version(file.fileName(), entry.name())
                        .filter(entry.chosen().version()::equals)
                        .isPresent()
                && (file.isWheel()
                        ? entry.scope().fits(WheelFileName.parse(file.fileName()))
                        : DistributionNames.isUnpackableSource(file.fileName()))
                && entry.scope().fits(python(file))
                && rules.admits(entry.name(), file);
    }

    /** A text nobody can parse excludes nobody, as in resolving. */
    private static VersionSpecifiers python(ProjectFile file) {
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
}
