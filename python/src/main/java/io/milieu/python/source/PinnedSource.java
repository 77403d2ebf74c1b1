package io.milieu.python.source;

import io.milieu.core.base.Digest;
import io.milieu.core.error.Redacted;
import io.milieu.python.index.ProjectFile;
import java.nio.file.Path;
import java.util.List;

/** One exact source tree. Its identity is that of its content: equal identities build equal distributions. */
public sealed interface PinnedSource {
    /** {@return what tells this content from any other} */
    Digest identity();

    /** {@return the folder in the tree that has the project, relative; empty for the tree itself} */
    String subdirectory();

    /** {@return what people call it; never a secret} */
    String label();

    /** {@return the source without settings for its backend} */
    Bare bare();

    /** {@return the settings for its backend, {@code KEY=VALUE} each, in order (PEP 517, {@code config_settings})} */
    default List<String> settings() {
        return List.of();
    }

    /** {@return this source, built with those settings} */
    default PinnedSource with(List<String> settings) {
        return settings.isEmpty() ? this : new Configured(bare(), settings);
    }

    /** A source as it is, without settings. */
    sealed interface Bare extends PinnedSource {
        @Override
        default Bare bare() {
            return this;
        }
    }

    /**
     * A source that is built with settings.
     *
     * @param bare the source
     * @param settings {@code KEY=VALUE} each
     */
    record Configured(Bare bare, List<String> settings) implements PinnedSource {
        /** Copies the settings. */
        public Configured {
            settings = List.copyOf(settings);
        }

        @Override
        public Digest identity() {
            return Digest.ofText(bare.identity() + "\n" + String.join("\n", settings));
        }

        @Override
        public String subdirectory() {
            return bare.subdirectory();
        }

        @Override
        public String label() {
            return bare.label();
        }
    }

    /**
     * A source distribution or another archive.
     *
     * @param file its name, place, size and hashes
     * @param sha256 of its bytes
     * @param subdirectory the folder in it that has the project
     */
    record Archive(ProjectFile file, Digest sha256, String subdirectory) implements Bare {
        @Override
        public Digest identity() {
            return sha256;
        }

        @Override
        public String label() {
            return file.fileName();
        }
    }

    /**
     * One commit of a Git repository.
     *
     * @param url the repository; may hold credentials
     * @param commit the whole hash
     * @param revision what was asked for; empty for the repository's head
     * @param subdirectory the folder in it that has the project
     */
    record Commit(String url, String commit, String revision, String subdirectory) implements Bare {
        @Override
        public Digest identity() {
            return Digest.ofText("git commit " + commit);
        }

        @Override
        public String label() {
            return "git+" + Redacted.urls(url) + "@" + commit;
        }
    }

    /**
     * A folder on this machine.
     *
     * @param path absolute
     * @param content the digest of what is in it; of an editable one, of what decides how it is built
     * @param editable whether it is used in place (PEP 660)
     * @param subdirectory the folder in it that has the project
     */
    record Folder(Path path, Digest content, boolean editable, String subdirectory) implements Bare {
        @Override
        public Digest identity() {
            // What is built in place names the place.
            return editable ? Digest.ofText("editable " + path + " " + content.hex()) : content;
        }

        @Override
        public String label() {
            return path.toString();
        }
    }
}
