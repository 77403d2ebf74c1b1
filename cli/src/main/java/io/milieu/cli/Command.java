package io.milieu.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** One command: what it takes, and what it does. */
interface Command {
    /** {@return its name, options and help} */
    CommandSpec spec();

    /**
     * Runs it.
     *
     * @param words what the user gave
     * @param session what it works on
     * @return the exit code
     * @throws InterruptedException if the user interrupted it
     */
    int run(ParseResult words, Session session) throws InterruptedException;

    /** {@return the exit code of its failures, other than wrong usage} */
    default int failure() {
        return Main.FAILED;
    }
}
