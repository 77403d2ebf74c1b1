package io.milieu.python.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of keys is that which PEP 440 describes in words, written down here part by part. */
class VersionOrderTest {
    private static final int NUMBER = 1;
    private static final int WORD = 0;

    private static final Comparator<Version> BY_PARTS = Comparator.comparingLong(Version::epoch)
            .thenComparing(VersionOrderTest::compareReleases)
            .thenComparingInt(VersionOrderTest::phase)
            .thenComparingLong(version -> version.pre().map(PreRelease::number).orElse(0L))
            .thenComparingLong(version -> version.post().orElse(-1))
            .thenComparingLong(version -> version.dev().orElse(Long.MAX_VALUE))
            .thenComparing(VersionOrderTest::compareLocals);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void keysHaveTheOrderOfTheParts(int seed) {
        List<Version> versions = versions(seed, 400);
        for (Version a : versions) {
            for (Version b : versions) {
                assertThat(Integer.signum(a.compareTo(b)))
                        .as("%s against %s", a, b)
                        .isEqualTo(Integer.signum(BY_PARTS.compare(a, b)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6})
    void sortedAndHashedCollectionsAgreeWhatIsTheSame(int seed) {
        List<Version> versions = new ArrayList<>(versions(seed, 2000));
        assertThat(new HashSet<>(versions)).hasSameSizeAs(new TreeSet<>(versions));
        Collections.sort(versions);
        List<Version> shuffled = new ArrayList<>(versions);
        Collections.shuffle(shuffled, new Random(seed));
        Collections.sort(shuffled);
        assertThat(shuffled).isEqualTo(versions);
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 8})
    void everySpellingHasOneNormalForm(int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 5000; i++) {
            String normal = Version.parse(RandomVersions.text(random)).toString();
            String spelling = respelled(normal, random);
            assertThat(Version.parse(spelling)).as(spelling).hasToString(normal).isEqualTo(Version.parse(normal));
        }
    }

    private static List<Version> versions(int seed, int count) {
        Random random = new Random(seed);
        return IntStream.range(0, count)
                .mapToObj(i -> Version.parse(RandomVersions.text(random)))
                .toList();
    }

    /** Other words, separators, case and surroundings that PEP 440 allows. */
    private static String respelled(String normal, Random random) {
        int plus = normal.indexOf('+');
        String local = plus < 0 ? "" : normal.substring(plus).replace('.', pick(random, '.', '-', '_'));
        String text = plus < 0 ? normal : normal.substring(0, plus);
        char separator = pick(random, '.', '-', '_');
        text = text.replaceFirst("rc(\\d)", separator + (random.nextBoolean() ? "c" : "preview") + separator + "$1")
                .replaceFirst("(?<=\\d)a(\\d)", random.nextBoolean() ? "alpha$1" : separator + "a$1")
                .replaceFirst("(?<=\\d)b(\\d)", random.nextBoolean() ? "beta$1" : separator + "b$1")
                .replaceFirst("\\.post(\\d)", random.nextBoolean() ? "rev$1" : separator + "r" + separator + "$1")
                .replaceFirst("\\.dev(\\d)", separator + "dev" + separator + "$1");
        String whole = (random.nextBoolean() ? "v" : "") + text + local;
        return " " + (random.nextBoolean() ? whole.toUpperCase(Locale.ROOT) : whole) + "\n";
    }

    private static char pick(Random random, char... signs) {
        return signs[random.nextInt(signs.length)];
    }

    private static int compareReleases(Version a, Version b) {
        int length = Math.max(a.releaseLength(), b.releaseLength());
        return IntStream.range(0, length)
                .map(i -> Long.compare(a.release(i), b.release(i)))
                .filter(order -> order != 0)
                .findFirst()
                .orElse(0);
    }

    /** A development release of nothing else comes first, what is no pre-release last. */
    private static int phase(Version version) {
        if (version.pre().isEmpty()) {
            return version.isDevrelease() && !version.isPostrelease() ? 0 : 4;
        }
        return switch (version.pre().get().phase()) {
            case A -> 1;
            case B -> 2;
            case RC -> 3;
        };
    }

    private static int compareLocals(Version a, Version b) {
        List<String> left = segments(a);
        List<String> right = segments(b);
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int kinds = Integer.compare(kind(left.get(i)), kind(right.get(i)));
            int order = kinds != 0 || kind(left.get(i)) == WORD
                    ? kinds != 0 ? kinds : left.get(i).compareTo(right.get(i))
                    : Long.compare(Long.parseLong(left.get(i)), Long.parseLong(right.get(i)));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    private static List<String> segments(Version version) {
        return version.local().map(local -> List.of(local.split("\\."))).orElse(List.of());
    }

    private static int kind(String segment) {
        return segment.chars().allMatch(Character::isDigit) ? NUMBER : WORD;
    }
}
