package io.milieu.core.code;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tells the kinds of {@link CodeSource} apart.
 *
 * @param written the path as in the spec
 * @param base what a relative path is relative to
 * @param expected what the path must be, for the message
 */
record CodeLookup(String written, Path base, String expected) {
    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*", Pattern.DOTALL);

    CodeSource find(boolean isModule) {
        if (URL.matcher(written).matches()) {
            throw new MilieuException(
                    CoreError.NOT_SUPPORTED,
                    "remote code is not supported yet: `" + Redacted.urls(written) + "`",
                    List.of("Download it and name the local file."));
        }
        Path path = resolve();
        if (Files.isDirectory(path)) {
            return new CodeSource.Folder(path);
        }
        if (Files.isRegularFile(path)) {
            if (endsWith(".zip", ".tar.gz", ".tgz")) {
                return new CodeSource.Archive(path);
            }
            if (isModule && endsWith(".py")) {
                return new CodeSource.Module(path);
            }
            if (isModule && endsWith(".whl")) {
                return new CodeSource.Wheel(path);
            }
        }
        throw unsuitable(List.of("It was looked for at `" + path + "`."));
    }

    private Path resolve() {
        try {
            return base.resolve(written).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw unsuitable(List.of("The name cannot be the name of a file: " + e.getReason()));
        }
    }

    private boolean endsWith(String... suffixes) {
        return Stream.of(suffixes).anyMatch(written::endsWith);
    }

    private MilieuException unsuitable(List<String> hints) {
        return new MilieuException(CoreError.PATH_INVALID, "`" + written + "` must be " + expected, hints);
    }
}
