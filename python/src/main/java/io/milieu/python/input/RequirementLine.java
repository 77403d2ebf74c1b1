package io.milieu.python.input;

import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.python.name.ExtraName;
import io.milieu.python.requirement.Marker;
import io.milieu.python.requirement.Requirement;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads one requirement as pip does: a project, with or without a URL, or a folder, archive, wheel or repository without a name. */
final class RequirementLine {
    private static final String BLANKS = " \t\n\u000B\f\r";
    private static final Pattern URL = Pattern.compile("(?i)(?:[a-z]+\\+)?[a-z]+:.*");
    private static final Pattern NAMED_URL =
            Pattern.compile("[A-Za-z0-9._-]+\\s*(?:\\[[^]]*]\\s*)?@.*", Pattern.DOTALL);
    private static final Pattern EXTRAS = Pattern.compile("(.+)\\[([^\\[\\]/\\\\]*)]");
    private static final Set<String> SCHEMES = Set.of("http", "https", "file", "ftp");
    private static final List<String> REPOSITORIES = List.of("git+", "hg+", "svn+", "bzr+");
    private static final List<String> ARCHIVES = List.of(
            ".whl", ".zip", ".tar.gz", ".tgz", ".tar", ".tar.bz2", ".tbz", ".tar.xz", ".txz", ".tar.lzma", ".tlz");

    private final Path directory;
    private final String place;

    /** A line at that place of somebody who stands in that folder: there paths start, also those in files, as with pip. */
    RequirementLine(Path directory, String place) {
        this.directory = directory;
        this.place = place;
    }

    /** {@return what a line asks for, which may have options behind it} */
    RequestedPackage read(String line, boolean editable) {
        int end = endOfWish(line);
        LineOptions behind = LineOptions.of(ShellWords.of(line.substring(end), place), place);
        String text = line.substring(0, end).strip();
        return new RequestedPackage(wish(text), behind.hashes(), editable, behind.configSettings(), place);
    }

    /** Options begin with a minus behind a blank. A marker may hold that, too, but in quotes. */
    private static int endOfWish(String line) {
        boolean single = false;
        boolean twofold = false;
        for (int at = 0; at + 1 < line.length(); at++) {
            char sign = line.charAt(at);
            single ^= sign == '\'';
            twofold ^= sign == '"';
            if (!single && !twofold && line.charAt(at + 1) == '-' && BLANKS.indexOf(sign) >= 0) {
                return at;
            }
        }
        return line.length();
    }

    private RequestedPackage.Wish wish(String text) {
        boolean url = isUrl(text);
        // As pip: the semicolons of a URL are its own unless a blank follows.
        int semicolon = text.indexOf(url ? "; " : ";");
        String target = (semicolon < 0 ? text : text.substring(0, semicolon)).strip();
        if (!url && (NAMED_URL.matcher(text).matches() || !isPath(target))) {
            return new RequestedPackage.Named(parsed(() -> Requirement.parse(text)));
        }
        Marker marker = semicolon < 0
                ? Marker.always()
                : parsed(() -> Marker.parse(text.substring(semicolon + 1).strip()));
        if (url) {
            return new RequestedPackage.Unnamed(target, Set.of(), marker);
        }
        Matcher extras = EXTRAS.matcher(target);
        boolean bracketed = extras.matches();
        Path path = FileLocation.path(directory, bracketed ? extras.group(1) : target, place)
                .toAbsolutePath()
                .normalize();
        return new RequestedPackage.Unnamed(path.toString(), bracketed ? names(extras.group(2)) : Set.of(), marker);
    }

    private Set<ExtraName> names(String list) {
        return parsed(() -> {
            Set<ExtraName> names = new TreeSet<>();
            Stream.of(list.split(","))
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .forEach(name -> names.add(ExtraName.of(name)));
            return names;
        });
    }

    private static boolean isUrl(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return URL.matcher(text).matches()
                && (SCHEMES.contains(lower.substring(0, lower.indexOf(':')))
                        || REPOSITORIES.stream().anyMatch(lower::startsWith)
                        || lower.matches("[a-z+]+://.*"));
    }

    private static boolean isPath(String target) {
        Matcher extras = EXTRAS.matcher(target);
        String name = (extras.matches() ? extras.group(1) : target).toLowerCase(Locale.ROOT);
        return target.startsWith(".")
                || name.contains("/")
                || (ARCHIVES.stream().anyMatch(name::endsWith)
                        && Arrays.stream(new String[] {"=", "<", ">", "~", "!", " "})
                                .noneMatch(name::contains));
    }

    private interface Parse<T> {
        T parse();
    }

    private <T> T parsed(Parse<T> parse) {
        try {
            return parse.parse();
        } catch (MilieuException e) {
            throw new MilieuException(e.code(), place + ": " + Redacted.urls(e.getMessage()), e.hints(), e);
        }
    }
}
