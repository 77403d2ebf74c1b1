package io.milieu.python.scenario;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A scenario whose published expectation is one tool's policy and is decided otherwise here.
 *
 * @param scenario its name
 * @param outcome what is right here: the versions by project, or no solution if empty
 * @param reason the specification or the decision that says so
 */
record ScenarioDecision(String scenario, Optional<Map<String, String>> outcome, String reason) {
    private static final String PRERELEASES =
            "one requirement that names a pre-release opens the project's pre-releases, as with pip (ADR 6)";
    private static final String NO_FALLBACK =
            "pre-releases are a fall-back where no release meets the specifiers, not where releases fail for other reasons"
                    + " (version specifiers, handling of pre-releases; ADR 6)";
    private static final String UPPER_BOUND = "an upper bound of Requires-Python counts, as with pip (ADR 6)";
    private static final String PINNED_YANK = "a pin opens a yanked version, whoever pins it (PEP 592), as with pip";

    static final List<ScenarioDecision> ALL = List.of(
            decided("prereleases/package-prerelease-specified-mixed-available", PRERELEASES, "a=1.0.0a1"),
            decided("prereleases/package-prereleases-specifier-boundary", PRERELEASES, "a=0.2.0a1"),
            decided("prereleases/prerelease-base-extra-stable-preference-explicit-first", PRERELEASES, "c=2.0.0a1"),
            decided("prereleases/prerelease-base-extra-stable-preference-plain-first", PRERELEASES, "c=2.0.0a1"),
            decided("prereleases/prerelease-equivalent-stable-preference-explicit-first", PRERELEASES, "c=2.0.0a1"),
            decided("prereleases/prerelease-equivalent-stable-preference-plain-first", PRERELEASES, "c=2.0.0a1"),
            decided(
                    "prereleases/prerelease-extra-stable-preference-backtracks",
                    PRERELEASES,
                    "a=1.0.0 c=2.0.0a1 d=1.0.0"),
            decided("prereleases/prerelease-extra-stable-preference", PRERELEASES, "c=2.0.0a1"),
            decided("prereleases/prerelease-redundant-stable-preference-explicit-first", PRERELEASES, "c=2.0.0a1"),
            decided("prereleases/prerelease-redundant-stable-preference-plain-first", PRERELEASES, "c=2.0.0a1"),
            decided(
                    "prereleases/transitive-prerelease-equivalent-stable-preference-explicit-first",
                    PRERELEASES,
                    "a=1.0.0 c=2.0.0a1"),
            decided(
                    "prereleases/transitive-prerelease-equivalent-stable-preference-plain-first",
                    PRERELEASES,
                    "a=1.0.0 c=2.0.0a1"),
            decided("prereleases/transitive-prerelease-prefers-stable", PRERELEASES, "a=1.0.0 c=2.0.0a1"),
            decided(
                    "prereleases/transitive-prerelease-redundant-stable-preference-plain-first",
                    PRERELEASES,
                    "a=1.0.0 c=2.0.0a1"),
            unsolvable("prereleases/prerelease-capped-union-backtrack", NO_FALLBACK),
            unsolvable("prereleases/prerelease-fallback-after-stable-rejected", NO_FALLBACK),
            unsolvable("requires_python/python-less-than-current", UPPER_BOUND),
            decided("yanked/transitive-yanked-and-unyanked-dependency", PINNED_YANK, "a=1.0.0 b=1.0.0 c=2.0.0"));

    static Optional<ScenarioDecision> of(Scenario scenario) {
        return ALL.stream()
                .filter(decision -> decision.scenario().equals(scenario.name()))
                .findFirst();
    }

    private static ScenarioDecision decided(String scenario, String reason, String versions) {
        Map<String, String> outcome = new TreeMap<>();
        for (String version : versions.split(" ")) {
            outcome.put(version.substring(0, version.indexOf('=')), version.substring(version.indexOf('=') + 1));
        }
        return new ScenarioDecision(scenario, Optional.of(outcome), reason);
    }

    private static ScenarioDecision unsolvable(String scenario, String reason) {
        return new ScenarioDecision(scenario, Optional.empty(), reason);
    }
}
