package io.milieu.cli;

import io.milieu.core.build.BuildHandle;

/** Ctrl-C while an environment is made: the build is cancelled and removes what is half done before the process ends. */
final class Interruption {
    private Interruption() {}

    /** {@return the handle, which a hang-up, an interrupt or a termination of this process now cancels} */
    static BuildHandle cancelling(BuildHandle handle) {
        Thread hook = new Thread(() -> cancel(handle), "milieu-interrupted");
        Runtime.getRuntime().addShutdownHook(hook);
        // A finished build needs no hook, and a process that becomes the worker must not run one.
        Thread.startVirtualThread(() -> remove(handle, hook));
        return handle;
    }

    private static void cancel(BuildHandle handle) {
        handle.cancel();
        handle.awaitEnd();
    }

    private static void remove(BuildHandle handle, Thread hook) {
        handle.awaitEnd();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The process is ending already: the hook is running, and has nothing left to do.
        }
    }
}
