package io.milieu.python.resolve;

import io.milieu.python.index.ProjectFile;
import io.milieu.python.interpreter.InstalledDistribution;
import io.milieu.python.metadata.CoreMetadata;
import io.milieu.python.source.PinnedSource;
import io.milieu.python.version.Version;

/** One version of a project that could be chosen. */
public sealed interface Candidate {
    /** {@return the version} */
    Version version();

    /** A wheel that an index offers: the best one of its version for the interpreter. */
    record Wheel(Version version, ProjectFile file) implements Candidate {}

    /** A source distribution that an index offers, of a version without a wheel that can be used. */
    record Sdist(Version version, ProjectFile file) implements Candidate {}

    /**
     * What a direct reference leads to (PEP 508).
     *
     * @param reference where it comes from, without secrets
     * @param source exactly that
     * @param metadata what it needs
     * @param hashed whether the requirement or the reference has its hash
     */
    record Direct(Version version, String reference, PinnedSource source, CoreMetadata metadata, boolean hashed)
            implements Candidate {}

    /** What the base interpreter has already. */
    record Installed(Version version, InstalledDistribution distribution) implements Candidate {}

    /** A version that nothing usable was found of; listed so that explanations can say why. */
    record Unusable(Version version, String reason) implements Candidate {}
}
