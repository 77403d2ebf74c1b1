package io.milieu.cli;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonArray;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.json.JsonValue.JsonString;
import io.milieu.core.plan.EnvironmentRequest;
import io.milieu.core.spec.RuntimeEnv;
import io.milieu.python.lock.LockFile;
import io.milieu.python.project.Script;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The options that take packages from projects, lock files and scripts, and those that resolve for another machine. */
final class ProjectOptions {
    private static final String LOCK = "pylock.toml";

    private ProjectOptions() {}

    /** Adds the options to a command that makes or plans environments. */
    static void addTo(CommandSpec spec) {
        addProjectTo(spec);
        spec.addOption(OptionSpec.builder("--locked")
                .type(String.class)
                .arity("0..1")
                .preprocessor(new OptionalLock())
                .paramLabel("FILE")
                .description("Resolve nothing: install what a lock file says (default: pylock.toml).")
                .build());
    }

    /** Adds the options that name a project. */
    static void addProjectTo(CommandSpec spec) {
        text(spec, "--project", "FOLDER", "What the pyproject.toml in that folder says its project needs.");
        list(spec, "--extra", "An extra of the project, or of the lock. May be repeated.");
        list(spec, "--group", "A dependency group of the project, or of the lock. May be repeated.");
    }

    /** Adds the options that resolve for another machine. */
    static void addTargetTo(CommandSpec spec) {
        text(spec, "--python-version", "VERSION", "Resolve for that version of Python, such as 3.12.");
        text(
                spec,
                "--platform",
                "PLATFORM",
                "Resolve for that platform: x86_64-manylinux_2_28, aarch64-musllinux_1_2, macos-arm64, windows-x86_64.");
    }

    /** Lays the options over the fields of a spec: they become lines of its packages. */
    static void lay(Map<String, JsonValue> fields, ParseResult words, Path directory) {
        List<String> lines = new ArrayList<>();
        if (words.hasMatchedOption("--project")) {
            lines.add("-r "
                    + absolute(directory, words.matchedOptionValue("--project", ""))
                            .resolve("pyproject.toml"));
        }
        words.matchedOptionValue("--extra", List.<String>of()).forEach(extra -> lines.add("--extra " + extra));
        words.matchedOptionValue("--group", List.<String>of()).forEach(group -> lines.add("--group " + group));
        for (String option : List.of("--python-version", "--platform")) {
            if (words.hasMatchedOption(option)) {
                lines.add(option + " " + words.matchedOptionValue(option, ""));
            }
        }
        if (words.hasMatchedOption("--locked")) {
            String named = words.matchedOptionValue("--locked", "");
            Path file = absolute(directory, named.isEmpty() ? LOCK : named);
            if (!LockFile.isName(String.valueOf(file.getFileName()))) {
                throw new MilieuException(
                        CoreError.USAGE,
                        "`--locked=" + file + "` is not a lock file",
                        List.of("Lock files are called `pylock.toml` or `pylock.NAME.toml`."));
            }
            lines.add("-r " + file);
        }
        if (!lines.isEmpty()) {
            add(fields, lines);
        }
    }

    /** Adds lines to the packages of a spec, whichever form they have. */
    static void add(Map<String, JsonValue> fields, List<String> lines) {
        String field = fields.containsKey("uv") ? "uv" : "pip";
        JsonValue packages = fields.getOrDefault(field, JsonValue.ofStrings(List.of()));
        if (packages instanceof JsonObject dict) {
            Map<String, JsonValue> members = new LinkedHashMap<>(dict.members());
            members.put("packages", with(dict.get("packages").orElse(JsonValue.ofStrings(List.of())), lines));
            fields.put(field, new JsonObject(members));
        } else {
            fields.put(field, with(packages, lines));
        }
    }

    private static JsonArray with(JsonValue packages, List<String> lines) {
        List<String> all = new ArrayList<>();
        if (packages instanceof JsonArray list) {
            all.addAll(list.strings());
        } else if (packages instanceof JsonString(String file)) {
            all.add("-r " + file);
        }
        lines.stream().filter(line -> !all.contains(line)).forEach(all::add);
        return JsonValue.ofStrings(all);
    }

    /** {@return the script that the first word of a command names: an existing {@code .py} file} */
    static Optional<Path> script(List<String> command, Path directory) {
        String first = command.isEmpty() ? "" : command.getFirst();
        return Optional.of(first)
                .filter(name -> name.endsWith(".py"))
                .map(name -> absolute(directory, name))
                .filter(Files::isRegularFile);
    }

    /** {@return the request with what the script says it needs (PEP 723), if it says anything} */
    static EnvironmentRequest forScript(EnvironmentRequest request, Path script) {
        if (Script.read(script).isEmpty()) {
            return request;
        }
        Map<String, JsonValue> fields =
                new LinkedHashMap<>(request.spec().toJson().members());
        add(fields, List.of("-r " + script));
        return new EnvironmentRequest(RuntimeEnv.of(new JsonObject(fields)), request.options(), request.directory());
    }

    static Path absolute(Path directory, String path) {
        return directory.resolve(path).toAbsolutePath().normalize();
    }

    private static void text(CommandSpec spec, String name, String label, String help) {
        spec.addOption(OptionSpec.builder(name)
                .type(String.class)
                .paramLabel(label)
                .description(help)
                .build());
    }

    private static void list(CommandSpec spec, String name, String help) {
        spec.addOption(OptionSpec.builder(name)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .paramLabel("NAME")
                .description(help)
                .build());
    }

    /** The word behind {@code --locked} belongs to it only if it is the name of a lock file: it may also be the command. */
    private static final class OptionalLock implements IParameterPreprocessor {
        @Override
        public boolean preprocess(Stack<String> args, CommandSpec spec, ArgSpec option, Map<String, Object> info) {
            boolean attached = "=".equals(info.get("separator"));
            if (!attached && (args.isEmpty() || !isLock(args.peek()))) {
                args.push(LOCK);
            }
            return false;
        }

        private static boolean isLock(String word) {
            return LockFile.isName(word.substring(word.lastIndexOf('/') + 1));
        }
    }
}
