package io.milieu.python.tag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.MilieuException;
import io.milieu.python.requirement.Marker;
import io.milieu.python.requirement.MarkerEnvironment;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TargetTest {
    private static final PlatformFacts FACTS = new PlatformFacts(
            "cpython", 3, 11, "", "", "linux-x86_64", new Libc(Libc.Kind.GLIBC, 2, 36), false, true, Set.of());
    private static final Target OWN = Target.of(
            "3.11.2",
            new MarkerEnvironment(
                    "cpython", "3.11.2", "posix", "x86_64", "CPython", "6", "Linux", "1", "3.11.2", "3.11", "linux"),
            FACTS);

    private static Target target(String version, String platform) {
        return Target.elsewhere(
                OWN,
                FACTS,
                Optional.of(version).filter(text -> !text.isEmpty()),
                Optional.of(platform).filter(text -> !text.isEmpty()));
    }

    private static boolean fits(Target target, String tags) {
        return target.tags().best(WheelFileName.parse("x-1-" + tags + ".whl")).isPresent();
    }

    private static boolean holds(Target target, String marker) {
        return Marker.parse(marker).evaluate(target.markers());
    }

    @Test
    void aVersionAloneLeavesThePlatform() {
        Target target = target("3.13", "");
        assertThat(target.python()).hasToString("3.13.0");
        assertThat(fits(target, "cp313-cp313-manylinux_2_36_x86_64")).isTrue();
        assertThat(fits(target, "cp311-cp311-manylinux_2_36_x86_64")).isFalse();
        assertThat(holds(target, "python_version == '3.13' and sys_platform == 'linux'"))
                .isTrue();
    }

    @Test
    void aVersionHasNoLeadingZeros() {
        assertThatThrownBy(() -> target("3.06", "")).hasMessage("`--python-version 3.06` is not a version of Python");
        assertThatThrownBy(() -> target("3.12.04", "")).isInstanceOf(MilieuException.class);
    }

    @Test
    void everySystemHasItsTagsAndMarkers() {
        Target arm = target("", "aarch64-manylinux_2_28");
        assertThat(fits(arm, "cp311-cp311-manylinux_2_28_aarch64")).isTrue();
        assertThat(fits(arm, "cp311-cp311-manylinux_2_29_aarch64")).isFalse();
        assertThat(holds(arm, "platform_machine == 'aarch64'")).isTrue();
        assertThat(fits(target("", "x86_64-musllinux_1_2"), "cp311-cp311-musllinux_1_1_x86_64"))
                .isTrue();
        assertThat(fits(target("", "x86_64-manylinux2014"), "cp311-cp311-manylinux_2_17_x86_64"))
                .isTrue();
        Target mac = target("3.12.4", "macos-arm64");
        assertThat(mac.python()).hasToString("3.12.4");
        assertThat(fits(mac, "cp312-cp312-macosx_11_0_arm64")).isTrue();
        assertThat(fits(mac, "cp312-cp312-macosx_10_9_x86_64")).isFalse();
        assertThat(holds(mac, "sys_platform == 'darwin' and platform_system == 'Darwin' and os_name == 'posix'"))
                .isTrue();
        Target windows = target("3.12", "windows-x86_64");
        assertThat(fits(windows, "cp312-cp312-win_amd64")).isTrue();
        assertThat(fits(windows, "cp312-abi3-win32")).isFalse();
        assertThat(holds(windows, "sys_platform == 'win32' and os_name == 'nt' and platform_machine == 'AMD64'"))
                .isTrue();
    }

    @Test
    void whatIsNoVersionOrPlatformIsRefused() {
        assertThatThrownBy(() -> target("three", "")).hasMessage("`--python-version three` is not a version of Python");
        assertThatThrownBy(() -> target("", "amiga")).hasMessage("`--platform amiga` is not known");
    }
}
