package io.milieu.python.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.milieu.fuzz.Attempt;
import io.milieu.python.error.PythonError;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Core metadata. */
class CoreMetadataFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void metadataSaysTheSameWhenWrittenAgain(byte[] data) {
        Attempt.at(() -> CoreMetadata.parse(Attempt.text(data)), PythonError.METADATA_INVALID)
                .ifPresent(metadata -> {
                    List<DeclaredRequirement> readable = metadata.requiresDist().stream()
                            .filter(CoreMetadataFuzzTest::isReadable)
                            .toList();
                    CoreMetadata sound = new CoreMetadata(
                            metadata.metadataVersion(),
                            metadata.name(),
                            metadata.version(),
                            readable,
                            metadata.requiresPython(),
                            metadata.providesExtra(),
                            Set.of());
                    assertThat(CoreMetadata.parse(text(sound))).isEqualTo(sound);
                });
    }

    /** What cannot be read fails where it is needed, in the documented way, and its condition is known before. */
    private static boolean isReadable(DeclaredRequirement declared) {
        return switch (declared) {
            case DeclaredRequirement.Valid(var requirement) -> declared.marker().equals(requirement.marker());
            case DeclaredRequirement.Broken broken -> {
                assertThat(Attempt.at(broken::requirement, PythonError.METADATA_INVALID))
                        .isEmpty();
                yield false;
            }
        };
    }

    private static String text(CoreMetadata metadata) {
        return Stream.of(
                        Stream.of(
                                "Metadata-Version: " + metadata.metadataVersion(),
                                "Name: " + metadata.name(),
                                "Version: " + metadata.version(),
                                "Requires-Python: " + metadata.requiresPython()),
                        metadata.requiresDist().stream().map(each -> "Requires-Dist: " + each.requirement()),
                        metadata.providesExtra().stream().map(extra -> "Provides-Extra: " + extra))
                .flatMap(lines -> lines)
                .reduce("", (all, line) -> all + line + "\n");
    }
}
