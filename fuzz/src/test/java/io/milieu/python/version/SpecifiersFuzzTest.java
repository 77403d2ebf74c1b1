package io.milieu.python.version;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.milieu.fuzz.Attempt;
import io.milieu.python.error.PythonError;
import java.util.List;
import java.util.Optional;

/** Specifiers on the first line, versions on the others. */
class SpecifiersFuzzTest {
    private static final int AT_MOST = 20;

    @FuzzTest(maxDuration = "2m")
    void specifiersPrintWhatTheyAreAndAreTheirClauses(byte[] data) {
        List<String> lines = Attempt.text(data).lines().limit(AT_MOST).toList();
        Optional<VersionSpecifiers> read = lines.isEmpty()
                ? Optional.empty()
                : Attempt.at(() -> VersionSpecifiers.parse(lines.getFirst()), PythonError.SPECIFIER_INVALID);
        read.ifPresent(specifiers -> {
            String normal = specifiers.toString();
            VersionSpecifiers again = VersionSpecifiers.parse(normal);
            assertThat(again).isEqualTo(specifiers).hasToString(normal).hasSameHashCodeAs(specifiers);
            assertThat(new VersionSpecifiers(specifiers.clauses().reversed())).isEqualTo(specifiers);
            lines.stream()
                    .flatMap(line -> Version.tryParse(line).stream())
                    .forEach(version -> assertMembership(specifiers, again, version));
        });
    }

    private static void assertMembership(VersionSpecifiers specifiers, VersionSpecifiers again, Version version) {
        boolean contained = specifiers.contains(version);
        assertThat(specifiers.clauses().stream().allMatch(clause -> clause.contains(version)))
                .isEqualTo(contained);
        assertThat(specifiers.contains(version.toString())).isEqualTo(contained);
        assertThat(again.contains(version)).isEqualTo(contained);
        assertThat(VersionSpecifiers.exactly(version).contains(version)).isTrue();
    }
}
