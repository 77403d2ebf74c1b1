package io.milieu.core.code;

import io.milieu.core.code.CodeTree.CodeFile;
import io.milieu.core.code.CodeTree.Entry;
import io.milieu.core.code.CodeTree.Folder;
import io.milieu.core.code.CodeTree.Link;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Packs archives, decent and hostile ones. */
final class Packing {
    static final int FILE = 0100000;
    static final int FOLDER = 0040000;
    static final int LINK = 0120000;
    static final int FIFO = 0010000;

    private Packing() {}

    /** One entry: its type and permissions as a Unix mode, and its content, or the target of the link, as Latin-1. */
    record Item(String name, int mode, String content) {
        static Item file(String name) {
            return new Item(name, FILE | 0644, "x");
        }

        static Item folder(String name) {
            return new Item(name, FOLDER | 0755, "");
        }

        static Item link(String name, String target) {
            return new Item(name, LINK | 0777, target);
        }

        byte[] bytes() {
            return content.getBytes(StandardCharsets.ISO_8859_1);
        }

        boolean is(int type) {
            return (mode & 0170000) == type;
        }
    }

    static Path pack(CodeTree tree, Path archive) throws IOException {
        List<Item> items = new ArrayList<>();
        for (Entry entry : tree.entries()) {
            items.add(
                    switch (entry) {
                        case Folder(String path) -> Item.folder(path + "/");
                        case Link(String path, String target) -> Item.link(path, target);
                        case CodeFile(String path, boolean executable, long _) ->
                            new Item(
                                    path,
                                    FILE | (executable ? 0755 : 0644),
                                    Files.readString(tree.root().resolve(path), StandardCharsets.ISO_8859_1));
                    });
        }
        return pack(items, archive);
    }

    static Path pack(List<Item> items, Path archive) throws IOException {
        try (OutputStream out = Files.newOutputStream(archive)) {
            String name = archive.toString();
            if (name.endsWith(".tar")) {
                tar(items, out);
            } else if (name.endsWith("gz")) {
                tar(items, new GZIPOutputStream(out));
            } else {
                zip(items, archive);
            }
        }
        return archive;
    }

    private static void tar(List<Item> items, OutputStream out) throws IOException {
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Item item : items) {
                byte flag = item.is(LINK)
                        ? TarConstants.LF_SYMLINK
                        : item.is(FOLDER)
                                ? TarConstants.LF_DIR
                                : item.is(FIFO) ? TarConstants.LF_FIFO : TarConstants.LF_NORMAL;
                TarArchiveEntry entry = new TarArchiveEntry(item.name(), flag, true);
                entry.setMode(item.mode());
                put(tar, entry, item);
            }
        }
    }

    private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry, Item item) throws IOException {
        if (item.is(LINK)) {
            entry.setLinkName(item.content());
            tar.putArchiveEntry(entry);
        } else {
            entry.setSize(item.content().length());
            tar.putArchiveEntry(entry);
            tar.write(item.bytes());
        }
        tar.closeArchiveEntry();
    }

    private static void zip(List<Item> items, Path archive) throws IOException {
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(archive)) {
            for (Item item : items) {
                ZipArchiveEntry entry = new ZipArchiveEntry(item.name());
                entry.setUnixMode(item.mode());
                zip.putArchiveEntry(entry);
                zip.write(item.bytes());
                zip.closeArchiveEntry();
            }
        }
    }
}
