package io.milieu.python.wheel;

import io.milieu.core.fetch.HashAlgorithm;
import io.milieu.python.wheel.RecordFile.Row;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Compares the files of a wheel's layer with its RECORD (PEP 376). */
public final class LayerCheck {
    private static final int BUFFER = 1 << 16;

    private LayerCheck() {}

    /**
     * Reads every file that RECORD has a hash of: all but headers, and scripts that environments rewrite.
     *
     * @param layer its folder
     * @return the files that are missing or damaged, by their paths in the layer
     * @throws IOException if the disk fails
     */
    public static List<String> damaged(Path layer) throws IOException {
        String record;
        try {
            record = LayerPlaces.SITE + WheelManifest.read(layer).distInfo() + "/RECORD";
        } catch (RuntimeException | NoSuchFileException broken) {
            return List.of(WheelManifest.FILE);
        }
        try {
            // Damaged text may be anything: nothing is refused here.
            String text = new String(Files.readAllBytes(layer.resolve(record)), StandardCharsets.UTF_8);
            List<String> damaged = new ArrayList<>();
            for (Row row : RecordFile.parse(text).rows()) {
                if (!row.hash().isEmpty()) {
                    String place = LayerPlaces.place(layer, row.path());
                    if (!isWhole(layer.resolve(place), row.hash())) {
                        damaged.add(place);
                    }
                }
            }
            return damaged.isEmpty() && text.isBlank() ? List.of(record) : List.copyOf(damaged);
        } catch (IllegalArgumentException | NoSuchFileException broken) {
            return List.of(record);
        }
    }

    private static boolean isWhole(Path file, String promised) throws IOException {
        int sign = promised.indexOf('=');
        MessageDigest computation = HashAlgorithm.valueOf(
                        promised.substring(0, Math.max(sign, 0)).toUpperCase(Locale.ROOT))
                .computation();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                computation.update(buffer, 0, count);
            }
        } catch (NoSuchFileException missing) {
            return false;
        }
        String found = Base64.getUrlEncoder().withoutPadding().encodeToString(computation.digest());
        return promised.substring(sign + 1).replaceFirst("=+$", "").equals(found);
    }
}
