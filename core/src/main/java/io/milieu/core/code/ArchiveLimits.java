package io.milieu.core.code;

/**
 * What an archive may grow to when it is unpacked.
 *
 * @param entries the most entries
 * @param bytes the most bytes of all files together
 * @param ratio the most bytes per byte of the archive, once {@code ratioFloor} has been passed
 * @param ratioFloor the bytes that any archive may have, however small it is
 */
public record ArchiveLimits(long entries, long bytes, long ratio, long ratioFloor) {
    private static final long MIB = 1L << 20;

    /** Half a million entries, 64 GiB, 200 times its size above 100 MiB: far above any real package, far below a full disk. */
    public static final ArchiveLimits DEFAULT = new ArchiveLimits(500_000, 64 * 1024 * MIB, 200, 100 * MIB);

    /** Checks that all are positive. */
    public ArchiveLimits {
        if (entries <= 0 || bytes <= 0 || ratio <= 0 || ratioFloor < 0) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }
}
