package io.milieu.cli;

import io.milieu.core.base.Amounts;
import io.milieu.core.base.AtomicFile;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.event.BuildListener;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonArray;
import io.milieu.core.plan.EnvironmentRequest;
import io.milieu.core.posix.DiskFailure;
import io.milieu.python.lock.LockFile;
import io.milieu.python.lock.LockedPackage;
import io.milieu.python.name.PackageName;
import io.milieu.python.part.PythonLocker;
import io.milieu.python.part.PythonNode;
import io.milieu.python.resolve.ForkStrategy;
import io.milieu.python.version.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code milieu lock}: resolves and writes the answer down, to be installed again anywhere without resolving. */
final class LockCommand implements Command {
    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage()
                .description(
                        "Resolves, and writes a lock file (PEP 751) that `run --locked` and other installers install from. Versions of an existing lock are kept where they will do.")
                .footer(
                        "",
                        "Exit codes: 1 if --check finds that the file is out of date.",
                        "",
                        "Examples:",
                        "  milieu lock --pip \"pandas>=2\"",
                        "  milieu lock --project . --group test -o pylock.test.toml",
                        "  milieu lock --project . --platform macos-arm64 --python-version 3.12 -o pylock.mac.toml",
                        "  milieu lock --project . --universal",
                        "  milieu run --locked -- python app.py");
        RequestOptions.addTo(spec);
        ProjectOptions.addProjectTo(spec);
        ProjectOptions.addTargetTo(spec);
        spec.addOption(OptionSpec.builder("-o", "--output")
                .type(String.class)
                .paramLabel("FILE")
                .description("The lock file (default: pylock.toml).")
                .build());
        addUniversalTo(spec);
        flag(spec, "--check", "Write nothing; tell whether the file is up to date.");
        flag(spec, "--upgrade", "Take the newest versions, whatever the file has.");
        spec.addOption(OptionSpec.builder("--upgrade-package")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .paramLabel("NAME")
                .description("Take the newest version of that package. May be repeated.")
                .build());
        return spec;
    }

    private static void addUniversalTo(CommandSpec spec) {
        flag(
                spec,
                "--universal",
                "One lock for all platforms, and for all versions of Python that the project works with, or else for that of the interpreter and newer ones.");
        spec.addOption(OptionSpec.builder("--fork-strategy")
                .type(String.class)
                .paramLabel("STRATEGY")
                .description(
                        "With --universal: `requires-python` gives each environment the newest versions it can have; `fewest` prefers one version for all (default: requires-python).")
                .build());
    }

    @Override
    public int run(ParseResult words, Session session) throws InterruptedException {
        Path file = ProjectOptions.absolute(session.directory(), words.matchedOptionValue("--output", "pylock.toml"));
        Optional<LockFile> before = before(words, file);
        LockFile after = lock(words, preferred(words, before), file, session);
        boolean current = Files.exists(file) && after.text().equals(content(file));
        boolean check = words.matchedOptionValue("--check", false);
        boolean written = !current && !check;
        if (written) {
            write(file, after.text());
        }
        new Outcome(file, changes(before, after), after.packages().size(), current, written).report(session);
        return check && !current ? Main.FAILED : 0;
    }

    private static LockFile lock(
            ParseResult words, Map<PackageName, Set<Version>> preferred, Path file, Session session)
            throws InterruptedException {
        EnvironmentRequest request = request(words, session.directory());
        try (PythonNode node =
                        PythonNode.of(session.milieu().node(), session.milieu().workshop());
                ProgressDisplay display = new ProgressDisplay(session.terminal())) {
            PythonLocker locker = new PythonLocker(node);
            BuildListener listener = session.listener(display);
            return words.matchedOptionValue("--universal", false)
                    ? locker.lock(request, strategy(words), preferred, file, listener)
                    : locker.lock(request, preferred, file, listener);
        }
    }

    private static ForkStrategy strategy(ParseResult words) {
        String name = words.matchedOptionValue("--fork-strategy", "requires-python");
        return switch (name) {
            case "requires-python" -> ForkStrategy.REQUIRES_PYTHON;
            case "fewest" -> ForkStrategy.FEWEST;
            default ->
                throw new MilieuException(
                        CoreError.USAGE,
                        "`--fork-strategy " + name + "` is not known",
                        List.of("It is `requires-python` or `fewest`."));
        };
    }

    private static EnvironmentRequest request(ParseResult words, Path directory) {
        EnvironmentRequest request = RequestOptions.read(words, directory);
        if (request.spec().pip().or(request.spec()::uv).isEmpty()) {
            throw new MilieuException(
                    CoreError.USAGE,
                    "there is nothing to lock",
                    List.of(
                            "Name packages with `--pip`, a file with `--requirements`, or a project with `--project`."));
        }
        return request;
    }

    /** A file that is to be replaced whatever it says need not be one that can be read. */
    private static Optional<LockFile> before(ParseResult words, Path file) {
        if (!LockFile.isName(String.valueOf(file.getFileName()))) {
            throw new MilieuException(
                    CoreError.USAGE,
                    "`" + file + "` is not the name of a lock file",
                    List.of("Call it `pylock.toml` or `pylock.NAME.toml`."));
        }
        boolean counts = Files.exists(file) && !words.matchedOptionValue("--upgrade", false);
        return counts ? Optional.of(LockFile.read(file)) : Optional.empty();
    }

    private static Map<PackageName, Set<Version>> preferred(ParseResult words, Optional<LockFile> before) {
        Map<PackageName, Set<Version>> versions =
                before.map(LockCommand::versions).orElseGet(HashMap::new);
        words.matchedOptionValue("--upgrade-package", List.<String>of())
                .forEach(name -> versions.remove(PackageName.of(name)));
        return versions;
    }

    private static Map<PackageName, Set<Version>> versions(LockFile lock) {
        Map<PackageName, Set<Version>> versions = new TreeMap<>();
        for (LockedPackage locked : lock.packages()) {
            locked.version()
                    .ifPresent(version -> versions.computeIfAbsent(locked.name(), _ -> new TreeSet<>())
                            .add(version));
        }
        return versions;
    }

    private static List<Change> changes(Optional<LockFile> before, LockFile after) {
        Map<PackageName, Set<Version>> old = before.map(LockCommand::versions).orElseGet(TreeMap::new);
        Map<PackageName, Set<Version>> fresh = versions(after);
        TreeSet<PackageName> names = new TreeSet<>(old.keySet());
        names.addAll(fresh.keySet());
        List<Change> changes = new ArrayList<>();
        for (PackageName name : names) {
            Change change = new Change(name, old.getOrDefault(name, Set.of()), fresh.getOrDefault(name, Set.of()));
            if (!change.was().equals(change.is())) {
                changes.add(change);
            }
        }
        return changes;
    }

    /** What is different about one package; different environments may have different versions. */
    private record Change(PackageName name, Set<Version> was, Set<Version> is) {
        private JsonValue toJson() {
            JsonValue.ObjectBuilder object = JsonValue.object().put("name", name.toString());
            if (!was.isEmpty()) {
                object.put("before", words(was));
            }
            if (!is.isEmpty()) {
                object.put("after", words(is));
            }
            return object.build();
        }

        private static String words(Set<Version> versions) {
            return versions.stream().map(Version::toString).collect(Collectors.joining(", "));
        }

        @Override
        public String toString() {
            return (was.isEmpty() ? "+ " : is.isEmpty() ? "- " : "  ")
                    + name
                    + (was.isEmpty() ? "" : " " + words(was))
                    + (was.isEmpty() || is.isEmpty() ? "" : " ->")
                    + (is.isEmpty() ? "" : " " + words(is));
        }
    }

    /** What was done to the file. */
    private record Outcome(Path file, List<Change> changes, int packages, boolean current, boolean written) {
        private void report(Session session) {
            if (session.json()) {
                session.terminal()
                        .data(JsonValue.object()
                                .put("file", file.toString())
                                .put("up_to_date", current)
                                .put("written", written)
                                .put("packages", packages)
                                .put(
                                        "changes",
                                        new JsonArray(changes.stream()
                                                .map(Change::toJson)
                                                .toList()))
                                .build());
                return;
            }
            changes.forEach(session.terminal().out()::println);
            String state = current ? "is up to date" : written ? "written" : "is out of date";
            session.terminal()
                    .out()
                    .println(file.getFileName() + " " + state + ": " + Amounts.count(packages, "package"));
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw DiskFailure.of("read the lock file", file, e);
        }
    }

    private static void write(Path file, String text) {
        try {
            AtomicFile.write(file, text);
        } catch (IOException e) {
            throw DiskFailure.of("write the lock file", file, e);
        }
    }

    private static void flag(CommandSpec spec, String name, String help) {
        spec.addOption(OptionSpec.builder(name)
                .type(boolean.class)
                .arity("0")
                .description(help)
                .build());
    }
}
