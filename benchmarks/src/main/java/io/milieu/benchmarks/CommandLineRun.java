package io.milieu.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** Whole processes from start to end, as a user starts them: the start of the JVM is in these rows. */
final class CommandLineRun {
    private static final int WARM_UPS = 3;
    private static final List<String> WORKER = List.of("python", "-c", "import rich");

    private final Contest contest;
    private final Commands commands;
    private final Tool tool;
    private final String index;
    private Path lastStore = Path.of("");

    /**
     * The programs that take part.
     *
     * @param milieu the launcher
     * @param tools the folder with {@code uv} and {@code pip}
     * @param python the interpreter
     */
    record Commands(Path milieu, Path tools, Path python) {}

    CommandLineRun(Contest contest, Commands commands, Tool tool, String index) {
        this.contest = contest;
        this.commands = commands;
        this.tool = tool;
        this.index = index;
    }

    void run() throws Exception {
        row("--version", commands("--version"), List.of(pip().toString(), "--version"));
        Path store = contest.fresh();
        Path cache = contest.fresh();
        start(contest.fresh(), milieu(store, Extras.withAll(List.of("rich"))));
        start(contest.fresh(), uv(cache, Extras.withAll(List.of("rich"))));
        lastStore = store;
        row("run, the same environment again", pair(fresh -> store, fresh -> cache, round -> List.of("rich")));
        row(
                "run, a new environment of known packages",
                pair(fresh -> store, fresh -> cache, round -> Extras.with(List.of("rich"), round)));
        row(
                "run, from nothing",
                pair(fresh -> fresh.resolve("s"), fresh -> fresh.resolve("c"), round -> List.of("rich")));
    }

    private Map<String, Entrant> pair(
            UnaryOperator<Path> store, UnaryOperator<Path> cache, IntFunction<List<String>> requirements) {
        Map<String, Entrant> entrants = new LinkedHashMap<>();
        entrants.put("milieu", (fresh, round) -> {
            settle();
            lastStore = store.apply(fresh);
            return starting(milieu(lastStore, requirements.apply(round)));
        });
        entrants.put("uv", (fresh, round) -> {
            settle();
            return starting(uv(cache.apply(fresh), requirements.apply(round)));
        });
        return entrants;
    }

    /** What the last run left to do in the background is part of nobody's time. */
    private void settle() throws Exception {
        if (!lastStore.toString().isEmpty()) {
            start(contest.fresh(), List.of(commands.milieu.toString(), "settle", "--store", lastStore.toString()));
        }
    }

    private Map<String, Entrant> commands(String argument) {
        Map<String, Entrant> entrants = new LinkedHashMap<>();
        entrants.put("milieu", (fresh, round) -> starting(List.of(commands.milieu.toString(), argument)));
        entrants.put("uv", (fresh, round) -> starting(List.of(uv().toString(), argument)));
        return entrants;
    }

    private void row(String name, Map<String, Entrant> entrants, List<String> pip) throws Exception {
        entrants.put("pip", (fresh, round) -> starting(pip));
        row(name, entrants);
    }

    private void row(String name, Map<String, Entrant> entrants) throws Exception {
        for (Entrant entrant : entrants.values()) {
            contest.warmUp(WARM_UPS, entrant);
        }
        contest.row(name, WARM_UPS, entrants);
        settle();
    }

    private Entrant.Timed starting(List<String> command) throws IOException {
        Path folder = contest.fresh();
        return () -> start(folder, command);
    }

    private void start(Path folder, List<String> command) throws IOException, InterruptedException {
        tool.run(folder, command);
    }

    private List<String> milieu(Path store, List<String> requirements) {
        List<String> command = new ArrayList<>(List.of(commands.milieu.toString(), "run", "--quiet", "--store"));
        command.addAll(List.of(store.toString(), "--python", commands.python.toString(), "--index-url", index));
        requirements.forEach(requirement -> command.addAll(List.of("--pip", requirement)));
        command.add("--");
        command.addAll(WORKER);
        return command;
    }

    private List<String> uv(Path cache, List<String> requirements) {
        List<String> command =
                new ArrayList<>(List.of(uv().toString(), "run", "--quiet", "--no-project", "--cache-dir"));
        command.addAll(List.of(cache.toString(), "--python", commands.python.toString(), "--index-url", index));
        requirements.forEach(requirement -> command.addAll(List.of("--with", requirement)));
        command.add("--");
        command.addAll(WORKER);
        return command;
    }

    private Path uv() {
        return commands.tools.resolve("uv");
    }

    private Path pip() {
        return commands.tools.resolve("pip");
    }
}
