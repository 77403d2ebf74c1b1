package io.milieu.python.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.milieu.python.version.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every case of the reference implementation's published tests passes, or is listed with the reason why not. */
class PackagingCasesTest {

    private enum Outcome {
        PASSED,
        DEVIATES,
        NOT_COVERED
    }

    @Test
    void everyCasePassesOrIsListedWithAReason() throws IOException {
        Path file = Path.of(System.getProperty("milieu.data", "../shared/data"), "packaging-cases.jsonl");
        assumeTrue(Files.exists(file), () -> "the published cases are not here: " + file);
        List<Case> rows = Files.readAllLines(file).stream().map(Case::read).toList();
        Map<String, Case.Check> checks = checks(rows);
        Map<String, Map<Outcome, Integer>> counts = new TreeMap<>();
        List<String> problems = new ArrayList<>();
        for (Case row : rows) {
            Outcome outcome = outcome(row, checks.get(row.name()), problems);
            counts.computeIfAbsent(row.family(), family -> new TreeMap<>()).merge(outcome, 1, Integer::sum);
        }
        System.out.println("packaging cases: " + counts);
        assertThat(problems).isEmpty();
    }

    private static Map<String, Case.Check> checks(List<Case> rows) {
        List<Version> sample = rows.stream()
                .filter(row -> row.family().equals("version"))
                .flatMap(row -> row.with().string("version").stream())
                .flatMap(text -> Version.tryParse(text).stream())
                .flatMap(version -> neighbours(version.publicVersion()))
                .distinct()
                .toList();
        Map<String, Case.Check> checks = new HashMap<>();
        Stream.of(
                        new VersionCases(),
                        new SpecifierCases(),
                        new SpecifierSetCases(sample),
                        new RangeCases(sample),
                        new DirectUrlCases(),
                        new MarkerCases(),
                        new RequirementCases(),
                        new TagCases(),
                        new MetadataCases(),
                        new LockCases(),
                        new DependencyGroupCases())
                .map(Case.Family::checks)
                .forEach(checks::putAll);
        return checks;
    }

    /** What lies closest to a version. */
    static Stream<Version> neighbours(Version version) {
        return Stream.of("", ".dev0", ".post0.dev0", ".post0", ".post1.dev2", ".post1", "+a", ".0.1")
                .flatMap(suffix -> Version.tryParse(version + suffix).stream());
    }

    private static Outcome outcome(Case row, Case.Check check, List<String> problems) {
        boolean excluded = CaseExceptions.NOT_COVERED.stream().anyMatch(group -> group.covers(row));
        if (check == null) {
            if (!excluded) {
                problems.add("neither checked nor listed: " + row);
            }
            return Outcome.NOT_COVERED;
        }
        if (excluded) {
            problems.add("both checked and listed: " + row);
        }
        Optional<String> failure = failure(row, check);
        boolean deviates = CaseExceptions.DEVIATIONS.stream().anyMatch(deviation -> deviation.covers(row));
        if (failure.isPresent() != deviates) {
            problems.add(row + (deviates ? " is listed but passes" : " fails: " + failure.orElse("")));
        }
        return deviates ? Outcome.DEVIATES : Outcome.PASSED;
    }

    private static Optional<String> failure(Case row, Case.Check check) {
        try {
            check.on(row);
            return Optional.empty();
        } catch (RuntimeException | AssertionError e) {
            return Optional.of(e.toString().lines().limit(12).collect(Collectors.joining(" ")));
        }
    }
}
