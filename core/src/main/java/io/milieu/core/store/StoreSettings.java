package io.milieu.core.store;

import io.milieu.core.posix.BootId;
import io.milieu.core.posix.Posix;
import io.milieu.core.posix.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * What a store takes from its surroundings.
 *
 * @param clock the time
 * @param self the process that uses the store
 * @param boot the id of the current boot, see {@link BootId}
 * @param disk brings a file system to stable storage
 */
public record StoreSettings(InstantSource clock, ProcessIdentity self, String boot, Disk disk) {

    /** Brings what was written to stable storage. */
    @FunctionalInterface
    public interface Disk {
        /** Returns when everything written so far to the file system that holds the folder survives a power cut. */
        void sync(Path folder) throws IOException;
    }

    /** {@return the settings of this process on this node} */
    public static StoreSettings standard() {
        return new StoreSettings(InstantSource.system(), ProcessIdentity.self(), BootId.current(), Posix::sync);
    }
}
