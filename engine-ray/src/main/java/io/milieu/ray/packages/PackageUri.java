package io.milieu.ray.packages;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * Where a package of code is.
 *
 * @param text the URI as written
 * @param scheme in small letters
 * @param rest what follows {@code ://}
 */
record PackageUri(String text, String scheme, String rest) {
    private static final List<String> EXTENSIONS = List.of(".tar.gz", ".tgz", ".zip", ".jar", ".whl");

    /**
     * {@return the parts of a URI}
     *
     * @throws MilieuException {@link CoreError#PATH_INVALID} if it is none, or no archive
     */
    static PackageUri parse(String text) {
        int colon = text.indexOf("://");
        if (colon < 1) {
            throw new MilieuException(
                    CoreError.PATH_INVALID,
                    "`" + Redacted.urls(text) + "` is not a URI",
                    List.of("Local folders are uploaded for whole jobs only: give them to `ray.init`."));
        }
        PackageUri uri =
                new PackageUri(text, text.substring(0, colon).toLowerCase(Locale.ROOT), text.substring(colon + 3));
        if (!uri.scheme().equals("local") && uri.extension().isEmpty()) {
            throw new MilieuException(
                    CoreError.PATH_INVALID,
                    "`" + Redacted.urls(text) + "` must end in one of " + String.join(", ", EXTENSIONS));
        }
        return uri;
    }

    /** {@return the end of the name that tells the format; empty if it tells none} */
    String extension() {
        return EXTENSIONS.stream().filter(path()::endsWith).findFirst().orElse("");
    }

    /** {@return the name of the folder that the package is unpacked in: what stands in the control store has unique names of its own} */
    String folder() {
        if (scheme.equals("gcs")) {
            return rest.substring(0, rest.length() - extension().length());
        }
        return scheme + "_" + sha1(text);
    }

    /** {@return a folder that every node has, for the scheme {@code local}} */
    Path local() {
        return Path.of(rest.startsWith("/") ? rest : "/" + rest);
    }

    private String path() {
        try {
            String path = URI.create(text).getPath();
            return path == null || path.isEmpty() ? rest : path;
        } catch (IllegalArgumentException notByTheRules) {
            return rest;
        }
    }

    private static String sha1(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
