package io.milieu.ray.install;

import io.milieu.core.posix.DiskFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The small wheel with the hook (binary distribution format, PEP 427). It knows where the launcher is that it was made by, so it is for machines
 * that have it at the same place.
 *
 * @param launcher the absolute path of the program {@code milieu}
 */
record HookWheel(Path launcher) {
    static final String PROJECT = "milieu-ray";
    static final String VERSION = "0.1.0";
    private static final String INFO = "milieu_ray-" + VERSION + ".dist-info/";

    /** Writes the wheel into a folder; {@return the file} */
    Path write(Path folder) {
        Path wheel = folder.resolve("milieu_ray-" + VERSION + "-py3-none-any.whl");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
            StringBuilder record = new StringBuilder();
            for (Map.Entry<String, byte[]> file : files().entrySet()) {
                add(zip, file.getKey(), file.getValue());
                record.append(row(file.getKey(), file.getValue()));
            }
            record.append(INFO).append("RECORD,,\n");
            add(zip, INFO + "RECORD", record.toString().getBytes(StandardCharsets.UTF_8));
            return wheel;
        } catch (IOException e) {
            throw DiskFailure.of("write the wheel", wheel, e);
        }
    }

    private Map<String, byte[]> files() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("milieu_ray.py", resource("milieu_ray.py"));
        files.put("milieu_ray.pth", resource("milieu_ray.pth"));
        files.put("milieu_ray.launcher", text(launcher + "\n"));
        files.put(
                INFO + "METADATA",
                text(
                        "Metadata-Version: 2.1\nName: " + PROJECT + "\nVersion: " + VERSION
                                + "\nSummary: Starts Milieu in the place of Ray's runtime environment agent\nLicense: Apache-2.0\n"));
        files.put(
                INFO + "WHEEL",
                text("Wheel-Version: 1.0\nGenerator: milieu\nRoot-Is-Purelib: true\nTag: py3-none-any\n"));
        return files;
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    private static String row(String name, byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            String hash = Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
            return name + ",sha256=" + hash + "," + content.length + "\n";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] resource(String name) {
        try (InputStream in = Objects.requireNonNull(HookWheel.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
