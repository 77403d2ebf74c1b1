package io.milieu.core.code;

/** Counts what comes out of an archive and refuses the archive when it is too much. */
final class Budget {
    private final ArchiveLimits limits;
    private final long archiveSize;
    private final Refusal refusal;
    private long entries;
    private long bytes;

    Budget(ArchiveLimits limits, long archiveSize, Refusal refusal) {
        this.limits = limits;
        this.archiveSize = archiveSize;
        this.refusal = refusal;
    }

    /** {@return another budget for the same archive, of which nothing is spent} */
    Budget fresh() {
        return new Budget(limits, archiveSize, refusal);
    }

    long spent() {
        return bytes;
    }

    void spendEntry() {
        if (++entries > limits.entries()) {
            throw refusal.because("it has more than " + limits.entries() + " entries");
        }
    }

    void spend(long count) {
        bytes += count;
        if (bytes > limits.bytes()) {
            throw refusal.because("it unpacks to more than " + limits.bytes() + " bytes");
        }
        if (bytes > limits.ratioFloor() && bytes / limits.ratio() >= archiveSize) {
            throw refusal.because(
                    "it unpacks to more than " + limits.ratio() + " times its size of " + archiveSize + " bytes");
        }
    }
}
