package io.milieu.python.resolve;

import io.milieu.python.interpreter.InstalledDistribution;
import io.milieu.python.name.PackageName;
import io.milieu.python.requirement.Requirement;
import io.milieu.python.version.Version;
import io.milieu.python.version.VersionSpecifiers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is to be resolved, and for which environments; interpreters are data, so a resolution for another machine is the same.
 *
 * @param roots what the user asks for
 * @param scope the environments
 * @param rules the rules of choosing beside the requirements
 * @param installed what the base interpreter has already; empty if the environment does not see it
 * @param preferred versions that are taken where they will do, before newer ones: those of a lock that is made anew
 */
public record ResolveRequest(
        List<Requirement> roots,
        Scope scope,
        ResolveRules rules,
        Map<PackageName, InstalledDistribution> installed,
        Map<PackageName, Set<Version>> preferred) {
    /** Copies the collections. */
    public ResolveRequest {
        roots = List.copyOf(roots);
        installed = Map.copyOf(installed);
        Map<PackageName, Set<Version>> copies = new HashMap<>();
        preferred.forEach((name, versions) -> copies.put(name, Set.copyOf(versions)));
        preferred = Map.copyOf(copies);
    }

    /** A request that prefers the newest versions. */
    public ResolveRequest(
            List<Requirement> roots,
            Scope scope,
            ResolveRules rules,
            Map<PackageName, InstalledDistribution> installed) {
        this(roots, scope, rules, installed, Map.of());
    }

    /** {@return the same request, which takes these versions where they will do} */
    public ResolveRequest preferring(Map<PackageName, Set<Version>> versions) {
        return new ResolveRequest(roots, scope, rules, installed, versions);
    }

    /** {@return the same request, for which nothing is built: as for another machine, or for a lock of wheels} */
    public ResolveRequest withoutBuilds() {
        return new ResolveRequest(roots, scope, rules.withoutBuilds(), installed, preferred);
    }

    /** {@return the same request, which also asks for exactly that version of a project} */
    ResolveRequest requiring(PackageName name, Version version) {
        List<Requirement> more = new ArrayList<>(roots);
        more.add(Requirement.of(name, VersionSpecifiers.exactly(version)));
        return new ResolveRequest(more, scope, rules, installed, preferred);
    }

    /** {@return the same request for other environments} */
    ResolveRequest within(Scope other) {
        return new ResolveRequest(roots, other, rules, installed, preferred);
    }
}
