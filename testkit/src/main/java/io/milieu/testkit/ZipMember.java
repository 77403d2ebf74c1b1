package io.milieu.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.function.UnaryOperator;

/**
 * A file of a wheel before it is packed.
 *
 * @param name the path in the archive
 * @param content the plain bytes
 * @param mode Unix type and permission bits
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ZipMember(String name, byte[] content, int mode) {
    static final int REGULAR = 0100000;
    static final int SYMLINK = 0120000;

    static ZipMember text(String name, String text) {
        return new ZipMember(name, text.getBytes(UTF_8), REGULAR | 0644);
    }

    String text() {
        return new String(content, UTF_8);
    }

    ZipMember named(String other) {
        return new ZipMember(other, content, mode);
    }

    ZipMember edited(UnaryOperator<String> edit) {
        return new ZipMember(name, edit.apply(text()).getBytes(UTF_8), mode);
    }
}
