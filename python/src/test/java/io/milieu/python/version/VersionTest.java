package io.milieu.python.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {
    /** Each is greater than all before it. */
    private static final List<String> ASCENDING = List.of(
            "0",
            "0.0.1",
            "1.dev0",
            "1.0.dev456",
            "1.0a1",
            "1.0a2.dev456",
            "1.0a12.dev456",
            "1.0a12",
            "1.0a12.post1.dev0",
            "1.0a12.post1",
            "1.0b1.dev456",
            "1.0b2",
            "1.0b2.post345.dev456",
            "1.0b2.post345",
            "1.0rc1.dev456",
            "1.0rc1",
            "1.0",
            "1.0+abc.5",
            "1.0+abc.7",
            "1.0+abcd",
            "1.0+5",
            "1.0+5.1",
            "1.0+40",
            "1.0.post456.dev34",
            "1.0.post456",
            "1.0.0.1",
            "1.0.15",
            "1.1.dev1",
            "1.199",
            "1.200",
            "1.201",
            "1.255",
            "1.256",
            "1.65535",
            "1.65536",
            "2024.1",
            "20240101.1",
            "999999999999999999",
            "1!0.1",
            "1!1.0",
            "200!0");

    @Test
    void orderIsThatOfTheStandard() {
        List<Version> sorted = ASCENDING.stream().map(Version::parse).toList();
        for (int i = 0; i < sorted.size(); i++) {
            for (int j = 0; j < sorted.size(); j++) {
                assertThat(Integer.signum(sorted.get(i).compareTo(sorted.get(j))))
                        .as("%s against %s", sorted.get(i), sorted.get(j))
                        .isEqualTo(Integer.compare(i, j));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "' v1.0 ', 1.0",
        "V1.0-ALPHA.1, 1.0a1",
        "1.0preview, 1.0rc0",
        "1.0c2, 1.0rc2",
        "1.0-1, 1.0.post1",
        "1.0rev3, 1.0.post3",
        "1.0_r_3, 1.0.post3",
        "1.0a-, 1.0a0",
        "01.01, 1.1",
        "0!1.0, 1.0",
        "3!1.0.0DEV, 3!1.0.0.dev0",
        "1.0+Ubuntu.01-X_007, 1.0+ubuntu.1.x.7",
        "1.0+00a, 1.0+00a"
    })
    void spellingsAreNormalized(String spelling, String normalized) {
        assertThat(Version.parse(spelling)).hasToString(normalized);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "v",
                "1.",
                "1.0-foo_bar",
                "1!",
                "!1",
                "1!2!3",
                "1.0+",
                "1.0+a.",
                "1.0+a..b",
                "1.0+\u0131",
                "2004d",
                "1.0.dev1.post1",
                "1.0a1b1",
                "1234567890123456789",
                "1.0+1234567890123456789",
                "1,0"
            })
    void otherTextIsRefused(String text) {
        assertThat(Version.tryParse(text)).isEmpty();
        assertThatThrownBy(() -> Version.parse(text))
                .isInstanceOfSatisfying(
                        MilieuException.class, e -> assertThat(e.code()).isEqualTo(PythonError.VERSION_INVALID))
                .hasMessage("`" + text + "` is not a valid version (PEP 440)");
    }

    @Test
    void partsAreWhatWasWritten() {
        Version version = Version.parse("2!1.2.0rc3.post4.dev5+x.6");
        assertThat(version.epoch()).isEqualTo(2);
        assertThat(version.release()).containsExactly(1L, 2L, 0L);
        assertThat(version.release(1)).isEqualTo(2);
        assertThat(version.release(7)).isZero();
        assertThat(version.pre()).contains(new PreRelease(PreRelease.Phase.RC, 3));
        assertThat(version.post()).hasValue(4);
        assertThat(version.dev()).hasValue(5);
        assertThat(version.local()).contains("x.6");
        assertThat(version.publicVersion()).hasToString("2!1.2.0rc3.post4.dev5");
        assertThat(version.baseVersion()).hasToString("2!1.2.0");
    }

    @Test
    void trailingZerosChangeNeitherEqualityNorHash() {
        Version shorter = Version.parse("1!1");
        Version longer = Version.parse("1!1.0.0");
        assertThat(longer).isEqualTo(shorter).hasSameHashCodeAs(shorter).isEqualByComparingTo(shorter);
        assertThat(longer).hasToString("1!1.0.0");
    }

    @Test
    void randomVersionsObeyTheLawsOfOrder() {
        Random random = new Random(440);
        List<Version> versions = IntStream.range(0, 3_000)
                .mapToObj(i -> Version.parse(RandomVersions.text(random)))
                .toList();
        for (int i = 0; i + 2 < versions.size(); i++) {
            Version a = versions.get(i);
            Version b = versions.get(i + 1);
            Version c = versions.get(i + 2);
            assertThat(Integer.signum(a.compareTo(b))).isEqualTo(-Integer.signum(b.compareTo(a)));
            assertThat(a.equals(b)).isEqualTo(a.compareTo(b) == 0);
            if (a.equals(b)) {
                assertThat(a).hasSameHashCodeAs(b);
            }
            if (a.compareTo(b) <= 0 && b.compareTo(c) <= 0) {
                assertThat(a).isLessThanOrEqualTo(c);
            }
            assertThat(Version.parse(a.toString())).isEqualTo(a).hasToString(a.toString());
        }
        List<Version> sorted = new ArrayList<>(versions);
        Collections.sort(sorted);
        assertThat(sorted).isSorted();
    }
}
