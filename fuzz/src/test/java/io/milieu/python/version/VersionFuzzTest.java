package io.milieu.python.version;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.milieu.fuzz.Attempt;
import io.milieu.python.error.PythonError;
import java.util.List;

/** Versions, one a line. */
class VersionFuzzTest {
    private static final int AT_MOST = 8;

    @FuzzTest(maxDuration = "2m")
    void versionsPrintWhatTheyAreAndHaveOneOrder(byte[] data) {
        List<Version> versions = Attempt.text(data)
                .lines()
                .limit(AT_MOST)
                .flatMap(line -> Attempt.at(() -> Version.parse(line), PythonError.VERSION_INVALID).stream())
                .toList();
        versions.forEach(VersionFuzzTest::assertRoundTrip);
        for (Version a : versions) {
            for (Version b : versions) {
                assertThat(Integer.signum(a.compareTo(b))).isEqualTo(-Integer.signum(b.compareTo(a)));
                assertThat(a.equals(b)).isEqualTo(a.compareTo(b) == 0);
                assertThat(a.hashCode() == b.hashCode() || !a.equals(b)).isTrue();
                for (Version c : versions) {
                    assertThat(a.compareTo(b) > 0 || b.compareTo(c) > 0 || a.compareTo(c) <= 0)
                            .isTrue();
                }
            }
        }
    }

    private static void assertRoundTrip(Version version) {
        String normal = version.toString();
        assertThat(Version.parse(normal)).isEqualTo(version).hasToString(normal);
        assertThat(version.publicVersion()).isLessThanOrEqualTo(version);
        assertThat(version.baseVersion().release()).isEqualTo(version.release());
    }
}
