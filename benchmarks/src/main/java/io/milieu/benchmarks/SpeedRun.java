package io.milieu.benchmarks;

import io.milieu.benchmarks.Settings.RequirementSet;
import io.milieu.core.Milieu;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** One set of requirements, Milieu beside uv and pip, from nothing to the same request again. */
final class SpeedRun {
    private static final int WARM_UPS = 100;
    private static final int AT_ONCE = 32;

    private final RequirementSet set;
    private final Contest contest;
    private final MilieuSide milieu;
    private final CommandSide commands;

    SpeedRun(RequirementSet set, Contest contest, MilieuSide milieu, CommandSide commands) {
        this.set = set;
        this.contest = contest;
        this.milieu = milieu;
        this.commands = commands;
    }

    void run() throws Exception {
        cold();
        Path cache = contest.fresh();
        commands.uvInstall(contest.fresh(), cache, Extras.withAll(set.requirements()));
        Milieu open = milieu.open(contest.fresh());
        milieu.make(open, Extras.withAll(set.requirements()));
        warm(open, cache);
        locked(open);
        hot(open, cache);
        resolution(open, cache);
        if (set.name().equals("M")) {
            many(open, cache);
        }
    }

    private void cold() throws Exception {
        Entrant own = (fresh, round) -> () -> milieu.makeAlone(fresh, set.requirements());
        contest.warmUp(set.warmUps(), own);
        Map<String, Entrant> entrants = new LinkedHashMap<>();
        entrants.put("milieu", own);
        entrants.put(
                "uv", (fresh, round) -> () -> commands.uvInstall(fresh, fresh.resolve("cache"), set.requirements()));
        entrants.put("pip", (fresh, round) -> () -> commands.pipInstall(fresh, set.requirements()));
        contest.row(set.name() + " cold", 0, entrants);
    }

    /** The index is asked no more than its answers allow, the wheels are there, the environment is new. */
    private void warm(Milieu open, Path cache) throws Exception {
        Entrant own = (fresh, round) -> () -> milieu.make(open, Extras.with(set.requirements(), round));
        contest.warmUp(WARM_UPS, own);
        contest.row(
                set.name() + " warm",
                WARM_UPS,
                pair(
                        own,
                        (fresh, round) ->
                                () -> commands.uvInstall(fresh, cache, Extras.with(set.requirements(), round))));
    }

    /** As warm, but the request was resolved before, as on every node of a cluster but the first. */
    private void locked(Milieu open) throws Exception {
        Entrant own = (fresh, round) -> {
            List<String> requirements = Extras.with(set.requirements(), 2 * WARM_UPS + round);
            milieu.plan(open, requirements);
            return () -> milieu.make(open, requirements);
        };
        contest.warmUp(WARM_UPS, own);
        contest.row(set.name() + " warm, lock known", WARM_UPS, Map.of("milieu", own));
    }

    private void hot(Milieu open, Path cache) throws Exception {
        Entrant own = (fresh, round) -> () -> milieu.make(open, Extras.with(set.requirements(), 0));
        Path installed = contest.fresh();
        commands.uvInstall(installed, cache, set.requirements());
        contest.warmUp(10 * WARM_UPS, own);
        contest.row(
                set.name() + " hot",
                0,
                pair(own, (fresh, round) -> () -> commands.uvInstallAgain(installed, cache, set.requirements())));
    }

    private void resolution(Milieu open, Path cache) throws Exception {
        Entrant own = (fresh, round) -> () -> milieu.planAnew(open, set.requirements());
        contest.warmUp(WARM_UPS, own);
        contest.row(
                set.name() + " resolution",
                0,
                pair(own, (fresh, round) -> () -> commands.uvCompile(fresh, cache, set.requirements())));
    }

    private void many(Milieu open, Path cache) throws Exception {
        Entrant own = (fresh, round) -> () -> atOnce(i -> milieu.make(open, several(round, i)));
        Entrant uv = (fresh, round) -> () -> atOnce(i -> {
            commands.uvInstall(folder(fresh, i), cache, several(round, i));
            return fresh;
        });
        contest.warmUp(2, own);
        contest.row(set.name() + " warm, " + AT_ONCE + " at once", 2, pair(own, uv));
    }

    private List<String> several(int round, int number) {
        return Extras.with(set.requirements(), 4 * WARM_UPS + round * AT_ONCE + number);
    }

    private static Path folder(Path fresh, int number) {
        Path folder = fresh.resolve(Integer.toString(number));
        folder.toFile().mkdir();
        return folder;
    }

    private static void atOnce(Numbered work) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Object>> tasks = IntStream.range(0, AT_ONCE)
                    .<Callable<Object>>mapToObj(i -> () -> work.run(i))
                    .toList();
            for (Future<Object> done : threads.invokeAll(tasks)) {
                done.get();
            }
        }
    }

    private static Map<String, Entrant> pair(Entrant milieu, Entrant uv) {
        Map<String, Entrant> entrants = new LinkedHashMap<>();
        entrants.put("milieu", milieu);
        entrants.put("uv", uv);
        return entrants;
    }

    @FunctionalInterface
    private interface Numbered {
        Object run(int number) throws Exception;
    }
}
