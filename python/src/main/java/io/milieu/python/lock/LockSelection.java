package io.milieu.python.lock;

import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import io.milieu.python.name.ExtraName;
import io.milieu.python.name.PackageName;
import io.milieu.python.tag.Target;
import io.milieu.python.tag.WheelFileName;
import io.milieu.python.version.VersionSpecifiers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Chooses from a lock what is installed in one environment, by the installer's algorithm of PEP 751. Pure; thread-safe. */
public final class LockSelection {
    private static final List<String> LOCK_ANEW = List.of("Make a lock for this interpreter with `milieu lock`.");

    private final Target target;

    /** Selects for that environment. */
    public LockSelection(Target target) {
        this.target = target;
    }

    /**
     * {@return what is installed, in the order of the lock}
     *
     * @param scope the extras and groups that are asked for
     * @throws MilieuException {@link PythonError#LOCK_MISMATCH} if the lock is not for this environment, has no such extra or
     *     group, or no file that fits; {@link PythonError#LOCK_INVALID} if two packages of one name apply
     */
    public List<LockChoice> select(LockFile lock, LockScope scope) {
        Set<ExtraName> groups = scope.groups().orElseGet(() -> Set.copyOf(lock.defaultGroups()));
        requireKnown("extra", scope.extras(), lock.extras());
        requireKnown("dependency group", scope.groups().orElse(Set.of()), lock.dependencyGroups());
        requirePython("the lock", lock.requiresPython());
        if (!lock.environments().isEmpty()
                && lock.environments().stream().noneMatch(marker -> marker.evaluate(target.markers()))) {
            throw mismatch("the lock is not for this environment, but for "
                    + lock.environments().stream()
                            .map(marker -> "`" + marker + "`")
                            .collect(Collectors.joining(" or ")));
        }
        Map<PackageName, LockChoice> chosen = new LinkedHashMap<>();
        for (LockedPackage locked : lock.packages()) {
            if (!locked.marker().evaluate(target.markers(), scope.extras(), groups)) {
                continue;
            }
            requirePython("`" + locked + "`", locked.requiresPython());
            LockChoice earlier = chosen.put(locked.name(), choose(locked));
            if (earlier != null) {
                throw new MilieuException(
                        PythonError.LOCK_INVALID,
                        "the lock has two packages `" + locked.name() + "` for this environment: `" + earlier.locked()
                                + "` and `" + locked + "`",
                        LOCK_ANEW);
            }
        }
        return new ArrayList<>(chosen.values());
    }

    private LockChoice choose(LockedPackage locked) {
        return switch (locked.source()) {
            case LockedSource.Files files -> best(locked, files);
            case LockedSource.Archive(LockedFile file, Optional<String> subdirectory) ->
                WheelFileName.tryParse(file.fileName())
                        .map(name -> only(locked, file, name))
                        .orElseGet(() -> new LockChoice.Archive(locked, file, subdirectory));
            case LockedSource.Directory directory -> new LockChoice.Tree(locked, directory);
            case LockedSource.Vcs vcs -> new LockChoice.Tree(locked, vcs);
        };
    }

    /** A wheel that was asked for by its URL is installed, or nothing. */
    private LockChoice only(LockedPackage locked, LockedFile file, WheelFileName name) {
        if (target.tags().best(name).isEmpty()) {
            throw mismatch(
                    "the wheel `" + file.fileName() + "` of the lock does not fit this interpreter and platform");
        }
        return new LockChoice.Wheel(locked, file, name);
    }

    private LockChoice best(LockedPackage locked, LockedSource.Files files) {
        List<LockChoice.Wheel> fitting = new ArrayList<>();
        for (LockedFile file : files.wheels()) {
            WheelFileName name = WheelFileName.parse(file.fileName());
            if (!name.name().equals(locked.name())
                    || !locked.version().map(name.version()::equals).orElse(true)) {
                throw new MilieuException(
                        PythonError.LOCK_INVALID,
                        "the lock has the wheel `" + file.fileName() + "` for `" + locked + "`, of which it is none");
            }
            if (target.tags().best(name).isPresent()) {
                fitting.add(new LockChoice.Wheel(locked, file, name));
            }
        }
        return fitting.stream()
                .min(Comparator.<LockChoice.Wheel>comparingInt(
                                wheel -> target.tags().best(wheel.name()).orElseThrow())
                        .thenComparing(wheel -> wheel.name().build(), Comparator.reverseOrder()))
                .<LockChoice>map(wheel -> wheel)
                .or(() -> files.sdist().map(sdist -> new LockChoice.Archive(locked, sdist, Optional.empty())))
                .orElseThrow(() -> mismatch("the lock has no wheel of `" + locked
                        + "` for this interpreter and platform, and no source distribution"));
    }

    private void requirePython(String who, VersionSpecifiers wanted) {
        if (!wanted.contains(target.python())) {
            throw mismatch(who + " needs Python " + wanted + ", but this is " + target.python());
        }
    }

    private static void requireKnown(String kind, Collection<ExtraName> wanted, List<ExtraName> known) {
        for (ExtraName name : wanted) {
            if (!known.contains(name)) {
                throw new MilieuException(
                        PythonError.LOCK_MISMATCH,
                        "the lock has no " + kind + " `" + name + "`",
                        List.of(
                                known.isEmpty()
                                        ? "It has none."
                                        : "It has "
                                                + known.stream()
                                                        .map(Object::toString)
                                                        .collect(Collectors.joining(", ")) + "."));
            }
        }
    }

    private static MilieuException mismatch(String what) {
        return new MilieuException(PythonError.LOCK_MISMATCH, what, LOCK_ANEW);
    }
}
