package io.milieu.python.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.python.requirement.Marker;
import io.milieu.python.requirement.MarkerEnvironment;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Regions of random markers against the markers themselves, asked in random environments. */
class RegionLawsTest {
    private static final int ROUNDS = 200;
    private static final List<String> PLATFORMS = List.of("linux", "darwin", "win32", "cygwin", "sunos5");
    private static final List<String> MACHINES = List.of("x86_64", "arm64", "aarch64");
    private static final List<String> OPERATORS = List.of("<", "<=", "==", "!=", ">=", ">", "~=");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aRegionWrittenAsAMarkerHoldsWhereTheMarkerDoes(int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            Marker marker = marker(random, 3);
            Region region = Region.of(marker);
            if (!region.isEmpty()) {
                Marker written = region.marker(Region.EVERYWHERE);
                assertThat(Region.of(written)).as("%s", marker).isEqualTo(region);
                for (int j = 0; j < 20; j++) {
                    MarkerEnvironment environment = environment(random);
                    assertThat(written.evaluate(environment))
                            .as("%s, written as %s, in %s", marker, written, environment)
                            .isEqualTo(marker.evaluate(environment));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 6})
    void aMarkerWithinARegionHoldsThereWhereItShould(int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            Region wanted = Region.of(marker(random, 2));
            Region within = Region.of(marker(random, 2));
            if (!wanted.isDisjointFrom(within)) {
                Region written = Region.of(wanted.marker(within));
                assertThat(written.and(within)).isEqualTo(wanted.and(within));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 8, 9})
    void theLawsOfSetsHold(int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            Region a = Region.of(marker(random, 2));
            Region b = Region.of(marker(random, 2));
            Region c = Region.of(marker(random, 2));
            assertThat(a.and(b)).isEqualTo(b.and(a)).hasSameHashCodeAs(b.and(a));
            assertThat(a.or(b).or(c)).isEqualTo(a.or(b.or(c)));
            assertThat(a.and(b.or(c))).isEqualTo(a.and(b).or(a.and(c)));
            assertThat(Region.EVERYWHERE.minus(a.or(b)))
                    .isEqualTo(Region.EVERYWHERE.minus(a).minus(b));
            assertThat(a.minus(b).or(a.and(b))).isEqualTo(a);
            assertThat(a.minus(b).isDisjointFrom(b)).isTrue();
            assertThat(a.and(b).isWithin(a)).isTrue();
        }
    }

    private static Marker marker(Random random, int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return Marker.parse(comparison(random));
        }
        List<Marker> parts = List.of(marker(random, depth - 1), marker(random, depth - 1));
        return Marker.parse(
                random.nextBoolean()
                        ? "(" + parts.getFirst() + ") and (" + parts.getLast() + ")"
                        : "(" + parts.getFirst() + ") or (" + parts.getLast() + ")");
    }

    private static String comparison(Random random) {
        return switch (random.nextInt(7)) {
            case 0, 1 -> "python_version " + one(random, OPERATORS) + " '3." + random.nextInt(8, 14) + "'";
            case 2 ->
                "python_full_version " + one(random, OPERATORS) + " '3." + random.nextInt(8, 14) + "."
                        + random.nextInt(4) + "'";
            case 3 -> "sys_platform " + one(random, List.of("==", "!=")) + " '" + one(random, PLATFORMS) + "'";
            case 4 -> "sys_platform " + one(random, List.of("in", "not in")) + " 'linux darwin'";
            case 5 -> "platform_machine == '" + one(random, MACHINES) + "'";
            default -> "'64' " + one(random, List.of("in", "not in")) + " platform_machine";
        };
    }

    private static MarkerEnvironment environment(Random random) {
        int minor = random.nextInt(8, 14);
        String full = "3." + minor + "." + random.nextInt(4);
        return new MarkerEnvironment(
                "cpython", full, "", one(random, MACHINES), "", "", "", "", full, "3." + minor, one(random, PLATFORMS));
    }

    private static String one(Random random, List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
