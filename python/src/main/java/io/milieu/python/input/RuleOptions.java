package io.milieu.python.input;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.python.input.NameChoice.Option;
import io.milieu.python.name.PackageName;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The options that decide which of the offered files are chosen. Not thread-safe: collects while reading. */
final class RuleOptions {
    /** The options with a value. */
    static final Set<String> VALUED = Set.of(
            "--only-binary",
            "--no-binary",
            "--no-binary-package",
            "--no-build-package",
            "--all-releases",
            "--only-final",
            "--prerelease",
            "--resolution",
            "--keyring-provider",
            "--exclude-newer",
            "--uploaded-prior-to");

    private static final String ALL = ":all:";

    private final List<NameChoice> choices = new ArrayList<>();
    private final List<String> trustedHosts = new ArrayList<>();
    private final Map<String, String> namedIndexes = new HashMap<>();
    private final Map<PackageName, String> pins = new HashMap<>();
    private String keyring = "";
    private boolean preferBinary;
    private boolean dependencies = true;
    private boolean wheelsOnly;
    private Optional<Boolean> requireHashes = Optional.empty();
    private Optional<Instant> excludeNewer = Optional.empty();
    private Strategy strategy = Strategy.HIGHEST;

    /** {@return whether the name is one of an option without a value, which is then taken} */
    boolean flag(String name) {
        switch (name) {
            case "--prefer-binary" -> preferBinary = true;
            case "--require-hashes" -> requireHashes = Optional.of(true);
            case "--no-require-hashes", "--no-verify-hashes" -> requireHashes = Optional.of(false);
            case "--no-deps", "--no-dependencies" -> dependencies = false;
            case "--wheels-only" -> wheelsOnly = true;
            case "--no-build" -> choices.add(new NameChoice(Option.ONLY_BINARY, ALL));
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Takes one of {@link #VALUED}. */
    void valued(String name, String value, String place) {
        switch (name) {
            case "--only-binary", "--no-build-package" -> choices.add(new NameChoice(Option.ONLY_BINARY, value));
            case "--no-binary", "--no-binary-package" -> choices.add(new NameChoice(Option.NO_BINARY, value));
            case "--all-releases" -> choices.add(new NameChoice(Option.ALL_RELEASES, value));
            case "--only-final" -> choices.add(new NameChoice(Option.ONLY_FINAL, value));
            case "--prerelease" -> prerelease(value, place);
            case "--keyring-provider" -> keyring = value;
            case "--resolution" -> strategy = strategy(value, place);
            // uv means the whole of a day, pip what is before it.
            case "--exclude-newer" -> excludeNewer = Optional.of(instant(name, value, 1, place));
            default -> excludeNewer = Optional.of(instant(name, value, 0, place));
        }
    }

    void trust(String host) {
        trustedHosts.add(host);
    }

    void name(String index, String url) {
        namedIndexes.put(index, url);
    }

    void pin(PackageName project, String index) {
        pins.put(project, index);
    }

    ChoiceRules collected() {
        for (Map.Entry<PackageName, String> pin : pins.entrySet()) {
            if (!namedIndexes.containsKey(pin.getValue())) {
                throw new MilieuException(
                        CoreError.USAGE,
                        "`--index-pin " + pin.getKey() + "=" + pin.getValue() + "` names an index that is not there",
                        List.of("Add it with `--index " + pin.getValue() + "=URL`."));
            }
        }
        return new ChoiceRules(
                choices,
                preferBinary,
                trustedHosts,
                excludeNewer,
                strategy,
                requireHashes,
                dependencies,
                wheelsOnly,
                namedIndexes,
                pins,
                keyring);
    }

    private void prerelease(String value, String place) {
        switch (value) {
            case "allow" -> choices.add(new NameChoice(Option.ALL_RELEASES, ALL));
            case "disallow" -> choices.add(new NameChoice(Option.ONLY_FINAL, ALL));
            case "if-necessary-or-explicit" -> {
                choices.add(new NameChoice(Option.ALL_RELEASES, ":none:"));
                choices.add(new NameChoice(Option.ONLY_FINAL, ":none:"));
            }
            default ->
                throw refused(
                        place,
                        "--prerelease",
                        value,
                        "allow, disallow and if-necessary-or-explicit, which is the rule");
        }
    }

    private static Strategy strategy(String value, String place) {
        return switch (value) {
            case "highest" -> Strategy.HIGHEST;
            case "lowest" -> Strategy.LOWEST;
            case "lowest-direct" -> Strategy.LOWEST_DIRECT;
            default -> throw refused(place, "--resolution", value, "highest, lowest and lowest-direct");
        };
    }

    private static Instant instant(String option, String value, int days, String place) {
        try {
            return value.contains("T") || value.contains("t") || value.contains(" ")
                    ? OffsetDateTime.parse(value.replace(' ', 'T')).toInstant()
                    : LocalDate.parse(value)
                            .plusDays(days)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant();
        } catch (DateTimeException e) {
            throw refused(place, option, value, "2026-03-01, a day in UTC, or 2026-03-01T12:00:00Z (RFC 3339)");
        }
    }

    private static MilieuException refused(String place, String option, String value, String known) {
        return new MilieuException(
                CoreError.USAGE,
                place + ": `" + option + " " + value + "` is not understood",
                List.of("What `" + option + "` takes: " + known + "."));
    }
}
