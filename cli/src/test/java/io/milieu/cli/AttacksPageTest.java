package io.milieu.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of attacks names tests: they exist. */
class AttacksPageTest {
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

    @Test
    void everyTestThatThePageNamesExists() throws Exception {
        Path root = Path.of("..");
        Map<String, String> sources = new HashMap<>();
        for (String module : List.of("core", "python", "cli")) {
            try (Stream<Path> files = Files.walk(root.resolve(module).resolve("src/test"))) {
                for (Path file : files.filter(each -> each.toString().endsWith("Test.java"))
                        .toList()) {
                    String name = file.getFileName().toString().replace(".java", "");
                    sources.merge(name, Files.readString(file), String::concat);
                }
            }
        }
        List<String> missing = new ArrayList<>();
        int named = 0;
        Matcher tests = TEST.matcher(Files.readString(root.resolve("docs/attacks.md")));
        while (tests.find()) {
            named++;
            if (!sources.getOrDefault(tests.group(1), "").contains(" void " + tests.group(2) + "(")) {
                missing.add(tests.group());
            }
        }
        assertThat(missing).isEmpty();
        assertThat(named).isGreaterThan(30);
    }
}
