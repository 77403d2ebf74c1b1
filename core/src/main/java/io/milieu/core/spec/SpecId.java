package io.milieu.core.spec;

import io.milieu.core.base.Digest;

/**
 * The identity of a spec: the SHA-256 of {@link RuntimeEnv#canonicalJson()}. It names what was asked for, not what it resolved
 * to: a file that the spec only points at (a requirements file, a folder of code) is not part of it.
 */
public record SpecId(Digest digest) implements Comparable<SpecId> {

    @Override
    public int compareTo(SpecId other) {
        return digest.compareTo(other.digest);
    }

    /** {@return all 64 hexadecimal digits} */
    @Override
    public String toString() {
        return digest.hex();
    }
}
