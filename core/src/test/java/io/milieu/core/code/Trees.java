package io.milieu.core.code;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** Small trees for tests. */
final class Trees {
    private Trees() {}

    /** Writes files; a name that ends with a slash is an empty folder. */
    static Path write(Path root, Map<String, String> files) {
        try {
            Files.createDirectories(root);
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path path = root.resolve(file.getKey());
                if (file.getKey().endsWith("/")) {
                    Files.createDirectories(path);
                } else {
                    Files.createDirectories(path.getParent());
                    Files.writeString(path, file.getValue());
                }
            }
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void mode(Path file, String permissions) {
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static CodeTree walk(Path root) {
        return CodeTree.walk(root, IgnoreRules.of(List.of(), List.of()));
    }

    /** {@return the paths of the files and links of a tree} */
    static List<String> files(CodeTree tree) {
        return tree.entries().stream()
                .filter(entry -> !(entry instanceof CodeTree.Folder))
                .map(CodeTree.Entry::path)
                .toList();
    }
}
