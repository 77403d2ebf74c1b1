package io.milieu.core.store;

import java.nio.file.Path;

/**
 * Where everything is, see {@code docs/store-format.md}.
 *
 * @param root the store's folder, absolute
 */
public record StoreLayout(Path root) {
    static final String SEAL = ".seal";
    static final String DURABLE = ".durable";

    /** {@return the folder of an entry, whether it exists or not} */
    public Path entry(EntryName name) {
        return root.resolve(name.folder())
                .resolve(name.digits().substring(0, 2))
                .resolve(name.digits().substring(2));
    }

    /** {@return the file that says a folder is a finished entry} */
    public Path seal(EntryName name) {
        return entry(name).resolve(SEAL);
    }

    /** {@return the file that says an entry is on stable storage} */
    public Path durable(EntryName name) {
        return entry(name).resolve(DURABLE);
    }

    /** {@return the folder of the leases of one entry} */
    public Path leases(EntryName name) {
        return leases().resolve(name.folder()).resolve(name.digits());
    }

    /** {@return the folder of all leases} */
    public Path leases() {
        return root.resolve("leases");
    }

    /** {@return the folder of all pins} */
    public Path pins() {
        return root.resolve("pins");
    }

    /** {@return the folder of what may be lost at any time} */
    public Path caches() {
        return root.resolve("caches");
    }

    /** {@return the folder of what is being built, on the same file system as the entries} */
    public Path temporary() {
        return root.resolve("tmp");
    }

    /** {@return the folder of what is being deleted} */
    public Path trash() {
        return root.resolve("trash");
    }

    /** {@return the file whose byte ranges are locked; never read, never written} */
    public Path lock() {
        return root.resolve("lock");
    }

    /** {@return the empty file whose modification time is when a collection last began} */
    public Path collected() {
        return root.resolve("collected");
    }

    /** {@return the file that holds the version of this layout} */
    public Path format() {
        return root.resolve("FORMAT");
    }
}
