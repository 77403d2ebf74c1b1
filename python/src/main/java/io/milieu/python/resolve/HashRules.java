package io.milieu.python.resolve;

import io.milieu.core.base.Digest;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.fetch.Checksum;
import io.milieu.core.fetch.HashAlgorithm;
import io.milieu.python.error.PythonError;
import io.milieu.python.index.DistributionNames;
import io.milieu.python.index.ProjectFile;
import io.milieu.python.input.PackagesInput;
import io.milieu.python.input.RequestedPackage;
import io.milieu.python.name.PackageName;
import io.milieu.python.requirement.Requirement;
import io.milieu.python.version.VersionSpecifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Hash-checking as pip means it: one requirement with a hash switches it on, and then everything, also what is only required by
 * others, has to be pinned to one version and to have a hash.
 *
 * @param required whether everything needs a hash
 * @param allowed what the file of a project may have: one of these
 */
public record HashRules(boolean required, Map<PackageName, List<Checksum>> allowed) {
    /** No hash is demanded. */
    public static final HashRules NONE = new HashRules(false, Map.of());

    static final String OTHER_KINDS =
            "has hashes of other kinds than those given for it, of which one has to be a sha256";
    static final String WRONG = "has none of the hashes given for it";

    /** Copies the map. */
    public HashRules {
        allowed = Map.copyOf(allowed);
    }

    /**
     * {@return the rules that requirements and constraints make}
     *
     * @throws MilieuException {@link PythonError#HASHES_MISSING} if a requirement that needs one exact version has none
     */
    public static HashRules of(PackagesInput input, Scope scope) {
        List<RequestedPackage> lines = Stream.concat(input.packages().stream(), input.constraints().stream())
                .filter(line -> scope.mayHold(line.marker()))
                .toList();
        boolean any = lines.stream().anyMatch(line -> !line.hashes().isEmpty());
        boolean required = input.rules().requireHashes().orElse(any);
        if (!required) {
            return NONE;
        }
        Map<PackageName, List<Checksum>> allowed = new HashMap<>();
        for (RequestedPackage line : lines) {
            if (!line.hashes().isEmpty() && line.requirement().isPresent()) {
                allowed.merge(line.requirement().get().name(), line.hashes(), HashRules::common);
            }
        }
        checkPinned(lines.stream().filter(input.packages()::contains).toList(), lines);
        return new HashRules(true, allowed);
    }

    /** {@return what an index says about a file: that it is one of those allowed, that it is not, or nothing} */
    Optional<Boolean> admits(PackageName project, ProjectFile file) {
        List<Checksum> given = allowed.get(project);
        if (given == null) {
            return Optional.of(true);
        }
        List<Checksum> comparable = file.hashes().stream()
                .filter(promised -> given.stream().anyMatch(one -> one.algorithm() == promised.algorithm()))
                .toList();
        return comparable.isEmpty()
                ? Optional.empty()
                : Optional.of(comparable.stream().anyMatch(given::contains));
    }

    /**
     * Checks what was chosen.
     *
     * @throws MilieuException {@link PythonError#HASHES_MISSING} with the lines to add, as pip prints them
     */
    void check(List<ResolvedPackage> packages) {
        List<String> missing = new ArrayList<>();
        for (ResolvedPackage each : packages) {
            if (required && each.candidate() instanceof Candidate.Direct direct && !direct.hashed()) {
                missing.add(direct.reference() + "  (" + String.join("; ", each.requiredBy()) + ")");
            }
            if (required
                    && !allowed.containsKey(each.name())
                    && each.candidate() instanceof Candidate.Wheel(var version, ProjectFile file)) {
                String hash = file.hashes().stream()
                        .filter(promised -> promised.algorithm().compareTo(HashAlgorithm.SHA256) >= 0)
                        .findFirst()
                        .map(promised -> " --hash=" + promised)
                        .orElse("");
                missing.add(each.name() + "==" + version + hash + "  (" + String.join("; ", each.requiredBy()) + ")");
            }
        }
        if (!missing.isEmpty()) {
            throw new MilieuException(
                    PythonError.HASHES_MISSING,
                    "hashes are required, but these have none:\n  " + String.join("\n  ", missing),
                    List.of(
                            "Add these lines to your requirements, after making sure that the hashes are right.",
                            "One requirement with `--hash` switches the check on for everything; `--no-require-hashes` switches"
                                    + " it off."));
        }
    }

    /**
     * {@return the digest of a file of which no index promises one, if it is one of those allowed}
     *
     * @throws MilieuException {@link CoreError#HASH_MISMATCH} if it is not
     */
    public Digest checked(ProjectFile file, Digest digest) {
        List<Checksum> given = allowed.entrySet().stream()
                .filter(each -> DistributionNames.version(file.fileName(), each.getKey())
                        .isPresent())
                .flatMap(each -> each.getValue().stream())
                .toList();
        if (!given.isEmpty() && file.hashes().isEmpty() && !given.contains(Checksum.of(digest))) {
            throw new MilieuException(
                    CoreError.HASH_MISMATCH,
                    "`" + file.fileName() + "` has the hash `sha256:" + digest.hex()
                            + "`, which is none of those given",
                    List.of("If the file is right, add `--hash=sha256:" + digest.hex() + "` to its requirement."));
        }
        return digest;
    }

    private static void checkPinned(List<RequestedPackage> packages, List<RequestedPackage> all) {
        String open = packages.stream()
                .filter(line -> line.requirement().isPresent()
                        && !isPinned(line.requirement().get()))
                .filter(line -> all.stream()
                        .flatMap(other -> other.requirement().stream())
                        .noneMatch(other ->
                                other.name().equals(line.requirement().get().name()) && isPinned(other)))
                .map(line -> line.requirement().get() + "  (" + line.place() + ")")
                .collect(Collectors.joining("\n  "));
        if (!open.isEmpty()) {
            throw new MilieuException(
                    PythonError.HASHES_MISSING,
                    "hashes are required, so every requirement needs one version with `==`; these have none:\n  "
                            + open,
                    List.of("One requirement with `--hash` switches the check on for everything;"
                            + " `--no-require-hashes` switches it off."));
        }
    }

    private static boolean isPinned(Requirement requirement) {
        List<VersionSpecifier> clauses = requirement.specifiers().clauses();
        return requirement.url().isPresent()
                || (clauses.size() == 1 && clauses.getFirst().isPinned());
    }

    private static List<Checksum> common(List<Checksum> one, List<Checksum> other) {
        return one.stream().filter(other::contains).toList();
    }
}
