package io.milieu.python.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.python.version.Version;
import io.milieu.solver.CandidateSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionWordsTest {
    private static String describe(String set, String counted, String... versions) {
        return VersionWords.describe(
                "demo",
                indexes(set, versions.length),
                indexes(counted, versions.length),
                i -> Version.parse(versions[i]));
    }

    /** A one for each candidate that is in. */
    private static CandidateSet indexes(String bits, int size) {
        return CandidateSet.matching(size, i -> bits.charAt(i) == '1');
    }

    @ParameterizedTest
    @CsvSource({
        "11111111111, demo",
        "00000100000, demo 5",
        "11100000000, demo>=8",
        "00000000111, demo<=2",
        "00111000000, demo 6 to 8",
        "11000000001, demo 0 or >=9",
        "11000110011, demo <=1 or 4 to 5 or >=9",
        "10101010000, demo 4 or 6 or 8 or 10",
        "10101010100, demo in 5 versions from 2 to 10"
    })
    void aSetIsNamedByItsRuns(String set, String words) {
        assertThat(describe(set, "11111111111", "10", "9", "8", "7", "6", "5", "4", "3", "2", "1", "0"))
                .isEqualTo(words);
    }

    @Test
    void versionsThatNobodyThinksOfNeitherBreakARunNorAreMissed() {
        assertThat(describe("1011", "1011", "4", "3", "2", "1")).isEqualTo("demo");
        assertThat(describe("1010", "1011", "4", "3", "2", "1")).isEqualTo("demo>=2");
        assertThat(describe("0110", "1001", "4", "3", "2", "1")).isEqualTo("demo 2 to 3");
    }

    /** What the base has stands first, whatever its version. */
    @Test
    void runsFollowTheVersionsNotTheOrderOfPreference() {
        assertThat(describe("1100", "1111", "1", "4", "3", "2")).isEqualTo("demo 1 or 4");
        assertThat(describe("1001", "1111", "1", "4", "3", "2")).isEqualTo("demo<=2");
        assertThat(describe("0110", "1111", "1", "4", "3", "2")).isEqualTo("demo>=3");
        assertThat(describe("1010101", "1111111", "1", "7", "6", "5", "4", "3", "2"))
                .isEqualTo("demo <=2 or 4 or 6");
    }
}
