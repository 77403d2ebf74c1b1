package io.milieu.core.code;

import io.milieu.core.base.Digest;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.posix.DiskFailure;
import io.milieu.core.store.Bucket;
import io.milieu.core.store.LayerKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;

/**
 * A piece of the user's code, by content.
 *
 * @param kind what it is
 * @param path where it was found
 * @param digest of the tree, or of the file's bytes
 * @param bytes what it weighs
 */
record CodeItem(Kind kind, Path path, Digest digest, long bytes) {
    private static final Bucket CODE = new Bucket("code", 1, 64, true);

    /** What a piece of code is. */
    enum Kind {
        /** A folder, without what is ignored. */
        FOLDER,
        /** An archive, which is unpacked. */
        ARCHIVE,
        /** A single file. */
        FILE
    }

    static CodeItem of(CodeSource source, IgnoreRules rules) {
        return switch (source) {
            case CodeSource.Folder(Path path) -> {
                CodeTree tree = CodeTree.walk(path, rules);
                yield new CodeItem(Kind.FOLDER, path, TreeDigest.of(tree), tree.size());
            }
            case CodeSource.Archive(Path path) -> file(Kind.ARCHIVE, path);
            case CodeSource.Wheel(Path path) -> file(Kind.ARCHIVE, path);
            case CodeSource.Module(Path path) -> file(Kind.FILE, path);
        };
    }

    static CodeItem file(Kind kind, Path path) {
        try {
            return new CodeItem(kind, path, fileDigest(path), Files.size(path));
        } catch (IOException e) {
            throw DiskFailure.of("read the code", path, e);
        }
    }

    static CodeItem of(JsonObject json) {
        return new CodeItem(
                Kind.valueOf(json.string("kind").orElseThrow().toUpperCase(Locale.ROOT)),
                Path.of(json.string("path").orElseThrow()),
                new Digest(json.string("digest").orElseThrow()),
                json.number("bytes", -1));
    }

    JsonObject toJson() {
        return JsonValue.object()
                .put("kind", kind.name().toLowerCase(Locale.ROOT))
                .put("path", path.toString())
                .put("digest", digest.hex())
                .put("bytes", bytes)
                .build();
    }

    /** An archive's content depends on how its bytes are read, and so on its ending; a file is kept under its name. */
    LayerKey key() {
        String name = switch (kind) {
            case FOLDER -> "";
            case ARCHIVE, FILE -> name();
        };
        return new LayerKey(CODE, Digest.ofText(String.join("\n", kind.name(), name, digest.hex())));
    }

    String name() {
        return String.valueOf(path.getFileName());
    }

    static Digest fileDigest(Path path) throws IOException {
        MessageDigest computation = Digest.computation();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(path)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                computation.update(buffer, 0, count);
            }
        }
        return Digest.finish(computation);
    }

    static List<CodeItem> list(JsonObject section, String field) {
        return section.array(field).stream()
                .filter(JsonObject.class::isInstance)
                .map(item -> of((JsonObject) item))
                .toList();
    }
}
