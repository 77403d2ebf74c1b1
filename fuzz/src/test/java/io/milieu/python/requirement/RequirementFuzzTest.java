package io.milieu.python.requirement;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.milieu.fuzz.Attempt;
import io.milieu.python.error.PythonError;

/** Dependency specifiers (PEP 508). */
class RequirementFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void requirementsPrintWhatTheyAre(byte[] data) {
        Attempt.at(() -> Requirement.parse(Attempt.text(data)), PythonError.REQUIREMENT_INVALID)
                .ifPresent(requirement -> {
                    String normal = requirement.toString();
                    assertThat(Requirement.parse(normal)).isEqualTo(requirement).hasToString(normal);
                });
    }
}
