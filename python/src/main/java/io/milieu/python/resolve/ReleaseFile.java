package io.milieu.python.resolve;

import io.milieu.python.index.DistributionNames;
import io.milieu.python.index.ProjectFile;
import io.milieu.python.name.PackageName;
import io.milieu.python.tag.WheelFileName;
import io.milieu.python.version.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file of a project that an index offers, with what its name tells.
 *
 * @param version the version it is of
 * @param wheel the parts of its name, if it is a wheel
 */
record ReleaseFile(Version version, Optional<WheelFileName> wheel, ProjectFile file) {
    /** {@return the files of a project that are of a version; names that cannot be understood are of none} */
    static List<ReleaseFile> of(PackageName name, List<ProjectFile> files) {
        List<ReleaseFile> releases = new ArrayList<>();
        for (ProjectFile file : files) {
            if (file.isWheel()) {
                WheelFileName.tryParse(file.fileName())
                        .filter(wheel -> wheel.name().equals(name))
                        .ifPresent(wheel -> releases.add(new ReleaseFile(wheel.version(), Optional.of(wheel), file)));
            } else {
                DistributionNames.sourceVersion(file.fileName(), name)
                        .ifPresent(version -> releases.add(new ReleaseFile(version, Optional.empty(), file)));
            }
        }
        return List.copyOf(releases);
    }
}
