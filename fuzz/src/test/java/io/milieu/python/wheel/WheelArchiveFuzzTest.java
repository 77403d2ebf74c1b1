package io.milieu.python.wheel;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.milieu.fuzz.Attempt;
import io.milieu.python.error.PythonError;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.io.TempDir;

/** Zip files: what our reader lets pass, the platform's reader sees alike. */
class WheelArchiveFuzzTest {
    private static final UnpackLimits LIMITS = new UnpackLimits(1 << 20, 1000, 250);

    @TempDir
    static Path folder;

    @FuzzTest(maxDuration = "2m")
    void archivesThatPassHoldTheSameFilesForEverybody(byte[] data) throws IOException {
        Path file = Files.write(folder.resolve("demo-1.0-py3-none-any.whl"), data);
        Optional<Map<String, String>> ours = Attempt.at(() -> contents(file), PythonError.WHEEL_REFUSED);
        if (ours.isPresent()) {
            Optional<Map<String, String>> theirs = contentsByPlatform(file);
            if (theirs.isPresent()) {
                assertThat(ours.get()).isEqualTo(theirs.get());
            }
        }
    }

    private static Map<String, String> contents(Path file) {
        Map<String, String> contents = new TreeMap<>();
        Refusal refuse = new Refusal(file.getFileName().toString());
        try (WheelArchive archive = WheelArchive.open(file, LIMITS, refuse);
                MemberReader reader = new MemberReader(1 << 16)) {
            for (ArchiveMember member : archive.members()) {
                contents.put(member.name(), Attempt.text(archive.content(member, reader)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return contents;
    }

    /** Nothing where the platform's reader is stricter than ours. */
    private static Optional<Map<String, String>> contentsByPlatform(Path file) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(each -> (ZipEntry) each)::iterator) {
                if (!entry.isDirectory()) {
                    contents.put(
                            entry.getName(),
                            Attempt.text(zip.getInputStream(entry).readAllBytes()));
                }
            }
        } catch (ZipException | EOFException e) {
            return Optional.empty();
        }
        return Optional.of(contents);
    }
}
