package io.milieu.python.resolve;

import io.milieu.python.interpreter.InstalledDistribution;
import io.milieu.python.name.PackageName;
import io.milieu.python.requirement.MarkerEnvironment;
import io.milieu.python.requirement.Requirement;
import io.milieu.python.tag.SupportedTags;
import io.milieu.python.version.Version;
import java.util.List;
import java.util.Map;

/**
 * What is to be resolved, and for which interpreter; the interpreter is data, so a resolution for another machine is the same.
 *
 * @param roots what the user asks for
 * @param python the interpreter's version
 * @param markers its marker values (PEP 508)
 * @param tags the wheels it can use (PEP 425)
 * @param rules the rules of choosing beside the requirements
 * @param installed what the base interpreter has already; empty if the environment does not see it
 * @param preferred versions that are taken where they will do, before newer ones: those of a lock that is made anew
 */
public record ResolveRequest(
        List<Requirement> roots,
        Version python,
        MarkerEnvironment markers,
        SupportedTags tags,
        ResolveRules rules,
        Map<PackageName, InstalledDistribution> installed,
        Map<PackageName, Version> preferred) {
    /** Copies the collections. */
    public ResolveRequest {
        roots = List.copyOf(roots);
        installed = Map.copyOf(installed);
        preferred = Map.copyOf(preferred);
    }

    /** A request that prefers the newest versions. */
    public ResolveRequest(
            List<Requirement> roots,
            Version python,
            MarkerEnvironment markers,
            SupportedTags tags,
            ResolveRules rules,
            Map<PackageName, InstalledDistribution> installed) {
        this(roots, python, markers, tags, rules, installed, Map.of());
    }

    /** {@return the same request, which takes these versions where they will do} */
    public ResolveRequest preferring(Map<PackageName, Version> versions) {
        return new ResolveRequest(roots, python, markers, tags, rules, installed, versions);
    }

    /** {@return the same request, for which nothing is built: as for another machine, or for a lock of wheels} */
    public ResolveRequest withoutBuilds() {
        return new ResolveRequest(roots, python, markers, tags, rules.withoutBuilds(), installed, preferred);
    }
}
