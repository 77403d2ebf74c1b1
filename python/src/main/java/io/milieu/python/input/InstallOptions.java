package io.milieu.python.input;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.core.plan.PlanOptions.IndexOptions;
import io.milieu.python.name.PackageName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The options of {@code pip install} and {@code uv pip install} that a requirements file, a field or the command line may hold. What
 * decides where packages come from and which are chosen is kept; what only concerns a tool's own way of working is accepted and has no
 * effect; anything else is refused by name. Not thread-safe: collects while reading.
 */
final class InstallOptions {
    private static final Map<String, String> SHORT = Map.of(
            "-i", "--index-url", "-f", "--find-links", "-r", "--requirement", "-c", "--constraint", "-e", "--editable");
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "--no-cache-dir",
            "--no-cache",
            "--disable-pip-version-check",
            "--quiet",
            "-q",
            "--verbose",
            "-v",
            "--no-input",
            "--no-color",
            "--no-progress",
            "--no-warn-script-location",
            "--no-python-version-warning",
            "--compile",
            "--compile-bytecode",
            "--no-compile",
            "--no-compile-bytecode",
            "--upgrade",
            "-U",
            "--reinstall",
            "--force-reinstall",
            "--ignore-installed",
            "--refresh",
            "--strict",
            "--no-warn-conflicts");
    private static final Set<String> VALUE_WITHOUT_EFFECT = Set.of(
            "--timeout",
            "--retries",
            "--progress-bar",
            "--upgrade-strategy",
            "--upgrade-package",
            "--reinstall-package",
            "--refresh-package",
            "--root-user-action",
            "--use-feature",
            "--use-deprecated",
            "--cache-dir",
            "--exists-action",
            "--link-mode",
            "--log");
    private static final Set<String> INDEXES = Set.of(
            "--index-url",
            "--pypi-url",
            "--default-index",
            "--extra-index-url",
            "--index",
            "--index-pin",
            "--index-strategy",
            "--find-links",
            "--trusted-host",
            "--allow-insecure-host");

    /** What only Milieu knows. */
    private static final Set<String> OWN = Set.of("--wheels-only");

    private final Path directory;
    private final boolean tolerant;
    private final List<String> words = new ArrayList<>();
    private final RuleOptions rules = new RuleOptions();
    private String indexUrl = "";
    private final List<String> extraIndexUrls = new ArrayList<>();
    private final List<String> findLinks = new ArrayList<>();
    private boolean noIndex;
    private boolean pre;

    /** Options of somebody who stands in that folder. */
    InstallOptions(Path directory, boolean tolerant) {
        this.directory = directory;
        this.tolerant = tolerant;
    }

    /** Takes options from words that stand in that file. {@return the options among them that bring requirements, in order} */
    List<Inclusion> take(List<String> words, FileLocation from, String place) {
        List<Inclusion> inclusions = new ArrayList<>();
        for (int at = 0; at < words.size(); at++) {
            String word = words.get(at);
            int end = endOfName(word);
            String name = word.substring(0, end);
            String full = SHORT.getOrDefault(name, name);
            if (flag(full)) {
                continue;
            }
            if (tolerant && !isKnown(full)) {
                this.words.add(word);
                if (end == word.length()
                        && at + 1 < words.size()
                        && !words.get(at + 1).startsWith("-")) {
                    this.words.add(words.get(++at));
                }
                continue;
            }
            String value;
            if (end < word.length()) {
                value = word.substring(word.startsWith("--") ? end + 1 : end);
            } else if (at + 1 < words.size()) {
                value = words.get(++at);
            } else {
                value = "";
            }
            inclusion(full, value, place).ifPresentOrElse(inclusions::add, () -> valued(full, value, from, place));
        }
        return inclusions;
    }

    /** {@return the options of rules as they were written, and those that are not known} */
    List<String> words() {
        return words;
    }

    /** {@return where packages come from, as collected} */
    IndexOptions index() {
        return new IndexOptions(indexUrl, extraIndexUrls, findLinks, noIndex, pre);
    }

    /** {@return how to choose, as collected} */
    ChoiceRules rules() {
        return rules.collected();
    }

    private static boolean isKnown(String name) {
        return INDEXES.contains(name)
                || RuleOptions.VALUED.contains(name)
                || VALUE_WITHOUT_EFFECT.contains(name)
                || inclusion(name, "-", "").isPresent();
    }

    private boolean flag(String name) {
        switch (name) {
            case "--pre" -> pre = true;
            case "--no-index" -> noIndex = true;
            default -> {
                boolean rule = rules.flag(name);
                if (rule && !OWN.contains(name)) {
                    words.add(name);
                }
                return rule || WITHOUT_EFFECT.contains(name);
            }
        }
        return true;
    }

    private static Optional<Inclusion> inclusion(String name, String value, String place) {
        Optional<Inclusion.Kind> kind = switch (name) {
            case "--requirement", "--requirements" -> Optional.of(Inclusion.Kind.REQUIREMENTS);
            case "--constraint", "--constraints" -> Optional.of(Inclusion.Kind.CONSTRAINTS);
            case "--override", "--overrides" -> Optional.of(Inclusion.Kind.OVERRIDES);
            case "--editable" -> Optional.of(Inclusion.Kind.EDITABLE);
            default -> Optional.empty();
        };
        return kind.map(known -> new Inclusion(known, required(name, value, place)));
    }

    private void valued(String name, String value, FileLocation from, String place) {
        if (INDEXES.contains(name)) {
            index(name, required(name, value, place), from, place);
        } else if (RuleOptions.VALUED.contains(name)) {
            rules.valued(name, required(name, value, place), place);
            words.add(name + "=" + value);
        } else if (VALUE_WITHOUT_EFFECT.contains(name)) {
            required(name, value, place);
        } else {
            throw new MilieuException(
                    CoreError.USAGE,
                    place + ": the option `" + Redacted.urls(name) + "` is not known",
                    List.of("Options are those of `pip install` and `uv pip install` that decide what is installed."));
        }
    }

    private void index(String name, String value, FileLocation from, String place) {
        switch (name) {
            case "--extra-index-url" -> extraIndexUrls.add(value);
            case "--index" -> named(value);
            case "--index-pin" -> pin(value, place);
            case "--index-strategy" -> {
                if (!value.equals("first-index")) {
                    throw new MilieuException(
                            CoreError.NOT_SUPPORTED,
                            place + ": `--index-strategy " + value + "` is not supported",
                            List.of("The first index that has a project is the only one asked for it; name another with"
                                    + " `--index NAME=URL` and `--index-pin PACKAGE=NAME`."));
                }
            }
            case "--find-links" -> findLinks.add(located(value, from, place));
            case "--trusted-host", "--allow-insecure-host" -> rules.trust(value);
            default -> indexUrl = value;
        }
    }

    /** {@code NAME=URL}, where a URL may hold an equals sign, too, but not before its colon. */
    private void named(String value) {
        int equals = value.indexOf('=');
        boolean named = equals > 0 && !value.substring(0, equals).contains(":");
        String url = named ? value.substring(equals + 1) : value;
        if (named) {
            rules.name(value.substring(0, equals), url);
        }
        extraIndexUrls.add(url);
    }

    private void pin(String value, String place) {
        int equals = value.indexOf('=');
        if (equals < 1 || equals == value.length() - 1) {
            throw new MilieuException(
                    CoreError.USAGE, place + ": `--index-pin " + value + "` is not of the form PACKAGE=NAME");
        }
        rules.pin(PackageName.of(value.substring(0, equals)), value.substring(equals + 1));
    }

    /** A long option ends at its equals sign, a short one that takes a value after its letter. */
    private static int endOfName(String word) {
        int end = word.startsWith("--") ? word.indexOf('=') : -1;
        if (word.length() > 2 && SHORT.containsKey(word.substring(0, 2))) {
            end = 2;
        }
        return end > 0 ? end : word.length();
    }

    /** As pip: beside the file that names it, or else where the request stands. */
    private String located(String link, FileLocation from, String place) {
        if (link.contains("://") || link.startsWith("file:")) {
            return link;
        }
        Path far = FileLocation.path(directory, link, place);
        Path near = switch (from) {
            case FileLocation.Local(Path folder, String _) -> folder.resolve(link);
            case FileLocation.Remote _ -> far;
        };
        return (Files.exists(near) ? near : far).normalize().toString();
    }

    private static String required(String name, String value, String place) {
        if (value.isEmpty()) {
            throw new MilieuException(CoreError.USAGE, place + ": the option `" + name + "` needs a value");
        }
        return value;
    }
}
