package io.milieu.python.tag;

import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.python.error.PythonError;
import io.milieu.python.name.PackageName;
import io.milieu.python.version.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The name of a wheel, taken apart (PEP 427, 491). Each of the three tag parts is a compressed set: the wheel has every
 * combination. A variant label (PEP 825, draft) would be one more part behind the platform; such names are refused as of now.
 *
 * @param name the project
 * @param version the version
 * @param build the build part, {@link BuildTag#NONE} if there is none
 * @param tags every tag of the wheel
 */
public record WheelFileName(PackageName name, Version version, BuildTag build, List<Tag> tags) {
    private static final String EXTENSION = ".whl";
    private static final int MOST_BUILD_DIGITS = 18;
    /** Real wheels have a dozen. */
    private static final int MOST_TAGS = 1000;

    /** Copies the tags. */
    public WheelFileName {
        tags = List.copyOf(tags);
    }

    /**
     * Takes a file name apart.
     *
     * @throws MilieuException {@link PythonError#WHEEL_NAME_INVALID}
     */
    public static WheelFileName parse(String fileName) {
        if (!fileName.endsWith(EXTENSION)) {
            throw invalid(fileName, "it does not end in `.whl`");
        }
        String[] parts =
                fileName.substring(0, fileName.length() - EXTENSION.length()).split("-", -1);
        int tags = parts.length - 3;
        if (tags != 2 && tags != 3) {
            throw invalid(fileName, "it has " + parts.length + " parts between dashes, not 5 or 6");
        }
        if (parts[0].contains("__")) {
            throw invalid(fileName, "its project name has two underscores in a row");
        }
        Version version = Version.tryParse(parts[1])
                .orElseThrow(() -> invalid(fileName, "`" + parts[1] + "` is not a valid version"));
        PackageName name = PackageName.tryOf(parts[0])
                .orElseThrow(() -> invalid(fileName, "`" + parts[0] + "` is not a valid project name"));
        return new WheelFileName(
                name,
                version,
                tags == 2 ? BuildTag.NONE : build(fileName, parts[2]),
                tags(fileName, parts[tags], parts[tags + 1], parts[tags + 2]));
    }

    /** {@return the parts of a file name; empty if it is not the name of a wheel} */
    public static Optional<WheelFileName> tryParse(String fileName) {
        try {
            return Optional.of(parse(fileName));
        } catch (MilieuException e) {
            return Optional.empty();
        }
    }

    private static BuildTag build(String fileName, String part) {
        int digits = 0;
        while (digits < part.length() && part.charAt(digits) >= '0' && part.charAt(digits) <= '9') {
            digits++;
        }
        if (digits == 0 || digits > MOST_BUILD_DIGITS) {
            throw invalid(fileName, "its build part `" + part + "` does not begin with a number");
        }
        return new BuildTag(Long.parseLong(part.substring(0, digits)), part.substring(digits));
    }

    private static List<Tag> tags(String fileName, String pythons, String abis, String platforms) {
        String[] allAbis = members(fileName, abis);
        String[] allPlatforms = members(fileName, platforms);
        List<Tag> tags = new ArrayList<>();
        for (String python : members(fileName, pythons)) {
            if (!isIdentifier(python)) {
                throw invalid(fileName, "`" + python + "` is not a valid Python tag");
            }
            for (String abi : allAbis) {
                for (String platform : allPlatforms) {
                    if (tags.size() == MOST_TAGS) {
                        throw invalid(fileName, "it has more than " + MOST_TAGS + " tags");
                    }
                    tags.add(new Tag(python, abi, platform));
                }
            }
        }
        return tags;
    }

    private static String[] members(String fileName, String part) {
        String[] members = part.split("\\.", -1);
        for (String member : members) {
            if (member.isEmpty()) {
                throw invalid(fileName, "its tag part `" + part + "` has an empty member");
            }
        }
        return members;
    }

    private static boolean isIdentifier(String tag) {
        return Character.isJavaIdentifierStart(tag.charAt(0)) && tag.chars().allMatch(Character::isJavaIdentifierPart);
    }

    private static MilieuException invalid(String fileName, String reason) {
        return new MilieuException(
                PythonError.WHEEL_NAME_INVALID,
                "`" + Redacted.urls(fileName) + "` is not a valid wheel file name: " + reason);
    }
}
