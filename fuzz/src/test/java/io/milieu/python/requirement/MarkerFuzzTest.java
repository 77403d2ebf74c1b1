package io.milieu.python.requirement;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.milieu.fuzz.Attempt;
import io.milieu.python.error.PythonError;
import io.milieu.python.name.ExtraName;
import java.util.List;
import java.util.Set;

/** Environment markers. */
class MarkerFuzzTest {
    private static final List<MarkerEnvironment> ENVIRONMENTS = List.of(
            new MarkerEnvironment(
                    "cpython", "3.12.4", "posix", "x86_64", "CPython", "6.1", "Linux", "#1 SMP", "3.12.4", "3.12",
                    "linux"),
            new MarkerEnvironment(
                    "pypy", "7.3.17", "nt", "AMD64", "PyPy", "11", "Windows", "10.0.1", "3.14.0rc1+", "3.14", "win32"));

    @FuzzTest(maxDuration = "2m")
    void markersPrintWhatTheyAreAndMeanTheSameAgain(byte[] data) {
        Attempt.at(() -> Marker.parse(Attempt.text(data)), PythonError.MARKER_INVALID)
                .ifPresent(marker -> {
                    String normal = marker.toString();
                    Marker again = Marker.parse(normal);
                    assertThat(again).isEqualTo(marker).hasToString(normal).hasSameHashCodeAs(marker);
                    for (MarkerEnvironment environment : ENVIRONMENTS) {
                        assertThat(again.evaluate(environment)).isEqualTo(marker.evaluate(environment));
                        Set<ExtraName> extras = Set.of(ExtraName.of("test"), ExtraName.of("docs"));
                        assertThat(again.evaluate(environment, extras, extras))
                                .isEqualTo(marker.evaluate(environment, extras, extras));
                    }
                });
    }
}
