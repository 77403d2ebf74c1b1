package io.milieu.python.wheel;

/**
 * What a wheel may grow to. The largest wheels of today (CUDA libraries) unpack to about 4 GB and 20,000 files.
 *
 * @param bytes of all files together
 * @param entries of the archive
 * @param ratio of unpacked to packed bytes, looked at from 100 MiB unpacked on; honest wheels stay below 20
 */
public record UnpackLimits(long bytes, int entries, int ratio) {
    /** {@return 64 GiB, a million entries, 250 to 1} */
    public static UnpackLimits standard() {
        return new UnpackLimits(64L << 30, 1_000_000, 250);
    }
}
