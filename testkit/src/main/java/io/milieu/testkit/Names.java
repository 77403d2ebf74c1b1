package io.milieu.testkit;

import java.util.Locale;
import java.util.regex.Pattern;

/** Names of projects and of the files that carry them (PEP 503, PEP 427, PEP 625). */
final class Names {
    private static final Pattern SEPARATORS = Pattern.compile("[-_.]+");
    private static final String SDIST = ".tar.gz";

    private Names() {}

    /** {@return the name as it stands in index URLs} */
    static String normalized(String project) {
        return SEPARATORS.matcher(project).replaceAll("-").toLowerCase(Locale.ROOT);
    }

    /** {@return the name as it stands in file names and imports} */
    static String underscored(String project) {
        return normalized(project).replace('-', '_');
    }

    static String projectOf(String fileName) {
        int end = isSdist(fileName) ? fileName.lastIndexOf('-') : fileName.indexOf('-');
        return normalized(end < 0 ? fileName : fileName.substring(0, end));
    }

    static String versionOf(String fileName) {
        if (isSdist(fileName)) {
            return fileName.substring(fileName.lastIndexOf('-') + 1, fileName.length() - SDIST.length());
        }
        String[] parts = fileName.split("-", 3);
        return parts.length < 2 ? "" : parts[1];
    }

    private static boolean isSdist(String fileName) {
        return fileName.endsWith(SDIST);
    }
}
