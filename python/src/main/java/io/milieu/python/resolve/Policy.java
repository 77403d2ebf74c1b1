package io.milieu.python.resolve;

import io.milieu.python.index.ReleaseControl;
import io.milieu.python.name.PackageName;
import io.milieu.python.version.PrereleasePolicy;
import io.milieu.python.version.Version;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What requirements met during a search opt into: pre-releases of a project, yanked versions by an exact pin, direct references. All change
 * what may be chosen, so the search starts over when one appears after the project was looked at; it only ever grows, so that ends.
 */
final class Policy {
    private final ReleaseControl releases;
    private final Set<PackageName> prereleases = new HashSet<>();
    private final Map<PackageName, Set<Version>> pinned = new HashMap<>();
    private final Map<PackageName, Map<String, Candidate.Direct>> directs = new HashMap<>();

    Policy(ReleaseControl releases) {
        this.releases = releases;
    }

    /** {@return whether this is news} */
    boolean allowDirect(PackageName name, Candidate.Direct candidate) {
        return directs.computeIfAbsent(name, key -> new LinkedHashMap<>()).putIfAbsent(candidate.reference(), candidate)
                == null;
    }

    /** {@return what direct references to a project lead to; with one, no index counts for it any more} */
    List<Candidate.Direct> directs(PackageName name) {
        return List.copyOf(directs.getOrDefault(name, Map.of()).values());
    }

    boolean prereleases(PackageName name) {
        return releases.of(name) == PrereleasePolicy.ALLOW || prereleases.contains(name);
    }

    boolean pinned(PackageName name, Version version) {
        return pinned.getOrDefault(name, Set.of()).contains(version);
    }

    /** {@return whether this is news} */
    boolean allowPrereleases(PackageName name) {
        return releases.of(name) == PrereleasePolicy.FALLBACK && prereleases.add(name);
    }

    /** {@return whether this is news} */
    boolean allowPinned(PackageName name, Version version) {
        return pinned.computeIfAbsent(name, key -> new HashSet<>()).add(version);
    }

    /** Thrown through the solver to start over with the wider policy. */
    static final class Widened extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient PackageName name;

        Widened(PackageName name) {
            super(null, null, false, false);
            this.name = name;
        }

        /** {@return the project that more may be chosen of} */
        PackageName name() {
            return name;
        }
    }
}
