package io.milieu.python.interpreter;

import java.util.Arrays;
import java.util.List;

/**
 * How an interpreter was built: what decides which wheels and byte code it can use.
 *
 * @param version in full, for example {@code 3.12.1} or {@code 3.14.0rc1}
 * @param implementation {@code sys.implementation.name}, for example {@code cpython} or {@code pypy}
 * @param cacheTag the middle of the names of its byte-code files, for example {@code cpython-312}
 * @param platform {@code sysconfig.get_platform()}, for example {@code linux-x86_64}
 * @param soabi the name of its binary interface, for example {@code cpython-312-x86_64-linux-gnu}; may be empty
 * @param extensionSuffix how names of its extension modules end
 * @param freeThreaded whether it runs without the global lock (PEP 703)
 * @param debug whether it is a debug build, with a binary interface of its own
 * @param pointerBits 64 or 32
 * @param libc the C library it is linked with
 */
public record PythonBuild(
        String version,
        String implementation,
        String cacheTag,
        String platform,
        String soabi,
        String extensionSuffix,
        boolean freeThreaded,
        boolean debug,
        int pointerBits,
        Libc libc) {

    /** {@return the numbers of the version without a pre-release suffix: {@code [3, 14, 0]} for 3.14.0rc1} */
    public List<Integer> release() {
        return Arrays.stream(version.split("[^0-9.]", 2)[0].split("\\."))
                .map(Integer::valueOf)
                .toList();
    }

    /** {@return the first number of the version} */
    public int major() {
        return release().get(0);
    }

    /** {@return the second number of the version} */
    public int minor() {
        return release().get(1);
    }

    /**
     * A C library.
     *
     * @param kind {@code glibc}, {@code musl}, or empty if it is neither
     * @param version for example {@code 2.36}; empty if unknown
     * @param hardFloat whether floats are passed in registers on 32-bit ARM, which its binary wheels demand
     * @param manylinuxRefused the levels, such as {@code 2_17}, that a {@code _manylinux} module vetoes (PEP 600)
     */
    public record Libc(String kind, String version, boolean hardFloat, List<String> manylinuxRefused) {
        /** Copies the list. */
        public Libc {
            manylinuxRefused = List.copyOf(manylinuxRefused);
        }
    }
}
