package io.milieu.python.resolve;

import io.milieu.python.name.ExtraName;
import io.milieu.python.name.PackageName;
import java.util.List;
import java.util.Set;

/**
 * One distribution of a resolved set.
 *
 * @param name its project
 * @param candidate what was chosen
 * @param extras which extras of it are in
 * @param requested whether the user asked for it by name
 * @param requiredBy who needs it, as {@code name requirement}; for a requested one also {@code you}
 */
public record ResolvedPackage(
        PackageName name, Candidate candidate, List<ExtraName> extras, boolean requested, List<String> requiredBy) {
    /** Copies the lists. */
    public ResolvedPackage {
        extras = List.copyOf(extras);
        requiredBy = List.copyOf(requiredBy);
    }

    /** {@return the same, as asked for only if it is one of those names, or was named by its place} */
    public ResolvedPackage requestedOnly(Set<PackageName> names) {
        boolean asked = names.contains(name) || candidate instanceof Candidate.Direct;
        return new ResolvedPackage(name, candidate, extras, requested && asked, requiredBy);
    }
}
