package io.milieu.python.interpreter;

import io.milieu.core.base.Digest;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.posix.DiskFailure;
import io.milieu.python.name.PackageName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The distributions that are installed in folders of packages, read from the file system without Python: {@code .dist-info}
 * (PEP 376, 627; a missing RECORD is no fault), {@code .egg-info} folders and files, and {@code .egg-link}. Names and versions
 * come from file names; files are opened only when asked for or needed. The first folder that has a distribution wins, as on
 * Python's search path. Immutable; what it reads later is read anew.
 */
public final class InstalledDistributions {
    /** A version begins with a digit, and not every tool replaces the dashes of a name. */
    private static final Pattern ENTRY = Pattern.compile("([A-Za-z0-9](?:[A-Za-z0-9._-]*?[A-Za-z0-9])?)"
            + "(?:-([0-9][^-]*)(?:-.*)?)?"
            + "\\.(dist-info|egg-info|egg-link)");

    private static final String LINK = "egg-link";

    private final Map<PackageName, List<Path>> entries;

    private InstalledDistributions(Map<PackageName, List<Path>> entries) {
        this.entries = entries;
    }

    /**
     * {@return what is installed in these folders; one that does not exist is empty}
     *
     * @throws MilieuException IO_FAILED if a folder cannot be read
     */
    public static InstalledDistributions in(List<Path> folders) {
        Map<PackageName, List<Path>> entries = new TreeMap<>();
        for (Path folder : folders) {
            for (Path entry : list(folder)) {
                name(entry)
                        .ifPresent(name -> entries.computeIfAbsent(name, absent -> new ArrayList<>())
                                .add(entry));
            }
        }
        return new InstalledDistributions(entries);
    }

    /**
     * {@return the installed distribution of a project}
     *
     * @throws MilieuException IO_FAILED if its metadata has to be read and cannot
     */
    public Optional<InstalledDistribution> find(PackageName name) {
        return entries.getOrDefault(name, List.of()).stream()
                .flatMap(entry -> read(name, entry).stream())
                .findFirst();
    }

    /** {@return every installed distribution, by name} */
    public List<InstalledDistribution> all() {
        return entries.keySet().stream().flatMap(name -> find(name).stream()).toList();
    }

    /** {@return what changes when something is installed, removed or replaced by another version} */
    public Digest digest() {
        return Digest.ofText(all().stream()
                .map(each -> each.name() + "==" + each.version())
                .sorted()
                .collect(Collectors.joining("\n")));
    }

    private static Optional<PackageName> name(Path entry) {
        Matcher parts = ENTRY.matcher(entry.getFileName().toString());
        return parts.matches() ? Optional.of(PackageName.of(parts.group(1))) : Optional.empty();
    }

    private static Optional<InstalledDistribution> read(PackageName name, Path entry) {
        try {
            Optional<Path> metadata = entry.toString().endsWith(LINK) ? linked(name, entry) : Optional.of(entry);
            if (metadata.flatMap(InstalledDistribution::metadataFile).isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new InstalledDistribution(name, version(metadata.get()), metadata.get()));
        } catch (IOException e) {
            throw new MilieuException(CoreError.IO_FAILED, "`" + entry + "` cannot be read: " + e, List.of(), e);
        }
    }

    /** The link's first line is the folder with the sources, where the metadata is too. */
    private static Optional<Path> linked(PackageName name, Path link) throws IOException {
        String target =
                Files.readString(link, StandardCharsets.UTF_8).split("\\R")[0].strip();
        return list(link.resolveSibling(target)).stream()
                .filter(entry -> entry.toString().endsWith(".egg-info"))
                .filter(entry -> name(entry).equals(Optional.of(name)))
                .findFirst();
    }

    private static String version(Path metadata) throws IOException {
        Matcher parts = ENTRY.matcher(metadata.getFileName().toString());
        if (parts.matches() && parts.group(2) != null) {
            return parts.group(2);
        }
        return InstalledDistribution.headers(metadata).all("version").stream()
                .findFirst()
                .orElseThrow(() -> new IOException("it states no version"));
    }

    private static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw DiskFailure.of("read what is installed", folder, e);
        }
    }
}
