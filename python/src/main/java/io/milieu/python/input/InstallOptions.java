package io.milieu.python.input;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.core.plan.PlanOptions.IndexOptions;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The options of {@code pip install} that a requirements file or {@code pip_install_options} may hold. What decides where
 * packages come from is kept; what only concerns pip's own way of working is accepted and has no effect; anything else is refused
 * by name. Not thread-safe: collects while reading.
 */
final class InstallOptions {
    private static final Map<String, String> SHORT = Map.of(
            "-i", "--index-url", "-f", "--find-links", "-r", "--requirement", "-c", "--constraint", "-e", "--editable");
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "--no-cache-dir",
            "--no-cache",
            "--disable-pip-version-check",
            "--prefer-binary",
            "--quiet",
            "-q",
            "--verbose",
            "-v",
            "--no-input",
            "--no-color",
            "--no-warn-script-location",
            "--no-python-version-warning",
            "--compile",
            "--no-compile",
            "--upgrade",
            "-U",
            "--no-warn-conflicts",
            "--only-final");
    private static final Set<String> VALUE_WITHOUT_EFFECT = Set.of(
            "--trusted-host",
            "--timeout",
            "--retries",
            "--progress-bar",
            "--upgrade-strategy",
            "--root-user-action",
            "--use-feature",
            "--cache-dir",
            "--exists-action",
            "--log");

    private final Path directory;
    private String indexUrl = "";
    private final List<String> extraIndexUrls = new ArrayList<>();
    private final List<String> findLinks = new ArrayList<>();
    private boolean noIndex;
    private boolean pre;

    /** Options of somebody who stands in that folder. */
    InstallOptions(Path directory) {
        this.directory = directory;
    }

    /** Takes options from words that stand in that folder; {@code -r file} is handed back. {@return the requirements files} */
    List<String> take(List<String> words, Path folder, String place) {
        List<String> files = new ArrayList<>();
        for (int at = 0; at < words.size(); at++) {
            String word = words.get(at);
            int end = endOfName(word);
            String name = word.substring(0, end);
            String full = SHORT.getOrDefault(name, name);
            if (flag(full)) {
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
            if (full.equals("--requirement")) {
                files.add(required(full, value, place));
            } else {
                valued(full, value, folder, place);
            }
        }
        return files;
    }

    /** {@return what was collected} */
    IndexOptions collected() {
        return new IndexOptions(indexUrl, extraIndexUrls, findLinks, noIndex, pre);
    }

    private boolean flag(String name) {
        switch (name) {
            case "--pre" -> pre = true;
            case "--no-index" -> noIndex = true;
            default -> {
                return WITHOUT_EFFECT.contains(name);
            }
        }
        return true;
    }

    private void valued(String name, String value, Path folder, String place) {
        switch (name) {
            case "--index-url", "--pypi-url" -> indexUrl = required(name, value, place);
            case "--extra-index-url" -> extraIndexUrls.add(required(name, value, place));
            case "--find-links" -> findLinks.add(located(required(name, value, place), folder, place));
            case "--only-binary" -> required(name, value, place); // wheels are all that is used anyway
            case "--constraint",
                    "--editable",
                    "--no-binary",
                    "--require-hashes",
                    "--hash",
                    "--config-settings",
                    "--no-deps" ->
                throw new MilieuException(
                        CoreError.NOT_SUPPORTED,
                        place + ": the option `" + name + "` is not supported yet",
                        List.of("Pin the versions you need, as wheels from an index."));
            default -> {
                if (!VALUE_WITHOUT_EFFECT.contains(name)) {
                    throw new MilieuException(
                            CoreError.USAGE,
                            place + ": the option `" + Redacted.urls(name) + "` is not known",
                            List.of("Options are those of `pip install`."));
                }
            }
        }
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
    private String located(String link, Path folder, String place) {
        if (link.contains("://") || link.startsWith("file:")) {
            return link;
        }
        Path near = resolve(folder, link, place);
        return (Files.exists(near) ? near : directory.resolve(link)).normalize().toString();
    }

    /** {@return the path of a name in a folder} */
    static Path resolve(Path folder, String name, String place) {
        try {
            return folder.resolve(name);
        } catch (InvalidPathException e) {
            throw new MilieuException(
                    CoreError.PATH_INVALID,
                    place + ": `" + name + "` cannot be the name of a file: " + e.getReason(),
                    List.of(),
                    e);
        }
    }

    private static String required(String name, String value, String place) {
        if (value.isEmpty()) {
            throw new MilieuException(CoreError.USAGE, place + ": the option `" + name + "` needs a value");
        }
        return value;
    }
}
