package io.milieu.testkit;

/** Stands for {@code kill -9}: an error, so that no code that handles failures goes on after it. */
public final class SimulatedCrash extends Error {
    private static final long serialVersionUID = 1L;

    SimulatedCrash(FileOperation operation) {
        super("crashed before " + operation);
    }
}
