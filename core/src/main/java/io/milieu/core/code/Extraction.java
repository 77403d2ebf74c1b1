package io.milieu.core.code;

import io.milieu.core.error.MilieuException;
import io.milieu.core.posix.DiskFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A tree growing out of an archive. Links are made last: until then every folder below the target is one that was made here, so
 * that no file can be written through a link.
 */
final class Extraction {
    private enum Kind {
        FOLDER,
        FILE,
        LINK
    }

    private final Path target;
    private final Budget budget;
    private final Refusal refusal;
    private final Map<String, Kind> made = new HashMap<>();
    private final Map<String, String> links = new LinkedHashMap<>();
    private final byte[] buffer = new byte[64 * 1024];

    Extraction(Path target, Budget budget, Refusal refusal) {
        this.target = target;
        this.budget = budget;
        this.refusal = refusal;
    }

    void folder(String name) {
        budget.spendEntry();
        String path = EntryPath.of(name, refusal);
        if (!path.isEmpty()) {
            makeFolder(path, name);
        }
    }

    /** Fails with an I/O failure only if the content cannot be read. */
    void file(String name, boolean executable, InputStream content) throws IOException {
        String path = claim(name, Kind.FILE);
        try (FreshFile file = create(path, executable, name)) {
            for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                budget.spend(count);
                file.write(buffer, count);
            }
        }
    }

    void link(String name, String linkTarget) {
        links.put(claim(name, Kind.LINK), linkTarget);
    }

    /** Makes the links, where they will finally be. */
    void finish(boolean stripTopFolder) {
        List<String> top =
                made.keySet().stream().filter(path -> path.indexOf('/') < 0).toList();
        boolean strip = stripTopFolder && top.size() == 1 && made.get(top.getFirst()) == Kind.FOLDER;
        int prefix = strip ? top.getFirst().length() + 1 : 0;
        links.forEach((path, linkTarget) -> {
            if (linkTarget.indexOf('\0') >= 0 || !LinkTarget.isSafe(path.substring(prefix), linkTarget)) {
                throw refusal.entry(path, "is a link that may lead out of the archive");
            }
        });
        try {
            if (strip) {
                liftUp(top.getFirst());
            }
            for (Map.Entry<String, String> link : links.entrySet()) {
                Path place = target.resolve(link.getKey().substring(prefix));
                Files.createSymbolicLink(place, Path.of(link.getValue()));
            }
        } catch (IOException e) {
            throw DiskFailure.of("write the code", target, e);
        }
    }

    private void liftUp(String top) throws IOException {
        // The folder may hold something of its own name, so it first takes a name that nothing in it has.
        int free = 0;
        while (made.containsKey(top + "/" + free)) {
            free++;
        }
        Path emptied = Files.move(target.resolve(top), target.resolve(Integer.toString(free)));
        try (Stream<Path> children = Files.list(emptied)) {
            for (Path child : children.toList()) {
                Files.move(child, target.resolve(child.getFileName()));
            }
        }
        Files.delete(emptied);
    }

    private String claim(String name, Kind kind) {
        budget.spendEntry();
        String path = EntryPath.of(name, refusal);
        if (path.isEmpty()) {
            throw refusal.entry(name, "has an empty name");
        }
        makeParents(path, name);
        if (made.putIfAbsent(path, kind) != null) {
            throw refusal.entry(name, "is there twice");
        }
        return path;
    }

    private void makeParents(String path, String name) {
        int slash = path.lastIndexOf('/');
        if (slash > 0) {
            makeFolder(path.substring(0, slash), name);
        }
    }

    private void makeFolder(String path, String name) {
        Kind known = made.get(path);
        if (known == Kind.FOLDER) {
            return;
        }
        if (known != null) {
            throw refusal.entry(name, "needs a folder where the archive has something else");
        }
        makeParents(path, name);
        made.put(path, Kind.FOLDER);
        try {
            Files.createDirectory(target.resolve(path));
        } catch (FileAlreadyExistsException e) {
            throw collision(name);
        } catch (IOException e) {
            throw DiskFailure.of("write the code", target.resolve(path), e);
        }
    }

    private FreshFile create(String path, boolean executable, String name) {
        try {
            return FreshFile.create(target.resolve(path), executable);
        } catch (FileAlreadyExistsException e) {
            throw collision(name);
        } catch (IOException e) {
            throw DiskFailure.of("write the code", target.resolve(path), e);
        }
    }

    private MilieuException collision(String name) {
        return refusal.entry(name, "has a name that this file system cannot tell from that of another entry");
    }
}
