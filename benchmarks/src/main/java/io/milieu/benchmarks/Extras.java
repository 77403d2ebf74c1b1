package io.milieu.benchmarks;

import io.milieu.testkit.IndexBuilder;
import io.milieu.testkit.WheelMaker;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Tiny wheels that make one environment differ from the next: with another of them, the same request needs a new environment. */
final class Extras {
    static final int COUNT = 1024;

    private Extras() {}

    static IndexBuilder addTo(IndexBuilder index) {
        IntStream.range(0, COUNT)
                .forEach(i -> index.add(WheelMaker.wheel(name(i), "1.0").make()));
        return index;
    }

    /** {@return the requirements and one extra} */
    static List<String> with(List<String> requirements, int number) {
        List<String> all = new ArrayList<>(requirements);
        all.add(name(number));
        return all;
    }

    /** {@return the requirements and every extra} */
    static List<String> withAll(List<String> requirements) {
        List<String> all = new ArrayList<>(requirements);
        IntStream.range(0, COUNT).forEach(i -> all.add(name(i)));
        return all;
    }

    private static String name(int number) {
        return "milieu-extra-" + number;
    }
}
