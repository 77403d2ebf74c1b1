package io.milieu.python.source;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.core.fetch.Checksum;
import io.milieu.core.fetch.HashAlgorithm;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A place that a package comes from instead of an index: what stands behind {@code @} in a requirement (PEP 508, "direct
 * references") or instead of one in a requirements file. Nothing has been looked at yet, but whether a path is a folder.
 */
public sealed interface DirectReference {
    /** {@return where the project is in what is referred to, as a relative path; empty for its root} */
    String subdirectory();

    /**
     * A wheel or an archive of sources.
     *
     * @param uri {@code https}, {@code http} or {@code file}, without fragment; may hold credentials
     * @param fileName its last part
     * @param hashes all of which the file must have
     * @param subdirectory where the project is
     */
    record Archive(URI uri, String fileName, List<Checksum> hashes, String subdirectory) implements DirectReference {
        /** Copies the hashes. */
        public Archive {
            hashes = List.copyOf(hashes);
        }

        /** {@return the place, without secrets} */
        @Override
        public String toString() {
            return Anonymous.url(uri.toString()) + suffix(subdirectory);
        }
    }

    /**
     * A folder on this machine.
     *
     * @param path absolute
     * @param subdirectory where the project is
     */
    record Folder(Path path, String subdirectory) implements DirectReference {
        @Override
        public String toString() {
            return path.toUri().toString().replaceFirst("/$", "") + suffix(subdirectory);
        }
    }

    /**
     * A Git repository.
     *
     * @param url as Git understands it; may hold credentials
     * @param revision a branch, tag, reference or commit; empty for the repository's head
     * @param subdirectory where the project is
     */
    record Repository(String url, String revision, String subdirectory) implements DirectReference {
        /** {@return the place, without secrets} */
        @Override
        public String toString() {
            return "git+" + Anonymous.url(url) + (revision.isEmpty() ? "" : "@" + revision) + suffix(subdirectory);
        }
    }

    /**
     * Reads a reference.
     *
     * @param location a URL, or an absolute path
     * @param place where it is written, for messages
     * @throws MilieuException {@link CoreError#NOT_SUPPORTED} for other kinds of repositories, servers and archives; {@link
     *     CoreError#PATH_INVALID} if a path leads nowhere or a URL is malformed
     */
    static DirectReference parse(String location, String place) {
        return new Reader(location, place).read();
    }

    private static String suffix(String subdirectory) {
        return subdirectory.isEmpty() ? "" : "#subdirectory=" + subdirectory;
    }

    /** Reads one reference. */
    final class Reader {
        private static final List<String> KINDS = List.of(".whl", ".tar.gz", ".tgz", ".zip", ".tar");

        private final String location;
        private final String place;
        private final Map<String, String> fragment = new LinkedHashMap<>();

        private Reader(String location, String place) {
            this.location = location;
            this.place = place;
        }

        private DirectReference read() {
            if (location.startsWith("/")) {
                return onDisk(Path.of(location));
            }
            int hash = location.indexOf('#');
            String bare = hash < 0 ? location : location.substring(0, hash);
            if (hash >= 0) {
                split(location.substring(hash + 1));
            }
            String scheme = bare.substring(0, Math.max(0, bare.indexOf(':'))).toLowerCase(Locale.ROOT);
            if (scheme.startsWith("git+")) {
                return repository(bare.substring("git+".length()));
            }
            return switch (scheme) {
                case "file" -> onDisk(path(bare));
                case "http", "https" -> archive(uri(bare));
                default ->
                    throw new MilieuException(
                            CoreError.NOT_SUPPORTED,
                            place + ": `" + Redacted.urls(location) + "` is not supported",
                            List.of("URLs begin with `https:`, `http:`, `file:` or `git+`."));
            };
        }

        private void split(String text) {
            for (String part : text.split("&")) {
                int equals = part.indexOf('=');
                if (equals > 0) {
                    fragment.put(part.substring(0, equals), decoded(part.substring(equals + 1)));
                }
            }
        }

        private DirectReference onDisk(Path path) {
            if (Files.isDirectory(path)) {
                return new Folder(path.toAbsolutePath().normalize(), subdirectory());
            }
            if (!Files.isRegularFile(path)) {
                throw invalid("there is nothing at `" + path + "`");
            }
            return archive(path.toAbsolutePath().normalize().toUri());
        }

        private DirectReference archive(URI uri) {
            String path = Optional.ofNullable(uri.getPath()).orElse("");
            String name = path.substring(path.lastIndexOf('/') + 1);
            if (KINDS.stream().noneMatch(name.toLowerCase(Locale.ROOT)::endsWith)) {
                throw new MilieuException(
                        CoreError.NOT_SUPPORTED,
                        place + ": `" + Redacted.urls(uri) + "` is neither a wheel nor an archive of sources",
                        List.of("Their names end with `" + String.join("`, `", KINDS) + "`."));
            }
            return new Archive(uri, name, hashes(), subdirectory());
        }

        /** A revision stands behind the last {@code @} of the path: one before that belongs to the server. */
        private DirectReference repository(String url) {
            int authority = url.indexOf("://");
            if (authority < 0) {
                throw invalid(
                        "`" + Redacted.urls(location) + "` is no URL of a repository, as in `git+https://HOST/PATH`");
            }
            int slash = url.indexOf('/', authority + 3);
            int at = url.lastIndexOf('@');
            boolean named = slash >= 0 && at > slash;
            String revision = named ? decoded(url.substring(at + 1)) : "";
            if (revision.startsWith("-")) {
                throw invalid("`" + revision + "` cannot be the name of a revision");
            }
            return new Repository(named ? url.substring(0, at) : url, revision, subdirectory());
        }

        private String subdirectory() {
            String folder = fragment.getOrDefault("subdirectory", "");
            Path path = Path.of(folder).normalize();
            if (path.isAbsolute() || path.startsWith("..")) {
                throw invalid("`#subdirectory=" + folder + "` leads out of `" + Redacted.urls(location) + "`");
            }
            return path.toString();
        }

        private List<Checksum> hashes() {
            List<Checksum> hashes = new ArrayList<>();
            fragment.forEach((name, value) -> HashAlgorithm.named(name).ifPresent(algorithm -> {
                if (!Checksum.isHex(value)) {
                    throw invalid("`" + name + "=" + value + "` is no hash");
                }
                hashes.add(new Checksum(algorithm, value));
            }));
            return hashes;
        }

        private Path path(String url) {
            URI uri = uri(url);
            String path = Optional.ofNullable(uri.getPath()).orElse("");
            boolean local = uri.getHost() == null || uri.getHost().equals("localhost");
            if (!local || !path.startsWith("/")) {
                throw invalid("`" + Redacted.urls(location) + "` names no absolute path, as `file:///PATH` does");
            }
            return Path.of(path);
        }

        private URI uri(String text) {
            try {
                return new URI(text.replace(" ", "%20"));
            } catch (URISyntaxException e) {
                // Its own message would show the credentials.
                throw invalid("`" + Redacted.urls(location) + "` is no URL");
            }
        }

        private String decoded(String text) {
            try {
                return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                throw invalid("`" + Redacted.urls(location) + "` is no URL");
            }
        }

        private MilieuException invalid(String problem) {
            return new MilieuException(CoreError.PATH_INVALID, place + ": " + problem);
        }
    }
}
