package io.milieu.python.tag;

/**
 * The C library that an interpreter on Linux is linked with.
 *
 * @param kind which one
 * @param major its major version
 * @param minor its minor version
 */
public record Libc(Kind kind, int major, int minor) {
    /** No known C library: no manylinux or musllinux wheel fits. */
    public static final Libc NONE = new Libc(Kind.NONE, 0, 0);

    /** The C libraries that wheels are built for. */
    public enum Kind {
        /** GNU (PEP 600). */
        GLIBC,
        /** musl (PEP 656). */
        MUSL,
        /** Another, or none as on other systems. */
        NONE
    }
}
