package io.milieu.python.resolve;

import io.milieu.core.base.OnceMap;
import io.milieu.python.index.ProjectFile;
import io.milieu.python.name.PackageName;
import io.milieu.python.tag.Tag;
import io.milieu.python.tag.WheelFileName;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the names of files tell, worked out once for all searches that look at a project. The tags of wheels are shared: an index has
 * many files and few different tags. Thread-safe.
 */
final class ReleaseFiles {
    private final OnceMap<PackageName, List<ReleaseFile>> projects;
    private final Map<List<Tag>, List<Tag>> tags = new ConcurrentHashMap<>();

    /** Remembers so many projects. */
    ReleaseFiles(int projects) {
        this.projects = new OnceMap<>(projects);
    }

    /** {@return the files of a project that are of a version; names that cannot be understood are of none} */
    List<ReleaseFile> of(PackageName name, List<ProjectFile> files) {
        return projects.get(
                name,
                () -> ReleaseFile.of(name, files).stream().map(this::shared).toList());
    }

    private ReleaseFile shared(ReleaseFile release) {
        return release.wheel().isEmpty()
                ? release
                : new ReleaseFile(release.version(), release.wheel().map(this::shared), release.file());
    }

    private WheelFileName shared(WheelFileName wheel) {
        List<Tag> known = tags.putIfAbsent(wheel.tags(), wheel.tags());
        return known == null ? wheel : new WheelFileName(wheel.name(), wheel.version(), wheel.build(), known);
    }
}
