package io.milieu.python.tag;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.milieu.core.error.CoreError;
import io.milieu.fuzz.Attempt;
import io.milieu.python.requirement.MarkerEnvironment;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A version of Python on the first line, a platform on the second: which tags fit. */
class TargetFuzzTest {
    private static final PlatformFacts FACTS = new PlatformFacts(
            "cpython", 3, 12, "", "", "linux-x86_64", new Libc(Libc.Kind.GLIBC, 2, 36), false, false, Set.of());
    private static final MarkerEnvironment MARKERS = new MarkerEnvironment(
            "cpython", "3.12.4", "posix", "x86_64", "CPython", "6.1", "Linux", "#1", "3.12.4", "3.12", "linux");
    private static final Target OWN = Target.of("3.12.4", MARKERS, FACTS);

    @FuzzTest(maxDuration = "2m")
    void everyTargetHasEachTagOnce(byte[] data) {
        List<String> lines = Attempt.text(data).lines().toList();
        Optional<String> version = lines.stream().findFirst();
        Optional<String> platform = lines.stream().skip(1).findFirst();
        Attempt.at(() -> Target.elsewhere(OWN, FACTS, version, platform), CoreError.USAGE)
                .ifPresent(target -> {
                    assertThat(target.tags().tags()).isNotEmpty().doesNotHaveDuplicates();
                    assertThat(target.python())
                            .hasToString(target.markers().toMap().get("python_full_version"));
                });
    }
}
