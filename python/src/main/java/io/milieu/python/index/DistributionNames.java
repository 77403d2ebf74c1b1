package io.milieu.python.index;

import io.milieu.core.error.MilieuException;
import io.milieu.python.name.PackageName;
import io.milieu.python.tag.WheelFileName;
import io.milieu.python.version.Version;
import java.util.List;
import java.util.Optional;

/** What the names of distribution files tell. */
public final class DistributionNames {
    private static final List<String> SOURCE_ENDINGS =
            List.of(".tar.gz", ".zip", ".tgz", ".tar.bz2", ".tbz", ".tar.xz", ".txz", ".tar.lzma", ".tlz", ".tar");

    private static final List<String> UNPACKABLE = List.of(".tar.gz", ".tgz", ".zip", ".tar");

    private DistributionNames() {}

    /** {@return whether a file of that name is a source distribution of a kind that can be unpacked} */
    public static boolean isUnpackableSource(String fileName) {
        return UNPACKABLE.stream().anyMatch(fileName::endsWith);
    }

    /** {@return whether a file of that name is a wheel or a source distribution; a path is not} */
    public static boolean isDistribution(String fileName) {
        return (fileName.endsWith(".whl") || SOURCE_ENDINGS.stream().anyMatch(fileName::endsWith))
                && fileName.indexOf('/') < 0
                && fileName.indexOf('\\') < 0
                && !fileName.startsWith(".");
    }

    /**
     * {@return the version of a source distribution of that project} The name alone is ambiguous, since projects and versions
     * may both contain dashes; empty if the file cannot be of that project.
     */
    public static Optional<Version> sourceVersion(String fileName, PackageName project) {
        String stem = SOURCE_ENDINGS.stream()
                .filter(fileName::endsWith)
                .map(ending -> fileName.substring(0, fileName.length() - ending.length()))
                .findFirst()
                .orElse("");
        for (int dash = stem.indexOf('-'); dash > 0; dash = stem.indexOf('-', dash + 1)) {
            if (PackageName.normalize(stem.substring(0, dash)).equals(project.normalized())) {
                return Version.tryParse(stem.substring(dash + 1));
            }
        }
        return Optional.empty();
    }

    /** {@return the version of a wheel or source distribution of that project; empty if the file cannot be of that project} */
    public static Optional<Version> version(String fileName, PackageName project) {
        return fileName.endsWith(".whl")
                ? WheelFileName.tryParse(fileName)
                        .filter(wheel -> wheel.name().equals(project))
                        .map(WheelFileName::version)
                : sourceVersion(fileName, project);
    }

    /** Whether a file of that name, found among files of other projects, is of this one. */
    static boolean belongsTo(String fileName, PackageName project) {
        if (!fileName.endsWith(".whl")) {
            return sourceVersion(fileName, project).isPresent();
        }
        try {
            return PackageName.normalize(fileName.substring(0, Math.max(0, fileName.indexOf('-'))))
                            .equals(project.normalized())
                    && WheelFileName.parse(fileName).name().equals(project);
        } catch (MilieuException e) {
            return false; // junk among the links
        }
    }
}
