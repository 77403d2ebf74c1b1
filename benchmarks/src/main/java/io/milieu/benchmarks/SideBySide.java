package io.milieu.benchmarks;

import io.milieu.benchmarks.Settings.RequirementSet;
import io.milieu.core.Milieu;
import io.milieu.testkit.IndexServer;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures Milieu beside uv and pip; {@code benchmarks/README.md} tells how to start it and what it prints. */
public final class SideBySide {
    private SideBySide() {}

    /** Starts one of the measurements; the words are {@code name=value}. */
    public static void main(String... words) throws Exception {
        Settings settings = Settings.of(words);
        PrintStream out = System.out;
        Measurements measurements = new Measurements();
        Contest contest = new Contest(settings.scratch(), settings.rounds(), measurements);
        // The only way to switch off Nagle's algorithm, which would be measured with small pages.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        switch (settings.mode()) {
            case "index" -> {
                configuredIndex(settings, contest);
                out.print(measurements.table());
            }
            case "disk" -> {
                try (IndexServer index = serve(settings)) {
                    out.print(new DiskUse(
                                    contest,
                                    settings.milieu(index.uri().toString()),
                                    settings.commands(index.uri().toString()))
                            .table());
                }
            }
            case "commands" -> {
                try (IndexServer index = serve(settings)) {
                    settings.commandLine(contest, index.uri().toString()).run();
                }
                out.print(measurements.table());
            }
            case "solver" -> solver(settings, out);
            case "load" -> load(settings, contest);
            default -> {
                speed(settings, contest);
                out.print(measurements.table());
            }
        }
        out.println("\n" + memory());
    }

    private static IndexServer serve(Settings settings) {
        return Extras.addTo(IndexServer.builder().directory(settings.wheels())).start();
    }

    private static void speed(Settings settings, Contest contest) throws Exception {
        try (IndexServer index = serve(settings)) {
            String url = index.uri().toString();
            for (RequirementSet set : settings.sets()) {
                new SpeedRun(set, contest, settings.milieu(url), settings.commands(url)).run();
            }
        }
    }

    /** Resolution against the real pages of the configured index, all of them in the caches of both. */
    private static void configuredIndex(Settings settings, Contest contest) throws Exception {
        MilieuSide milieu = settings.milieu("");
        CommandSide commands = settings.commands("");
        Milieu open = milieu.open(contest.fresh());
        Path cache = contest.fresh();
        for (RequirementSet set : settings.sets()) {
            commands.uvCompile(contest.fresh(), cache, set.requirements());
            Entrant own = (fresh, round) -> () -> milieu.planAnew(open, set.requirements());
            contest.warmUp(100, own);
            Map<String, Entrant> entrants = new LinkedHashMap<>();
            entrants.put("milieu", own);
            entrants.put("uv", (fresh, round) -> () -> commands.uvCompile(fresh, cache, set.requirements()));
            contest.row(set.name() + " resolution, configured index", 0, entrants);
        }
    }

    private static void solver(Settings settings, PrintStream out) throws Exception {
        Map<String, Map<Integer, Double>> costs = new SolverCost(settings.rounds()).run();
        out.print(SolverCost.table(costs));
        Path plot = Path.of("solver-cost.svg").toAbsolutePath();
        Files.writeString(plot, new Plot(costs).draw("candidates of each package", "microseconds per decision"));
        out.println("\nDrawn in " + plot);
    }

    /** Only Milieu, again and again, for a profiler to look at. */
    private static void load(Settings settings, Contest contest) throws Exception {
        try (IndexServer index = serve(settings)) {
            MilieuSide milieu = settings.milieu(index.uri().toString());
            for (RequirementSet set : settings.sets()) {
                List<String> wanted = set.requirements();
                contest.warmUp(settings.rounds(), (fresh, round) -> () -> milieu.makeAlone(fresh, wanted));
                Milieu open = milieu.open(contest.fresh());
                milieu.make(open, Extras.withAll(wanted));
                contest.warmUp(Extras.COUNT, (fresh, round) -> () -> milieu.make(open, Extras.with(wanted, round)));
                contest.warmUp(Extras.COUNT, (fresh, round) -> () -> milieu.make(open, Extras.with(wanted, 0)));
                contest.warmUp(Extras.COUNT, (fresh, round) -> () -> milieu.planAnew(open, wanted));
            }
        }
    }

    private static String memory() throws IOException {
        long heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
        List<String> resident = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .toList();
        return "Peak heap of this JVM, index server included: " + (heap >> 20) + " MiB of "
                + (Runtime.getRuntime().maxMemory() >> 20) + "; "
                + String.join("", resident).replaceAll("\\s+", " ");
    }
}
