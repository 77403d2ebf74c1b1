package io.milieu.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/**
 * Makes source distributions (PEP 625: a compressed ustar file). By default it holds {@code PKG-INFO} and a
 * {@code pyproject.toml} that names setuptools; {@link #file} adds or replaces. Equal calls give equal bytes.
 */
public final class SdistMaker {
    private static final int BLOCK = 512;

    private final String name;
    private final String version;
    private final Map<String, String> files = new TreeMap<>();

    private SdistMaker(String name, String version) {
        this.name = name;
        this.version = version;
        file("PKG-INFO", "Metadata-Version: 2.2\nName: " + name + "\nVersion: " + version + "\n");
        file("pyproject.toml", """
                [build-system]
                requires = ["setuptools"]
                build-backend = "setuptools.build_meta"
                [project]
                name = "%s"
                version = "%s"
                """.formatted(name, version));
    }

    /** Starts a source distribution of a project in a version. */
    public static SdistMaker sdist(String name, String version) {
        return new SdistMaker(name, version);
    }

    /** Adds or replaces a text file at a path of at most 60 characters from the project's root. */
    public SdistMaker file(String path, String text) {
        files.put(path, text);
        return this;
    }

    /** Leaves out a file that would be there otherwise. */
    public SdistMaker without(String path) {
        files.remove(path);
        return this;
    }

    /**
     * Lets it be built by a backend in its own tree, without a promise of metadata. The wheel has one module, named after the project.
     *
     * @param requires the entries of {@code build-system.requires}, as TOML
     * @param more Python behind the backend's code, for example further hooks
     * @param requirements the wheel's {@code Requires-Dist}
     */
    public SdistMaker ownBackend(String requires, String more, String... requirements) {
        StringBuilder metadata =
                new StringBuilder("Metadata-Version: 2.1\nName: " + name + "\nVersion: " + version + "\n");
        for (String requirement : requirements) {
            metadata.append("Requires-Dist: ").append(requirement).append("\n");
        }
        return file("PKG-INFO", "Metadata-Version: 2.1\nName: " + name + "\nVersion: " + version + "\n")
                .file("METADATA", metadata.toString())
                .file("src/" + Names.underscored(name) + ".py", "origin = 'built'\n")
                .file("pyproject.toml", TreeBackend.project(requires))
                .file(TreeBackend.FILE, TreeBackend.source(more));
    }

    /** Writes its tree into a folder, made when needed, instead of making an archive of it. */
    public Path writeTo(Path folder) {
        try {
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path path = folder.resolve(file.getKey());
                Files.createDirectories(path.resolveSibling(""));
                Files.writeString(path, file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    /** {@return the source distribution} */
    public MadeSdist make() {
        String root = Names.underscored(name) + "-" + version;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                byte[] content = file.getValue().getBytes(UTF_8);
                out.write(header(root + "/" + file.getKey(), content.length));
                out.write(Arrays.copyOf(content, Math.ceilDiv(content.length, BLOCK) * BLOCK));
            }
            out.write(new byte[2 * BLOCK]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new MadeSdist(root + ".tar.gz", bytes.toByteArray());
    }

    private static byte[] header(String path, int size) {
        byte[] header = new byte[BLOCK];
        put(header, 0, path);
        octal(header, 100, 7, 0644);
        octal(header, 108, 7, 0); // owner
        octal(header, 116, 7, 0); // group
        octal(header, 124, 11, size);
        octal(header, 136, 11, 0); // time
        put(header, 148, "        0"); // the checksum counts as blanks; then the type: a regular file
        put(header, 257, "ustar");
        put(header, 263, "00");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        octal(header, 148, 6, sum);
        header[154] = 0;
        return header;
    }

    private static void octal(byte[] header, int offset, int digits, int value) {
        put(header, offset, String.format(Locale.ROOT, "%0" + digits + "o", value));
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(US_ASCII);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }
}
