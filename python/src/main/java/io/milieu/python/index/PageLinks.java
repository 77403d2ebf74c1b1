package io.milieu.python.index;

import io.milieu.core.fetch.Checksum;
import io.milieu.core.fetch.HashAlgorithm;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the URLs and hashes of index pages, which nobody checked before they were published. */
final class PageLinks {
    private static final Pattern FORBIDDEN = Pattern.compile("[\\x00-\\x20\"<>\\\\^`{|}\\[\\]]|%(?![0-9A-Fa-f]{2})");
    private static final Pattern USER_INFO = Pattern.compile("(?<=//)[^/@]*@");

    /** Scheme and server of the last link that was as it should be, up to the first slash of the path. */
    private static volatile String goodPlace = "";

    private PageLinks() {}

    /** The absolute URL of a link, without fragment and credentials; empty for one that leads nowhere. */
    static Optional<URI> resolve(URI base, String link) {
        int fragment = link.indexOf('#');
        String text = (fragment < 0 ? link : link.substring(0, fragment)).strip();
        Optional<URI> target = parse(text).or(() -> parse(escaped(text))).map(base::resolve);
        return target.filter(
                        uri -> uri.getRawPath() != null && (uri.getHost() != null || "file".equals(uri.getScheme())))
                .map(uri -> uri.getRawUserInfo() == null ? uri : URI.create(bare(uri)));
    }

    /** The same as text. Nearly all links of a page are plain URLs of one server, which need not be taken apart. */
    static Optional<String> resolved(URI base, String link) {
        if (!goodPlace.isEmpty() && link.startsWith(goodPlace) && isPlain(link, goodPlace.length())) {
            return Optional.of(link);
        }
        Optional<String> found = resolve(base, link).map(URI::toString);
        int path = link.indexOf('/', link.indexOf("//") + 2) + 1;
        if (link.startsWith("http") && path > 0 && found.equals(Optional.of(link))) {
            goodPlace = link.substring(0, path);
        }
        return found;
    }

    private static boolean isPlain(String link, int start) {
        for (int i = start; i < link.length(); i++) {
            char c = link.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= '0' && c <= '9')
                    || (c >= 'A' && c <= 'Z')
                    || "/-._".indexOf(c) >= 0;
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    /** The text of a URL without credentials. */
    static String bare(URI uri) {
        return USER_INFO.matcher(uri.toString()).replaceFirst("");
    }

    /** The last part of the path of a URL, decoded. */
    static String fileName(URI uri) {
        String path = uri.getRawPath();
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.indexOf('%') < 0 ? name : decode(name);
    }

    /** The hashes in the fragment of a link, as {@code algorithm=value} joined by {@code &}. */
    static List<Checksum> fragmentHashes(String link) {
        List<Checksum> hashes = new ArrayList<>(1);
        int fragment = link.indexOf('#');
        if (fragment >= 0) {
            for (String pair : link.substring(fragment + 1).split("&")) {
                assignment(pair).ifPresent(hashes::add);
            }
        }
        return hashes;
    }

    /** A hash written as {@code algorithm=value}. */
    static Optional<Checksum> assignment(String pair) {
        int equals = pair.indexOf('=');
        return equals < 0 ? Optional.empty() : checksum(pair.substring(0, equals), pair.substring(equals + 1));
    }

    /** A hash; empty if the algorithm is unknown or the value is none. */
    static Optional<Checksum> checksum(String algorithm, String hex) {
        return HashAlgorithm.named(algorithm).filter(_ -> Checksum.isHex(hex)).map(known -> new Checksum(known, hex));
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static Optional<URI> parse(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static String escaped(String text) {
        return FORBIDDEN
                .matcher(text)
                .replaceAll(match -> "%%%02X".formatted((int) match.group().charAt(0)));
    }
}
