package io.milieu.python.input;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/** Where a requirements file is; names in it start from there. */
sealed interface FileLocation {
    /** What pip takes for a URL of a requirements file. */
    Pattern SCHEME = Pattern.compile("(?i)(?:https?|file):.*");

    /** On this machine. */
    record Local(Path folder, String fileName) implements FileLocation {
        static Local of(Path path) {
            Path file = path.toAbsolutePath().normalize();
            Path folder = Objects.requireNonNullElse(file.getParent(), file);
            return new Local(
                    folder, Objects.requireNonNullElse(file.getFileName(), file).toString());
        }

        /** The lines of somebody who stands in a folder. */
        static Local linesIn(Path folder) {
            return new Local(folder, "");
        }

        @Override
        public String shown() {
            return folder.resolve(fileName).toString();
        }
    }

    /** On a server. */
    record Remote(URI uri) implements FileLocation {
        @Override
        public String fileName() {
            String path = Objects.requireNonNullElse(uri.getPath(), "");
            return path.substring(path.lastIndexOf('/') + 1);
        }

        @Override
        public String shown() {
            return Redacted.urls(uri);
        }
    }

    /** {@return the last part of the name} */
    String fileName();

    /** {@return the whole name for people} */
    String shown();

    /** {@return the file that a name in this one stands for} */
    default FileLocation named(String name, String place) {
        if (SCHEME.matcher(name).matches()) {
            URI uri = uri(name, place);
            return uri.getScheme().toLowerCase(Locale.ROOT).equals("file")
                    ? Local.of(path(uri, place))
                    : new Remote(uri);
        }
        return switch (this) {
            case Local(Path folder, String _) -> Local.of(path(folder, name, place));
            case Remote(URI base) -> new Remote(base.resolve(uri(name, place)));
        };
    }

    /** {@return the content} */
    default byte[] read(Documents documents, String place) {
        return switch (this) {
            case Local local -> read(local, place);
            case Remote(URI uri) -> documents.read(uri);
        };
    }

    /** {@return the path of a name in a folder} */
    static Path path(Path folder, String name, String place) {
        try {
            return folder.resolve(name);
        } catch (InvalidPathException e) {
            throw new MilieuException(
                    CoreError.PATH_INVALID,
                    place + ": `" + name + "` cannot be the name of a file: " + e.getReason(),
                    List.of(),
                    e);
        }
    }

    private static byte[] read(Local local, String place) {
        String file = local.shown();
        try {
            return Files.readAllBytes(Path.of(file));
        } catch (NoSuchFileException e) {
            throw new MilieuException(
                    CoreError.PATH_INVALID,
                    place + ": the requirements file `" + file + "` does not exist",
                    List.of("Relative paths start from the folder of the file that names them."),
                    e);
        } catch (IOException e) {
            throw new MilieuException(
                    CoreError.PATH_INVALID,
                    place + ": the requirements file `" + file + "` cannot be read: " + e.getMessage(),
                    List.of(),
                    e);
        }
    }

    private static URI uri(String text, String place) {
        try {
            return new URI(text.replace(" ", "%20"));
        } catch (URISyntaxException e) {
            // Its own message would show the credentials.
            throw new MilieuException(CoreError.USAGE, place + ": `" + Redacted.urls(text) + "` is not a URL");
        }
    }

    private static Path path(URI uri, String place) {
        try {
            return Path.of(uri);
        } catch (IllegalArgumentException e) {
            throw new MilieuException(
                    CoreError.PATH_INVALID,
                    place + ": `" + Redacted.urls(uri) + "` does not name a file of this machine",
                    List.of("A file URL is `file:///` and an absolute path."),
                    e);
        }
    }
}
