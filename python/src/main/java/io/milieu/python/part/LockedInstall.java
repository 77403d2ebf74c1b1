package io.milieu.python.part;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.core.event.BuildEvent;
import io.milieu.core.event.BuildListener;
import io.milieu.python.error.PythonError;
import io.milieu.python.index.ProjectFile;
import io.milieu.python.lock.LockChoice;
import io.milieu.python.lock.LockFile;
import io.milieu.python.lock.LockSelection;
import io.milieu.python.lock.LockedFile;
import io.milieu.python.lock.LockedPackage;
import io.milieu.python.lock.LockedSource;
import io.milieu.python.name.PackageName;
import io.milieu.python.requirement.Requirement;
import io.milieu.python.resolve.Candidate;
import io.milieu.python.resolve.ResolvedPackage;
import io.milieu.python.source.PinnedSource;
import io.milieu.python.tag.Target;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Takes packages from a lock file: nothing is resolved, and no index is asked. */
final class LockedInstall {
    private final LockInput input;
    private final Target target;
    private final DirectSources sources;

    LockedInstall(LockInput input, Target target, DirectSources sources) {
        this.input = input;
        this.target = target;
        this.sources = sources;
    }

    /**
     * {@return the packages of the lock, by name}
     *
     * @param wanted what the request asks for beside the lock, which must be in it
     * @throws MilieuException {@link PythonError#LOCK_MISMATCH} if the lock is not for this interpreter, or does not have what is
     *     wanted; {@link CoreError#NOT_SUPPORTED} for a repository that is not one of Git
     * @throws InterruptedException if the calling thread was interrupted
     */
    List<ResolvedPackage> packages(List<Requirement> wanted, BuildListener listener) throws InterruptedException {
        LockFile lock = input.lock();
        if (lock.isNewer()) {
            listener.on(new BuildEvent.Warning("`" + input.file() + "` has version " + lock.lockVersion()
                    + " of its format; what is new since " + LockFile.VERSION + " is not understood"));
        }
        Map<PackageName, LockChoice> chosen = new TreeMap<>();
        new LockSelection(target)
                .select(lock, input.scope())
                .forEach(choice -> chosen.put(choice.locked().name(), choice));
        Map<PackageName, Candidate> wheels = new TreeMap<>();
        for (Map.Entry<PackageName, LockChoice> choice : chosen.entrySet()) {
            wheels.put(choice.getKey(), candidate(choice.getValue()));
        }
        Set<PackageName> requested = requested(wanted, wheels, chosen);
        Map<PackageName, List<String>> requiredBy = new TreeMap<>();
        wanted.forEach(requirement -> note(requiredBy, requirement.name(), "you: " + Redacted.urls(requirement)));
        chosen.forEach((name, choice) ->
                choice.locked().needs().forEach(needed -> note(requiredBy, needed, choice.locked() + ": " + needed)));
        List<ResolvedPackage> packages = new ArrayList<>();
        wheels.forEach((name, wheel) -> packages.add(new ResolvedPackage(
                name, wheel, List.of(), requested.contains(name), requiredBy.getOrDefault(name, List.of("the lock")))));
        return packages;
    }

    /** Whoever names nothing asks for what nothing else in the lock needs. */
    private Set<PackageName> requested(
            List<Requirement> wanted, Map<PackageName, Candidate> wheels, Map<PackageName, LockChoice> chosen) {
        Set<PackageName> requested = new HashSet<>();
        for (Requirement requirement : wanted) {
            if (requirement.marker().evaluate(target.markers())) {
                check(requirement, Optional.ofNullable(wheels.get(requirement.name())));
                requested.add(requirement.name());
            }
        }
        if (requested.isEmpty()) {
            requested.addAll(chosen.keySet());
            chosen.values().forEach(choice -> choice.locked().needs().forEach(requested::remove));
        }
        return requested;
    }

    private void check(Requirement requirement, Optional<Candidate> wheel) {
        String problem = wheel.map(found -> requirement.specifiers().contains(found.version())
                        ? ""
                        : "which has " + requirement.name() + " " + found.version())
                .orElse("which does not have it");
        if (!problem.isEmpty()) {
            throw new MilieuException(
                    PythonError.LOCK_MISMATCH,
                    "you ask for `" + Redacted.urls(requirement) + "`, but everything comes from the lock `"
                            + input.file() + "`, " + problem,
                    List.of("Bring the lock up to date with `milieu lock`."));
        }
    }

    private Candidate candidate(LockChoice choice) throws InterruptedException {
        return switch (choice) {
            case LockChoice.Wheel(var _, var file, var name) -> new Candidate.Wheel(name.version(), file(file));
            case LockChoice.Archive(var locked, var file, var subdirectory) -> {
                ProjectFile archive = file(file);
                boolean indexed = locked.source() instanceof LockedSource.Files;
                yield indexed && locked.version().isPresent()
                        ? new Candidate.Sdist(locked.version().get(), archive)
                        : sources.locked(
                                new PinnedSource.Archive(archive, sources.digest(archive), subdirectory.orElse("")));
            }
            case LockChoice.Tree(var locked, var source) -> sources.locked(tree(locked, source));
        };
    }

    private PinnedSource tree(LockedPackage locked, LockedSource source) {
        return switch (source) {
            case LockedSource.Directory(String path, boolean editable, Optional<String> subdirectory) -> {
                Path folder = input.file().resolveSibling(path).toAbsolutePath().normalize();
                yield DirectSources.folder(folder, editable, subdirectory.orElse(""));
            }
            case LockedSource.Vcs vcs
            when vcs.type().equals("git") ->
                new PinnedSource.Commit(
                        vcs.path()
                                .map(path -> input.file()
                                        .resolveSibling(path)
                                        .toAbsolutePath()
                                        .normalize()
                                        .toString())
                                .or(vcs::url)
                                .orElseThrow(),
                        vcs.commitId(),
                        vcs.requestedRevision().orElse(""),
                        vcs.subdirectory().orElse(""));
            case LockedSource.Vcs vcs ->
                throw new MilieuException(
                        CoreError.NOT_SUPPORTED,
                        locked + " comes from a repository of the kind `" + vcs.type()
                                + "`, and only those of `git` are supported");
            case LockedSource.Archive _, LockedSource.Files _ -> throw new IllegalStateException("no tree: " + locked);
        };
    }

    private ProjectFile file(LockedFile file) {
        return new ProjectFile(
                file.fileName(),
                place(file),
                file.checksums(),
                file.size(),
                "",
                Optional.empty(),
                "",
                ProjectFile.Sidecar.NONE);
    }

    /** What lies beside the lock goes before what a server has. */
    private URI place(LockedFile file) {
        Optional<URI> path = file.onDisk(input.file().toUri());
        Optional<URI> url = file.url().map(LockedInstall::anonymous);
        return path.filter(place -> url.isEmpty() || Files.exists(Path.of(place)))
                .or(() -> url)
                .orElseThrow();
    }

    /** As with indexes, who asks is no part of a place: a server gets the credentials that are configured for it. */
    private static URI anonymous(String url) {
        return URI.create(Redacted.credentials(url).replaceFirst("://\\*{4}@", "://"));
    }

    private static void note(Map<PackageName, List<String>> requiredBy, PackageName name, String who) {
        requiredBy.computeIfAbsent(name, key -> new ArrayList<>()).add(who);
    }
}
