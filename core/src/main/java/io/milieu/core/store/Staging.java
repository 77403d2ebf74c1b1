package io.milieu.core.store;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** Where a {@link LayerSource} builds. Used by one thread at a time. */
public final class Staging {
    private final Path directory;
    private final Path published;
    private final Set<EntryName> references = new LinkedHashSet<>();
    private boolean readOnly;

    /**
     * A place to build.
     *
     * @param directory an empty folder
     * @param published where that folder will live once it is finished
     */
    public Staging(Path directory, Path published) {
        this.directory = directory;
        this.published = published;
    }

    /** {@return the folder to fill} */
    public Path directory() {
        return directory;
    }

    /** {@return the path under which the content will be used, for text that must name itself, such as shebang lines} */
    public Path published() {
        return published;
    }

    /** Records that this content links into another entry, which then lives as long as this one. */
    public void reference(LayerKey key) {
        references.add(key.entry());
    }

    /** Says that nothing below the folder can be written to already, which saves a look at each file. */
    public void declareReadOnly() {
        readOnly = true;
    }

    /** {@return whether that was said} */
    public boolean isReadOnly() {
        return readOnly;
    }

    /** {@return the entries that were recorded, in that order} */
    public Set<EntryName> references() {
        return Collections.unmodifiableSet(references);
    }
}
