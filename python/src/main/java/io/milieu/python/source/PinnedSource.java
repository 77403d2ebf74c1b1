package io.milieu.python.source;

import io.milieu.core.base.Digest;
import io.milieu.python.index.ProjectFile;

/** One exact source tree. Its identity is that of its content: equal identities build equal distributions. */
public sealed interface PinnedSource {
    /** {@return what tells this content from any other} */
    Digest identity();

    /** {@return the folder in the tree that has the project, relative; empty for the tree itself} */
    String subdirectory();

    /** {@return what people call it; never a secret} */
    String label();

    /**
     * A source distribution or another archive.
     *
     * @param file its name, place, size and hashes
     * @param sha256 of its bytes
     * @param subdirectory the folder in it that has the project
     */
    record Archive(ProjectFile file, Digest sha256, String subdirectory) implements PinnedSource {
        @Override
        public Digest identity() {
            return sha256;
        }

        @Override
        public String label() {
            return file.fileName();
        }
    }
}
