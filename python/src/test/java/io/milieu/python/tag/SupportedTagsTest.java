package io.milieu.python.tag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected lists were compared with those of the reference implementation (packaging 26.3). */
class SupportedTagsTest {
    private static final Libc GLIBC_2_6 = new Libc(Libc.Kind.GLIBC, 2, 6);

    @Test
    void cpythonPrefersItsOwnThenTheStableThenPurePython() {
        assertThat(tags(cpython(3, 3, "", "linux-x86_64", Libc.NONE)))
                .containsExactly(
                        "cp33-cp33-linux_x86_64",
                        "cp33-abi3-linux_x86_64",
                        "cp33-none-linux_x86_64",
                        "cp32-abi3-linux_x86_64",
                        "py33-none-linux_x86_64",
                        "py3-none-linux_x86_64",
                        "py32-none-linux_x86_64",
                        "py31-none-linux_x86_64",
                        "py30-none-linux_x86_64",
                        "cp33-none-any",
                        "py33-none-any",
                        "py3-none-any",
                        "py32-none-any",
                        "py31-none-any",
                        "py30-none-any");
    }

    @Test
    void freeThreadedBuildsHaveTheirOwnStableInterface() {
        SupportedTags supported = SupportedTags.of(cpython(3, 15, "t", "linux-x86_64", Libc.NONE));
        assertThat(supported.tags().getFirst()).hasToString("cp315-cp315t-linux_x86_64");
        assertThat(best(supported, "a-1-cp315-abi3-linux_x86_64.whl")).isEqualTo(-1);
        assertThat(best(supported, "a-1-cp315-abi3.abi3t-linux_x86_64.whl")).isEqualTo(1);
        SupportedTags withLock = SupportedTags.of(cpython(3, 15, "", "linux-x86_64", Libc.NONE));
        assertThat(best(withLock, "a-1-cp315-abi3.abi3t-linux_x86_64.whl")).isEqualTo(1);
        assertThat(best(withLock, "a-1-cp315-abi3t-linux_x86_64.whl")).isEqualTo(-1);
    }

    @Test
    void debugAndOldBuildsNameTheirFlags() {
        assertThat(abis(cpython(3, 14, "td", "linux-x86_64", Libc.NONE))).startsWith("cp314td", "cp314t", "abi3t");
        assertThat(abis(cpython(3, 7, "dm", "linux-x86_64", Libc.NONE))).startsWith("cp37dm", "abi3");
        assertThat(abis(cpython(2, 7, "mu", "linux-x86_64", Libc.NONE))).containsExactly("cp27mu", "none");
    }

    @ParameterizedTest
    @CsvSource({
        "pypy, 10, .pypy310-pp73-x86_64-linux-gnu.so, pp310-pypy310_pp73-linux_x86_64, pp3-none-any",
        "graalpy, 11, .graalpy242-311-native-x86_64-linux.so, graalpy311-graalpy242_311_native-linux_x86_64, py311-none-any"
    })
    void otherImplementationsNameTheirInterfaceByTheSuffix(
            String implementation, int minor, String suffix, String first, String firstPure) {
        PlatformFacts facts = new PlatformFacts(
                implementation, 3, minor, "", suffix, "linux-x86_64", Libc.NONE, false, false, Set.of());
        List<String> tags = tags(facts);
        assertThat(tags.getFirst()).isEqualTo(first);
        assertThat(tags.stream().filter(tag -> tag.endsWith("-any")).findFirst())
                .contains(firstPure);
    }

    @Test
    void anImplementationWithoutAnInterfaceIsBroken() {
        PlatformFacts facts =
                new PlatformFacts("pypy", 3, 10, "", ".so", "linux-x86_64", Libc.NONE, false, false, Set.of());
        assertThatThrownBy(() -> SupportedTags.of(facts))
                .isInstanceOfSatisfying(
                        MilieuException.class, e -> assertThat(e.code()).isEqualTo(PythonError.INTERPRETER_BROKEN))
                .hasMessage("the interpreter's suffix of extension modules `.so` names no ABI");
    }

    @Test
    void manylinuxGoesDownToTheFloorOfTheMachine() {
        assertThat(platforms(cpython(3, 12, "", "linux-x86_64", GLIBC_2_6)))
                .containsExactly("linux_x86_64", "manylinux_2_6_x86_64", "manylinux_2_5_x86_64", "manylinux1_x86_64");
        assertThat(platforms(cpython(3, 12, "", "linux-aarch64", new Libc(Libc.Kind.GLIBC, 2, 18))))
                .containsExactly(
                        "linux_aarch64", "manylinux_2_18_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64");
        assertThat(platforms(cpython(3, 12, "", "linux-mips64", GLIBC_2_6))).containsExactly("linux_mips64");
    }

    @Test
    void theInterpreterMayVetoManylinux() {
        PlatformFacts facts = new PlatformFacts(
                "cpython", 3, 12, "", "", "linux-x86_64", GLIBC_2_6, false, false, Set.of("manylinux1_x86_64"));
        assertThat(platforms(facts)).containsExactly("linux_x86_64", "manylinux_2_6_x86_64", "manylinux_2_5_x86_64");
    }

    @Test
    void muslHasItsOwnTags() {
        assertThat(platforms(cpython(3, 12, "", "linux-x86_64", new Libc(Libc.Kind.MUSL, 1, 2))))
                .containsExactly(
                        "linux_x86_64", "musllinux_1_2_x86_64", "musllinux_1_1_x86_64", "musllinux_1_0_x86_64");
    }

    @Test
    void a32BitInterpreterOnA64BitKernelIsSeen() {
        assertThat(platforms(
                        new PlatformFacts("cpython", 3, 12, "", "", "linux-x86_64", GLIBC_2_6, true, false, Set.of())))
                .containsExactly("linux_i686", "manylinux_2_6_i686", "manylinux_2_5_i686", "manylinux1_i686");
        Libc glibc = new Libc(Libc.Kind.GLIBC, 2, 17);
        assertThat(platforms(new PlatformFacts("cpython", 3, 12, "", "", "linux-aarch64", glibc, true, true, Set.of())))
                .containsExactly(
                        "linux_armv8l",
                        "linux_armv7l",
                        "manylinux_2_17_armv8l",
                        "manylinux2014_armv8l",
                        "manylinux_2_17_armv7l",
                        "manylinux2014_armv7l");
        assertThat(platforms(new PlatformFacts("cpython", 3, 12, "", "", "linux-armv7l", glibc, true, false, Set.of())))
                .containsExactly("linux_armv7l");
    }

    @Test
    void otherSystemsAreKnown() {
        assertThat(platforms(cpython(3, 12, "", "win-amd64", Libc.NONE))).containsExactly("win_amd64");
        assertThat(platforms(cpython(3, 12, "", "macosx-12.3-arm64", Libc.NONE)))
                .startsWith(
                        "macosx_12_0_arm64",
                        "macosx_12_0_universal2",
                        "macosx_11_0_arm64",
                        "macosx_11_0_universal2",
                        "macosx_10_16_universal2")
                .endsWith("macosx_10_4_universal2")
                .hasSize(17);
        assertThat(platforms(cpython(3, 12, "", "macosx-11.3-x86_64", Libc.NONE)))
                .startsWith("macosx_11_0_x86_64", "macosx_11_0_intel")
                .hasSize(6 * 14);
    }

    @Test
    void theBestTagOfAWheelDecides() {
        SupportedTags supported = SupportedTags.of(List.of(new Tag("a", "b", "c"), new Tag("py3", "none", "any")));
        assertThat(best(supported, "x-1-py2.py3-none-any.whl")).isEqualTo(1);
        assertThat(best(supported, "x-1-a.py3-b.none-any.c.whl")).isZero();
        assertThat(best(supported, "x-1-py2-none-any.whl")).isEqualTo(-1);
        assertThat(supported.rank(new Tag("PY3", "None", "ANY"))).hasValue(1);
        assertThat(supported.rank(new Tag("py3", "abi3", "any"))).isEmpty();
    }

    private static int best(SupportedTags supported, String wheel) {
        return supported.best(WheelFileName.parse(wheel)).orElse(-1);
    }

    private static PlatformFacts cpython(int major, int minor, String flags, String platform, Libc libc) {
        return new PlatformFacts("cpython", major, minor, flags, "", platform, libc, false, false, Set.of());
    }

    private static List<String> tags(PlatformFacts facts) {
        return SupportedTags.of(facts).tags().stream().map(Tag::toString).toList();
    }

    private static List<String> abis(PlatformFacts facts) {
        return SupportedTags.of(facts).tags().stream().map(Tag::abi).distinct().toList();
    }

    private static List<String> platforms(PlatformFacts facts) {
        return SupportedTags.of(facts).tags().stream()
                .map(Tag::platform)
                .distinct()
                .filter(platform -> !platform.equals("any"))
                .toList();
    }
}
