package io.milieu.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Lets entrants take turns. Every round of every entrant gets a new folder, and nothing is deleted before the end: file systems
 * are slow to use the inodes of deleted files again, and that would be measured.
 */
final class Contest {
    private final Path scratch;
    private final int rounds;
    private final Measurements measurements;
    private int folders;

    /**
     * A contest.
     *
     * @param scratch where folders are made
     * @param rounds how often each entrant is timed
     */
    Contest(Path scratch, int rounds, Measurements measurements) {
        this.scratch = scratch;
        this.rounds = rounds;
        this.measurements = measurements;
    }

    /** {@return a new empty folder} */
    Path fresh() throws IOException {
        folders++;
        return Files.createDirectories(scratch.resolve("run-" + folders));
    }

    /** Lets an entrant run without being timed, so that its code is compiled and its caches are full. */
    void warmUp(int times, Entrant entrant) throws Exception {
        for (int round = 0; round < times; round++) {
            entrant.ready(fresh(), round).run();
        }
    }

    /**
     * Times the entrants, one after the other, round by round.
     *
     * @param first the number of the first round
     */
    void row(String name, int first, Map<String, Entrant> entrants) throws Exception {
        for (int round = first; round < first + rounds; round++) {
            for (Map.Entry<String, Entrant> entrant : entrants.entrySet()) {
                Entrant.Timed timed = entrant.getValue().ready(fresh(), round);
                long start = System.nanoTime();
                timed.run();
                measurements.add(name, entrant.getKey(), System.nanoTime() - start);
            }
        }
    }
}
