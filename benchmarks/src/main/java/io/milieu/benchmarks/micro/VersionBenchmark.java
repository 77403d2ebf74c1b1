package io.milieu.benchmarks.micro;

import io.milieu.python.version.Version;
import io.milieu.python.version.VersionSpecifiers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A thousand versions as large projects have them: parsed, sorted, matched. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class VersionBenchmark {
    private static final long SEED = 1;
    private static final int COUNT = 1000;
    private static final String[] ENDS = {"", "", "", "", "rc1", "b2", ".post1", ".dev3", "+cpu"};

    private final String[] texts = texts();
    private final Version[] versions = Arrays.stream(texts).map(Version::parse).toArray(Version[]::new);
    private final VersionSpecifiers specifiers = VersionSpecifiers.parse(">=1.2,<9,!=3.4.*,~=2.1");

    /** {@return the thousand versions, parsed} */
    @Benchmark
    public List<Version> parse() {
        List<Version> parsed = new ArrayList<>(COUNT);
        for (String text : texts) {
            parsed.add(Version.parse(text));
        }
        return parsed;
    }

    /** {@return the thousand versions, sorted} */
    @Benchmark
    public Version[] sort() {
        Version[] copy = versions.clone();
        Arrays.sort(copy);
        return copy;
    }

    /** {@return how many of the thousand versions four specifiers admit} */
    @Benchmark
    public int match() {
        int count = 0;
        for (Version version : versions) {
            count += specifiers.contains(version) ? 1 : 0;
        }
        return count;
    }

    private static String[] texts() {
        Random random = new Random(SEED);
        String[] texts = new String[COUNT];
        for (int i = 0; i < COUNT; i++) {
            texts[i] = random.nextInt(12) + "." + random.nextInt(20) + "." + random.nextInt(30)
                    + ENDS[random.nextInt(ENDS.length)];
        }
        return texts;
    }
}
