package io.milieu.python.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.python.index.FormatControl;
import io.milieu.python.name.PackageName;
import io.milieu.python.version.PrereleasePolicy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChoiceRulesTest {
    private static PackagesInput withOptions(String... options) {
        InputReader reader = new InputReader(new InputContext(Path.of("/here"), Map.of(), uri -> new byte[0]));
        reader.options(List.of(options), "options");
        return reader.input();
    }

    @Test
    void whatDecidesAboutTheChoiceIsKept() {
        ChoiceRules rules = withOptions(
                        "--only-binary=:all:",
                        "--no-binary=demo",
                        "--prefer-binary",
                        "--require-hashes",
                        "--no-deps",
                        "--trusted-host=example.org",
                        "--resolution",
                        "lowest-direct",
                        "--exclude-newer=2026-03-01",
                        "--all-releases=demo",
                        "--index=own=https://own.example.org/simple?a=b",
                        "--index=https://more.example.org",
                        "--index-pin=Demo=own")
                .rules();
        assertThat(rules)
                .isEqualTo(new ChoiceRules(
                        List.of(
                                new NameChoice(NameChoice.Option.ONLY_BINARY, ":all:"),
                                new NameChoice(NameChoice.Option.NO_BINARY, "demo"),
                                new NameChoice(NameChoice.Option.ALL_RELEASES, "demo")),
                        true,
                        List.of("example.org"),
                        Optional.of(Instant.parse("2026-03-02T00:00:00Z")),
                        Strategy.LOWEST_DIRECT,
                        Optional.of(true),
                        false,
                        false,
                        Map.of("own", "https://own.example.org/simple?a=b"),
                        Map.of(PackageName.of("demo"), "own"),
                        ""));
        PackageName demo = PackageName.of("demo");
        assertThat(rules.formats(FormatControl.any()).allowsSources(demo)).isTrue();
        assertThat(rules.formats(FormatControl.any()).allowsWheels(demo)).isFalse();
        assertThat(rules.releases(false).of(demo)).isEqualTo(PrereleasePolicy.ALLOW);
        assertThat(rules.releases(false).of(PackageName.of("other"))).isEqualTo(PrereleasePolicy.FALLBACK);
    }

    @ParameterizedTest
    @CsvSource({
        "--exclude-newer, 2026-03-01, 2026-03-02T00:00:00Z",
        "--exclude-newer, 2026-03-01T12:00:00+02:00, 2026-03-01T10:00:00Z",
        "--uploaded-prior-to, 2026-03-01, 2026-03-01T00:00:00Z"
    })
    void aCutOffIsADayOrAnInstant(String option, String value, String instant) {
        assertThat(withOptions(option, value).rules().excludeNewer()).hasValue(Instant.parse(instant));
    }

    @ParameterizedTest
    @CsvSource({"--exclude-newer, yesterday", "--resolution, best", "--prerelease, maybe"})
    void aValueThatIsNotUnderstoodIsTold(String option, String value) {
        assertThatThrownBy(() -> withOptions(option, value))
                .hasMessage("options: `" + option + " " + value + "` is not understood")
                .isInstanceOfSatisfying(
                        MilieuException.class, e -> assertThat(e.code()).isEqualTo(CoreError.USAGE));
    }

    @Test
    void aPinNamesAnIndex() {
        assertThatThrownBy(() -> withOptions("--index-pin=demo=own"))
                .hasMessage("`--index-pin demo=own` names an index that is not there");
        assertThatThrownBy(() -> withOptions("--index-pin=demo"))
                .hasMessage("options: `--index-pin demo` is not of the form PACKAGE=NAME");
    }
}
