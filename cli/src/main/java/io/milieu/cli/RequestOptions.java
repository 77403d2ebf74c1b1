package io.milieu.cli;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonArray;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.link.LinkMode;
import io.milieu.core.plan.EnvironmentRequest;
import io.milieu.core.plan.PlanOptions;
import io.milieu.core.plan.PlanOptions.IndexOptions;
import io.milieu.core.posix.DiskFailure;
import io.milieu.core.spec.RuntimeEnv;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The options that describe an environment, shared by every command that makes or plans one. */
final class RequestOptions {
    private RequestOptions() {}

    /** Adds the options to a command. */
    static void addTo(CommandSpec spec) {
        many(spec, "--pip", "REQUIREMENT", "A package, such as \"pandas>=2,<3\". May be repeated.");
        many(spec, "-r,--requirements", "FILE", "A requirements file.");
        one(
                spec,
                "--env",
                "FILE|JSON",
                "A runtime environment in JSON: a file, or the text itself. Other options are laid over it.");
        one(spec, "--working-dir", "PATH", "The folder or archive (.zip, .tar.gz, .tgz) the worker starts in.");
        many(spec, "--py-module", "PATH", "A folder, .py file, wheel or archive to import from. May be repeated.");
        many(
                spec,
                "--env-var",
                "NAME=VALUE",
                "A variable of the worker; ${NAME} in the value is replaced. May be repeated.");
        many(spec, "--exclude", "PATTERN", "What to leave out of --working-dir and --py-module, as in .gitignore.");
        one(spec, "--py-executable", "COMMAND", "What runs Python instead of the environment's interpreter.");
        one(spec, "--validate", "minimal|full", "Try the environment before it is used.");
        one(spec, "-p,--python", "REQUEST", "The interpreter: a version (3.12), a range (>=3.10), or a path.");
        flag(spec, "--extend-base", "See the interpreter's own packages and do not install them again.");
        flag(spec, "--with-pip", "Put a working pip into the environment.");
        one(spec, "-i,--index-url", "URL", "The package index, instead of the one that pip is configured with.");
        many(spec, "--extra-index-url", "URL", "A further index.");
        many(spec, "-f,--find-links", "PATH|URL", "A folder or page that offers packages.");
        flag(spec, "--no-index", "Ask no index, only --find-links.");
        ChoiceOptions.addTo(spec);
        flag(spec, "--pre", "Take pre-releases as if they were releases.");
        one(spec, "--link-mode", "MODE", "How files get into the environment: auto, symlink, hardlink, clone or copy.");
        flag(spec, "--refresh", "Resolve anew, although a valid lock is remembered.");
        flag(spec, "--offline", "Open no connection; use what is on this machine, however old (or MILIEU_OFFLINE=1).");
        one(spec, "--lock-ttl", "SECONDS", "How long a lock answers the same request (default: 86400).");
        one(spec, "--timeout", "SECONDS", "How long setting up may take (default: 600; -1: no limit).");
    }

    /** {@return the request that the options describe} */
    static EnvironmentRequest read(ParseResult words, Path directory) {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        Path base = directory;
        if (words.hasMatchedOption("--env")) {
            String env = words.matchedOptionValue("--env", "");
            if (!env.stripLeading().startsWith("{")) {
                Path file = directory.resolve(env).toAbsolutePath().normalize();
                base = Objects.requireNonNull(file.getParent(), "a file has a folder");
                fields.putAll(parse(file).toJson().members());
            } else {
                fields.putAll(RuntimeEnv.parse(env).toJson().members());
            }
        }
        lay(fields, words, directory);
        ProjectOptions.lay(fields, words, directory);
        return new EnvironmentRequest(RuntimeEnv.of(new JsonObject(fields)), options(words, directory), base);
    }

    /** Paths given as options start from where the user stands, those in a file from the file's folder: made absolute here. */
    private static void lay(Map<String, JsonValue> fields, ParseResult words, Path directory) {
        List<String> packages = new ArrayList<>(words.matchedOptionValue("--pip", List.<String>of()));
        for (String file : words.matchedOptionValue("--requirements", List.<String>of())) {
            packages.add("-r " + place(directory, file));
        }
        if (!packages.isEmpty()) {
            fields.put("pip", JsonValue.ofStrings(packages));
        }
        if (words.hasMatchedOption("--working-dir")) {
            fields.put("working_dir", absolute(directory, words.matchedOptionValue("--working-dir", "")));
        }
        List<String> modules = words.matchedOptionValue("--py-module", List.of());
        if (!modules.isEmpty()) {
            fields.put(
                    "py_modules",
                    new JsonArray(modules.stream()
                            .<JsonValue>map(path -> absolute(directory, path))
                            .toList()));
        }
        List<String> excludes = words.matchedOptionValue("--exclude", List.of());
        if (!excludes.isEmpty()) {
            fields.put("excludes", JsonValue.ofStrings(excludes));
        }
        variables(fields, words);
        text(fields, "py_executable", words, "--py-executable");
        text(fields, "validation_type", words, "--validate");
        if (words.hasMatchedOption("--timeout")) {
            Map<String, JsonValue> config =
                    new LinkedHashMap<>(new JsonObject(fields).object("config").members());
            config.put("setup_timeout_seconds", JsonValue.of(seconds(words, "--timeout")));
            fields.put("config", new JsonObject(config));
        }
    }

    private static void variables(Map<String, JsonValue> fields, ParseResult words) {
        Map<String, JsonValue> variables =
                new LinkedHashMap<>(new JsonObject(fields).object("env_vars").members());
        for (String pair : words.matchedOptionValue("--env-var", List.<String>of())) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new MilieuException(CoreError.USAGE, "`--env-var " + pair + "` is not of the form NAME=VALUE");
            }
            variables.put(pair.substring(0, equals), JsonValue.of(pair.substring(equals + 1)));
        }
        if (!variables.isEmpty()) {
            fields.put("env_vars", new JsonObject(variables));
        }
    }

    private static PlanOptions options(ParseResult words, Path directory) {
        IndexOptions index = new IndexOptions(
                words.matchedOptionValue("--index-url", ""),
                words.matchedOptionValue("--extra-index-url", List.of()),
                words.matchedOptionValue("--find-links", List.<String>of()).stream()
                        .map(place -> IndexOptions.place(place, directory))
                        .toList(),
                words.matchedOptionValue("--no-index", false),
                words.matchedOptionValue("--pre", false));
        PlanOptions options = PlanOptions.DEFAULTS
                .withPython(words.matchedOptionValue("--python", ""))
                .withExtendBase(words.matchedOptionValue("--extend-base", false))
                .withSeedPip(words.matchedOptionValue("--with-pip", false))
                .withIndex(index)
                .withPackageOptions(ChoiceOptions.words(words, directory))
                .withLinkMode(LinkMode.parse(words.matchedOptionValue("--link-mode", "auto")))
                .withRefresh(words.matchedOptionValue("--refresh", false))
                .withOffline(words.matchedOptionValue("--offline", false));
        return words.hasMatchedOption("--lock-ttl")
                ? options.withLockTtl(Duration.ofSeconds(seconds(words, "--lock-ttl")))
                : options;
    }

    private static long seconds(ParseResult words, String option) {
        String text = words.matchedOptionValue(option, "");
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new MilieuException(
                    CoreError.USAGE, "`" + option + " " + text + "` is not a number of seconds", List.of(), e);
        }
    }

    private static void text(Map<String, JsonValue> fields, String field, ParseResult words, String option) {
        if (words.hasMatchedOption(option)) {
            fields.put(field, JsonValue.of(words.matchedOptionValue(option, "")));
        }
    }

    private static JsonValue absolute(Path directory, String path) {
        return JsonValue.of(
                path.contains("://")
                        ? path
                        : directory.resolve(path).toAbsolutePath().normalize().toString());
    }

    /** {@return the file that a user means who stands in the directory; URLs as they are} */
    static String place(Path directory, String file) {
        return file.matches("(?i)(?:https?|file):.*")
                ? file
                : directory.resolve(file).toAbsolutePath().normalize().toString();
    }

    private static RuntimeEnv parse(Path file) {
        try {
            return RuntimeEnv.parse(Files.readString(file));
        } catch (MilieuException e) {
            throw new MilieuException(e.code(), "`" + file + "`: " + e.getMessage(), e.hints(), e);
        } catch (CharacterCodingException e) {
            throw new MilieuException(
                    CoreError.JSON_MALFORMED, "`" + file + "`: malformed JSON: it is not in UTF-8", List.of(), e);
        } catch (NoSuchFileException e) {
            throw new MilieuException(
                    CoreError.PATH_INVALID, "the environment file `" + file + "` does not exist", List.of(), e);
        } catch (IOException e) {
            throw DiskFailure.of("read the environment file", file, e);
        }
    }

    static void one(CommandSpec spec, String names, String label, String help) {
        spec.addOption(OptionSpec.builder(names.split(","))
                .type(String.class)
                .paramLabel(label)
                .description(help)
                .build());
    }

    static void many(CommandSpec spec, String names, String label, String help) {
        spec.addOption(OptionSpec.builder(names.split(","))
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .paramLabel(label)
                .description(help)
                .build());
    }

    static void flag(CommandSpec spec, String name, String help) {
        spec.addOption(OptionSpec.builder(name)
                .type(boolean.class)
                .arity("0")
                .description(help)
                .build());
    }
}
