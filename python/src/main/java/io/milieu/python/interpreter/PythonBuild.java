package io.milieu.python.interpreter;

import io.milieu.python.tag.PlatformFacts;
import java.util.Arrays;
import java.util.List;

/**
 * How an interpreter was built.
 *
 * @param version in full, for example {@code 3.12.1} or {@code 3.14.0rc1}
 * @param cacheTag the middle of the names of its byte-code files, for example {@code cpython-312}
 * @param soabi the name of its binary interface, for example {@code cpython-312-x86_64-linux-gnu}; may be empty
 * @param facts what decides which wheels it can load
 */
public record PythonBuild(String version, String cacheTag, String soabi, PlatformFacts facts) {

    /** {@return {@code sys.implementation.name}, for example {@code cpython} or {@code pypy}} */
    public String implementation() {
        return facts.implementation();
    }

    /** {@return whether it runs without the global lock (PEP 703)} */
    public boolean freeThreaded() {
        return facts.abiFlags().contains("t");
    }

    /** {@return the numbers of the version without a pre-release suffix: {@code [3, 14, 0]} for 3.14.0rc1} */
    public List<Integer> release() {
        return Arrays.stream(version.split("[^0-9.]", 2)[0].split("\\."))
                .map(Integer::valueOf)
                .toList();
    }
}
