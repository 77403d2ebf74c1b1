package io.milieu.python.tag;

import java.util.Set;

/**
 * What decides which wheels an interpreter can load, as the interpreter itself says it.
 *
 * @param implementation {@code sys.implementation.name}
 * @param major the major version of the language
 * @param minor the minor version of the language
 * @param abiFlags {@code sys.abiflags}; on Windows what would be in it: {@code t} free-threaded, {@code d} debug, {@code m}
 *     pymalloc before 3.8
 * @param extensionSuffix {@code sysconfig.get_config_var("EXT_SUFFIX")}, for implementations other than CPython
 * @param platform {@code sysconfig.get_platform()}; on macOS with the version of the running system, such as
 *     {@code macosx-14.2-arm64}
 * @param libc the C library on Linux
 * @param is32Bit whether a pointer has 4 bytes
 * @param isHardFloat whether the executable is ARM EABI 5 with hardware floating point; matters only for 32-bit ARM
 * @param refusedPlatforms manylinux platform tags that the interpreter's {@code _manylinux} module vetoes, such as
 *     {@code manylinux2014_x86_64}; an alias and its {@code manylinux_2_17} form are vetoed one by one
 */
public record PlatformFacts(
        String implementation,
        int major,
        int minor,
        String abiFlags,
        String extensionSuffix,
        String platform,
        Libc libc,
        boolean is32Bit,
        boolean isHardFloat,
        Set<String> refusedPlatforms) {

    /** Copies the set. */
    public PlatformFacts {
        refusedPlatforms = Set.copyOf(refusedPlatforms);
    }

    boolean isCPython() {
        return implementation.equals("cpython");
    }

    boolean isFreeThreaded() {
        return abiFlags.contains("t");
    }

    boolean isDebug() {
        return abiFlags.contains("d");
    }

    /** Whether the language has at least this version. */
    boolean isAtLeast(int otherMajor, int otherMinor) {
        return major > otherMajor || (major == otherMajor && minor >= otherMinor);
    }
}
