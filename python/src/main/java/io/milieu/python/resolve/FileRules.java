package io.milieu.python.resolve;

import io.milieu.core.fetch.Checksum;
import io.milieu.python.index.ProjectFile;
import io.milieu.python.name.PackageName;
import io.milieu.python.version.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which of the files that indexes offer may be looked at, and why not. Pure; thread-safe. */
final class FileRules {
    static final String NO_UPLOAD_TIME = "has no upload time, which `--exclude-newer` needs";

    private final ResolveRules rules;

    FileRules(ResolveRules rules) {
        this.rules = rules;
    }

    /** {@return why a version must not be used, whatever its files are} */
    Optional<String> against(PackageName name, Version version) {
        return rules.constraints().getOrDefault(name, List.of()).stream()
                .filter(constraint -> !constraint.requirement().specifiers().contains(version))
                .findFirst()
                .map(constraint -> "breaks the constraint " + constraint.requirement() + " of " + constraint.place());
    }

    /** {@return why a file must not be used} */
    Optional<String> against(PackageName name, Version version, ProjectFile file) {
        return against(name, version).or(() -> against(name, file));
    }

    /** {@return why a file must not be used, whatever its version is} */
    Optional<String> against(PackageName name, ProjectFile file) {
        return age(file).or(() -> format(name, file)).or(() -> hash(name, file));
    }

    /**
     * {@return the file, with the hash that it has to have instead of promises that cannot be compared with it} Without a promised
     * SHA-256 it is fetched for the lock, and what is fetched is compared.
     */
    ProjectFile verified(PackageName name, ProjectFile file) {
        List<Checksum> given = rules.hashes().allowed().getOrDefault(name, List.of());
        if (given.size() != 1 || rules.hashes().admits(name, file).isPresent()) {
            return file;
        }
        return file.withHashes(given);
    }

    private Optional<String> age(ProjectFile file) {
        if (rules.excludeNewer().isEmpty()) {
            return Optional.empty();
        }
        Instant limit = rules.excludeNewer().get();
        return file.uploadTime()
                .map(time -> time.isBefore(limit) ? "" : "was uploaded after " + limit)
                .or(() -> Optional.of(NO_UPLOAD_TIME))
                .filter(reason -> !reason.isEmpty());
    }

    private Optional<String> format(PackageName name, ProjectFile file) {
        if (file.isWheel()) {
            return rules.formats().allowsWheels(name)
                    ? Optional.empty()
                    : Optional.of("has a wheel, which `--no-binary` excludes");
        }
        if (rules.wheelsOnly()) {
            return Optional.of("has only a source distribution, which `--wheels-only` excludes");
        }
        if (rules.hashes().required() && !rules.hashes().allowed().containsKey(name)) {
            return Optional.of("has only a source distribution, which must not be built without a `--hash`");
        }
        return rules.formats().allowsSources(name)
                ? Optional.empty()
                : Optional.of("has only a source distribution, which `--only-binary` excludes");
    }

    /** A file of which the index promises nothing comparable is compared when it is there, with the one hash that it may have. */
    private Optional<String> hash(PackageName name, ProjectFile file) {
        Optional<Boolean> admitted = rules.hashes().admits(name, file);
        if (admitted.isPresent()) {
            return admitted.get() ? Optional.empty() : Optional.of(HashRules.WRONG);
        }
        boolean several = rules.hashes().allowed().getOrDefault(name, List.of()).size() > 1;
        return several && !file.hashes().isEmpty() ? Optional.of(HashRules.OTHER_KINDS) : Optional.empty();
    }
}
