package io.milieu.python.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.python.name.ExtraName;
import io.milieu.python.requirement.Marker;
import io.milieu.python.tag.WheelFileName;
import io.milieu.python.version.VersionSpecifiers;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegionTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            python_version < '3.11'                                           | python_full_version < '3.11'
            python_version > '3.11'                                           | python_version >= '3.12'
            python_version >= '3.11.2'                                        | python_version >= '3.12'
            python_version == '3.*'                                           | python_version >= '3' and python_version < '4'
            python_version ~= '3.9'                                           | python_version >= '3.9' and python_version < '4'
            python_version in '3.9, 3.10'                                     | python_version == '3.9' or python_version == '3.10'
            '3.9' <= python_version                                           | python_version >= '3.9'
            python_full_version == '3.11.*'                                   | python_version == '3.11'
            python_full_version > '3.11.2'                                    | python_full_version >= '3.11.3'
            python_full_version < '3.13.0a1'                                  | python_version < '3.13'
            sys_platform in 'linux darwin' and sys_platform != 'linux darwin' | sys_platform == 'darwin' or sys_platform == 'linux'
            'linux' == sys_platform                                           | sys_platform == 'linux'
            os_name == 'nt' and (os_name == 'nt' or sys_platform == 'linux')  | os_name == 'nt'
            'arm' not in platform_machine or 'arm' in platform_machine        | python_version >= '0'
            """)
    void markersThatMeanTheSameAreTheSameRegion(String one, String other) {
        assertThat(Region.of(Marker.parse(one))).isEqualTo(Region.of(Marker.parse(other)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            python_version == '3.11' or python_version == '3.12'              | python_version >= '3.11' and python_version < '3.13'
            python_version >= '3.11' and python_version < '3.12'              | python_version == '3.11'
            python_full_version >= '3.11.4'                                   | python_full_version >= '3.11.4'
            sys_platform == 'win32' and os_name == 'nt'                       | sys_platform == 'win32'
            os_name == 'nt'                                                   | sys_platform == 'win32'
            sys_platform != 'win32' and sys_platform != 'darwin'              | sys_platform != 'darwin' and sys_platform != 'win32'
            platform_system != 'Windows'                                      | sys_platform != 'win32'
            sys_platform == 'win32' or python_version < '3.11'                | python_version < '3.11' or sys_platform == 'win32'
            platform_python_implementation == 'PyPy'                          | implementation_name == 'pypy'
            'arm' not in platform_machine                                     | 'arm' not in platform_machine
            platform_release >= '5' and sys_platform == 'linux'               | sys_platform == 'linux' and platform_release >= '5'
            """)
    void aMarkerSaysNoMoreThanItMust(String given, String written) {
        Region existing = Region.existing();
        Marker marker = Region.of(Marker.parse(given)).marker(existing);
        assertThat(marker).hasToString(Marker.parse(written).toString());
        assertThat(Region.of(marker).and(existing))
                .isEqualTo(Region.of(Marker.parse(given)).and(existing));
    }

    @Test
    void whatAlwaysHoldsWithinARegionIsNotSaid() {
        Region within = Region.python(VersionSpecifiers.parse(">=3.10"));
        assertThat(Region.of(Marker.parse("python_version >= '3.9'")).marker(within))
                .isEqualTo(Marker.always());
        assertThat(Region.of(Marker.parse("python_version >= '3.9' and os_name == 'nt'"))
                        .marker(within))
                .hasToString("os_name == \"nt\"");
        assertThatThrownBy(
                        () -> Region.of(Marker.parse("python_version < '3.9'")).marker(within))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void thePythonsOfARegionAreThoseOfItsEnvironments() {
        Region region =
                Region.of(Marker.parse("python_version < '3.9' and os_name == 'nt' or python_version >= '3.12'"));
        assertThat(region.pythons())
                .isEqualTo(Region.of(Marker.parse("python_version < '3.9' or python_version >= '3.12'")));
        assertThat(Region.of(Marker.parse("os_name == 'nt'")).pythons()).isEqualTo(Region.EVERYWHERE);
        assertThat(Region.NOWHERE.pythons()).isEqualTo(Region.NOWHERE);
        assertThat(Region.pythonSince(VersionSpecifiers.parse(">=3.9,!=3.10.*,<4")))
                .isEqualTo(Region.of(Marker.parse("python_version >= '3.9'")));
        assertThat(Region.pythonSince(VersionSpecifiers.parse("<4"))).isEqualTo(Region.EVERYWHERE);
        assertThat(Region.pythonSince(VersionSpecifiers.parse("<3,>3"))).isEqualTo(Region.NOWHERE);
    }

    @Test
    void valuesThatDoNotGoTogetherAreNowhere() {
        Region existing = Region.existing();
        assertThat(Region.of(Marker.parse("sys_platform == 'win32' and os_name == 'posix'"))
                        .isDisjointFrom(existing))
                .isTrue();
        assertThat(Region.of(Marker.parse("platform_system == 'Linux' and sys_platform == 'darwin'"))
                        .isDisjointFrom(existing))
                .isTrue();
        assertThat(Region.of(Marker.parse("sys_platform == 'sunos5' and os_name == 'posix'"))
                        .isDisjointFrom(existing))
                .isFalse();
    }

    @Test
    void extrasAreDecidedWhenAMarkerIsRead() {
        Marker marker = Marker.parse("extra == 'Fast_Path' and os_name == 'nt'");
        assertThat(Region.of(marker).isEmpty()).isTrue();
        assertThat(Region.of(marker, Set.of(ExtraName.of("fast-path"), ExtraName.of("other"))))
                .isEqualTo(Region.of(Marker.parse("os_name == 'nt'")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a-1-py3-none-any.whl                                 | python_version >= '3' and python_version < '4'
            a-1-py2.py3-none-any.whl                             | python_version >= '2' and python_version < '4'
            a-1-cp311-cp311-win_amd64.whl                        | python_version == '3.11' and implementation_name == 'cpython' and sys_platform == 'win32' and (platform_machine == 'AMD64' or platform_machine == 'x86_64')
            a-1-cp39-abi3-macosx_11_0_arm64.whl                  | python_version >= '3.9' and python_version < '4' and implementation_name == 'cpython' and sys_platform == 'darwin' and (platform_machine == 'ARM64' or platform_machine == 'arm64')
            a-1-pp310-pypy310_pp73-manylinux_2_17_aarch64.whl    | python_version == '3.10' and implementation_name == 'pypy' and sys_platform == 'linux' and platform_machine == 'aarch64'
            a-1-py3-none-musllinux_1_2_i686.whl                  | python_version >= '3' and python_version < '4' and sys_platform == 'linux' and (platform_machine == 'i386' or platform_machine == 'i586' or platform_machine == 'i686' or platform_machine == 'x86_64')
            """)
    void aWheelFitsWhereItsTagsSay(String wheel, String marker) {
        Region expected = Region.of(Marker.parse(marker));
        Region found = new WheelRegions().of(WheelFileName.parse(wheel).tags());
        assertThat(found).isEqualTo(expected);
    }
}
