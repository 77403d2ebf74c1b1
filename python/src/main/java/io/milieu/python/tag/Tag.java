package io.milieu.python.tag;

import java.util.Locale;

/**
 * A compatibility tag (PEP 425), lower case.
 *
 * @param python the language or implementation, for example {@code cp312}
 * @param abi the binary interface, for example {@code cp312}
 * @param platform the platform, for example {@code manylinux_2_17_x86_64}
 */
public record Tag(String python, String abi, String platform) {

    /** Lowers the case. */
    public Tag {
        python = python.toLowerCase(Locale.ROOT);
        abi = abi.toLowerCase(Locale.ROOT);
        platform = platform.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return python + "-" + abi + "-" + platform;
    }
}
