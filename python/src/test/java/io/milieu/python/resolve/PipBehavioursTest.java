package io.milieu.python.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import io.milieu.testkit.WheelMaker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The behaviours of {@code pip-behaviours.txt}. */
class PipBehavioursTest extends ResolverFixture {
    private final List<String> constraints = new ArrayList<>();

    /** One behaviour, by its name. */
    record Behaviour(String name, List<String> lines) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Behaviour> behaviours() throws Exception {
        String text;
        try (var stream = PipBehavioursTest.class.getResourceAsStream("pip-behaviours.txt")) {
            text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
        return Arrays.stream(text.split("(?m)^== "))
                .skip(1)
                .map(block -> block.lines().filter(line -> !line.isBlank()).toList())
                .map(lines -> new Behaviour(lines.getFirst(), lines.subList(1, lines.size())));
    }

    @ParameterizedTest
    @MethodSource("behaviours")
    void isAsWithPip(Behaviour behaviour) throws Exception {
        String[] question = {};
        int answers = 0;
        for (String line : behaviour.lines()) {
            String rest = line.substring(line.indexOf(' ') + 1);
            switch (line.substring(0, line.indexOf(' '))) {
                case "offer" -> offerOne(rest);
                case "base" -> installOne(rest);
                case "constraint" -> constraints.add(rest);
                case "ask" -> question = question(rest);
                case "get" -> {
                    assertThat(chosen(question)).isEqualTo(rest);
                    answers++;
                }
                case "fail" -> {
                    assertFails(question, rest);
                    answers++;
                }
                default -> throw new IllegalArgumentException(line);
            }
        }
        assertThat(answers).isPositive();
    }

    private void assertFails(String[] question, String expected) {
        int colon = expected.indexOf(": ");
        assertThatThrownBy(() -> resolve(question))
                .hasMessageContaining(expected.substring(colon + 2))
                .isInstanceOfSatisfying(
                        MilieuException.class,
                        e -> assertThat(e.code()).isEqualTo(PythonError.valueOf(expected.substring(0, colon))));
    }

    private void offerOne(String line) {
        String[] words = head(line).split(" ");
        WheelMaker wheel = WheelMaker.wheel(words[0], words[1]).requiresDist(requirements(line));
        for (String word : List.of(words).subList(2, words.length)) {
            if (word.startsWith("python=")) {
                wheel.requiresPython(word.substring("python=".length()));
            } else if (word.startsWith("extras=")) {
                wheel.extras(word.substring("extras=".length()).split(","));
            }
        }
        offer(wheel);
        if (List.of(words).contains("yanked")) {
            yank(words[0], words[1]);
        }
    }

    private void installOne(String line) throws IOException {
        String[] words = head(line).split(" ");
        install(words[0], words[1], requirements(line));
    }

    private String[] question(String line) throws IOException {
        List<String> words = new ArrayList<>();
        String rest = line;
        while (rest.startsWith("--")) {
            words.add(rest.substring(0, rest.indexOf(' ')));
            rest = rest.substring(rest.indexOf(' ') + 1);
        }
        options = words.toArray(String[]::new);
        List<String> lines = new ArrayList<>(List.of(rest.split(" & ")));
        if (!constraints.isEmpty()) {
            Files.write(temp.resolve("constraints.txt"), constraints);
            lines.add("-c constraints.txt");
        }
        return lines.toArray(String[]::new);
    }

    private static String head(String line) {
        int colon = line.indexOf(": ");
        return colon < 0 ? line : line.substring(0, colon);
    }

    private static String[] requirements(String line) {
        int colon = line.indexOf(": ");
        return colon < 0 ? new String[0] : line.substring(colon + 2).split(" & ");
    }
}
