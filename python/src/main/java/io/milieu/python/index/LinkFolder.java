package io.milieu.python.index;

import io.milieu.core.posix.DiskFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The distributions in a folder of this machine. */
final class LinkFolder {
    private LinkFolder() {}

    static List<ProjectFile> files(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> DistributionNames.isDistribution(name(entry)))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .map(LinkFolder::file)
                    .toList();
        } catch (IOException e) {
            throw DiskFailure.of("list the folder of links", folder, e);
        }
    }

    static ProjectFile file(Path file) {
        return ProjectFile.at(name(file), file.toUri());
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
