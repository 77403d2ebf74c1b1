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
import io.milieu.python.name.PackageName;
import io.milieu.python.requirement.Requirement;
import io.milieu.python.resolve.Candidate;
import io.milieu.python.resolve.ResolvedPackage;
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

    LockedInstall(LockInput input, Target target) {
        this.input = input;
        this.target = target;
    }

    /**
     * {@return the packages of the lock, by name}
     *
     * @param wanted what the request asks for beside the lock, which must be in it
     * @throws MilieuException {@link PythonError#LOCK_MISMATCH} if the lock is not for this interpreter, or does not have what is
     *     wanted; {@link CoreError#NOT_SUPPORTED} if something would have to be built
     */
    List<ResolvedPackage> packages(List<Requirement> wanted, BuildListener listener) {
        LockFile lock = input.lock();
        if (lock.isNewer()) {
            listener.on(new BuildEvent.Warning("`" + input.file() + "` has version " + lock.lockVersion()
                    + " of its format; what is new since " + LockFile.VERSION + " is not understood"));
        }
        Map<PackageName, LockChoice> chosen = new TreeMap<>();
        new LockSelection(target)
                .select(lock, input.scope())
                .forEach(choice -> chosen.put(choice.locked().name(), choice));
        Map<PackageName, Candidate.Wheel> wheels = new TreeMap<>();
        chosen.forEach((name, choice) -> wheels.put(name, wheel(choice)));
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
            List<Requirement> wanted, Map<PackageName, Candidate.Wheel> wheels, Map<PackageName, LockChoice> chosen) {
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

    private void check(Requirement requirement, Optional<Candidate.Wheel> wheel) {
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

    private Candidate.Wheel wheel(LockChoice choice) {
        return switch (choice) {
            case LockChoice.Wheel(var locked, var file, var name) ->
                new Candidate.Wheel(
                        name.version(),
                        new ProjectFile(
                                file.fileName(),
                                place(file),
                                file.checksums(),
                                file.size(),
                                "",
                                Optional.empty(),
                                "",
                                ProjectFile.Sidecar.NONE));
            case LockChoice.Archive(var locked, var file, var subdirectory) ->
                throw unbuilt(locked + " (`" + file.fileName() + "`)");
            case LockChoice.Tree(var locked, var source) -> throw unbuilt(locked.toString());
        };
    }

    private static MilieuException unbuilt(String what) {
        return new MilieuException(
                CoreError.NOT_SUPPORTED,
                "the lock has no wheel for this interpreter of " + what + ", and building is not supported yet",
                List.of("Lock versions that have wheels."));
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
