package io.milieu.python.index;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.zip.CRC32;

/**
 * The metadata of all files of a project in one file: one read makes all of them known. Records are only ever appended, each
 * by one write, so processes may share the file. A record that was cut off by a crash fails its check; the search for the next
 * one begins behind its mark. Record: mark, check sum (CRC-32), length of key, length of text, key, text. Thread-safe.
 */
final class MetadataLog {
    private static final int MARK = 0x4d4c5531;
    private static final int HEAD = 16;

    private final Path file;
    private final ConcurrentMap<String, String> records;

    private MetadataLog(Path file, ConcurrentMap<String, String> records) {
        this.file = file;
        this.records = records;
    }

    static MetadataLog open(Path file) {
        try {
            return new MetadataLog(file, new ConcurrentHashMap<>(parse(Files.readAllBytes(file))));
        } catch (NoSuchFileException e) {
            return new MetadataLog(file, new ConcurrentHashMap<>());
        } catch (IOException e) {
            throw IndexCache.unusable(file, e);
        }
    }

    /** {@return the text kept under the key, or an empty text} */
    String get(String key) {
        return records.getOrDefault(key, "");
    }

    void add(String key, String text) {
        ByteBuffer record = record(key, text);
        IndexCache.makeFolderOf(file);
        try (FileChannel channel = FileChannel.open(file, CREATE, APPEND)) {
            channel.write(record);
        } catch (IOException e) {
            throw IndexCache.unusable(file, e);
        }
        records.put(key, text);
    }

    static ByteBuffer record(String key, String text) {
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        byte[] textBytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer record = ByteBuffer.allocate(HEAD + keyBytes.length + textBytes.length);
        record.putInt(MARK).putInt(0).putInt(keyBytes.length).putInt(textBytes.length);
        record.put(keyBytes).put(textBytes);
        return record.putInt(4, check(record, 8, record.capacity())).flip();
    }

    static Map<String, String> parse(byte[] bytes) {
        Map<String, String> records = new HashMap<>();
        ByteBuffer all = ByteBuffer.wrap(bytes);
        int at = 0;
        while (at + HEAD <= bytes.length) {
            long end = all.getInt(at) == MARK ? end(all, at) : -1;
            if (end < 0) {
                at++;
                continue;
            }
            int key = at + HEAD;
            int text = key + all.getInt(at + 8);
            records.put(
                    new String(bytes, key, text - key, StandardCharsets.UTF_8),
                    new String(bytes, text, (int) end - text, StandardCharsets.UTF_8));
            at = (int) end;
        }
        return records;
    }

    /** The end of the record that begins there; -1 if none does. */
    private static long end(ByteBuffer all, int at) {
        int key = all.getInt(at + 8);
        int text = all.getInt(at + 12);
        long end = at + (long) HEAD + key + text;
        boolean fits = key > 0 && text >= 0 && end <= all.capacity();
        return fits && check(all, at + 8, (int) end) == all.getInt(at + 4) ? end : -1;
    }

    private static int check(ByteBuffer bytes, int from, int to) {
        CRC32 sum = new CRC32();
        sum.update(bytes.slice(from, to - from));
        return (int) sum.getValue();
    }
}
