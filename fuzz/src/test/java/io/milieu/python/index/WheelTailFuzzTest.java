package io.milieu.python.index;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.milieu.core.fetch.FetchSettings;
import io.milieu.core.fetch.Fetcher;
import io.milieu.fuzz.Attempt;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The end of a wheel: what is read from it is what the whole wheel holds. */
class WheelTailFuzzTest {
    @TempDir
    static Path folder;

    private static Fetcher fetcher;

    @BeforeAll
    static void start() {
        fetcher = new Fetcher(FetchSettings.of(Map.of(), List.of()));
    }

    @AfterAll
    static void stop() {
        fetcher.close();
    }

    @FuzzTest(maxDuration = "2m")
    void theEndOfAWheelSaysWhatTheWheelSays(byte[] data) throws IOException {
        Path file = Files.write(folder.resolve("demo-1.0-py3-none-any.whl"), data);
        Optional<String> found =
                Attempt.at(new WheelTail(fetcher, file.toUri())::metadata).orElseThrow();
        if (found.isPresent()) {
            assertThat(byPlatform(file).orElse(found.get())).isEqualTo(found.get());
        }
    }

    /** Nothing where the platform's reader refuses the archive, or names a file that ours did not mean. */
    private static Optional<String> byPlatform(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            List<? extends ZipEntry> entries = zip.stream()
                    .filter(entry -> entry.getName().matches("[^/]*\\.dist-info/METADATA"))
                    .toList();
            return entries.size() == 1
                    ? Optional.of(
                            new String(zip.getInputStream(entries.getFirst()).readAllBytes(), StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (ZipException | EOFException e) {
            return Optional.empty();
        }
    }
}
