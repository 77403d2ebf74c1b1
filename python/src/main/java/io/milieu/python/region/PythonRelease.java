package io.milieu.python.region;

import io.milieu.python.version.Version;

/**
 * A release of Python, and a place in their order: all that is older is before it. Suffixes do not count, so that what holds up to 3.13
 * and what holds from 3.13 on leave no release candidate between them.
 */
record PythonRelease(long major, long minor, long patch) implements Comparable<PythonRelease> {
    static final PythonRelease FIRST = new PythonRelease(0, 0, 0);

    static PythonRelease of(Version version) {
        return new PythonRelease(version.release(0), version.release(1), version.release(2));
    }

    boolean beginsMinor() {
        return patch == 0;
    }

    PythonRelease nextPatch() {
        return new PythonRelease(major, minor, patch + 1);
    }

    PythonRelease nextMinor() {
        return new PythonRelease(major, minor + 1, 0);
    }

    PythonRelease thisMinor() {
        return new PythonRelease(major, minor, 0);
    }

    PythonRelease thisMajor() {
        return new PythonRelease(major, 0, 0);
    }

    PythonRelease nextMajor() {
        return new PythonRelease(major + 1, 0, 0);
    }

    /** {@return major and minor number} */
    String series() {
        return major + "." + minor;
    }

    @Override
    public int compareTo(PythonRelease other) {
        int order = Long.compare(major, other.major);
        if (order == 0) {
            order = Long.compare(minor, other.minor);
        }
        return order == 0 ? Long.compare(patch, other.patch) : order;
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
