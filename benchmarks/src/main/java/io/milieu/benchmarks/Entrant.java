package io.milieu.benchmarks;

import java.nio.file.Path;

/** Who takes part in a comparison. */
@FunctionalInterface
interface Entrant {
    /**
     * Gets ready, which is not timed.
     *
     * @param fresh an empty folder that nobody used before
     * @param round counts from 0, warm-up rounds included
     * @return what is timed
     */
    Timed ready(Path fresh, int round) throws Exception;

    /** What is timed. */
    @FunctionalInterface
    interface Timed {
        /** Does the work; a failure ends the whole run. */
        void run() throws Exception;
    }
}
