package io.milieu.core.build;

import static io.milieu.core.base.Amounts.count;
import static io.milieu.core.base.Amounts.size;
import static io.milieu.core.base.Amounts.time;

import io.milieu.core.event.BuildEvent;
import io.milieu.core.event.BuildListener;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How far a build got, gathered from its events; thread-safe. */
public final class BuildProgress implements BuildListener {
    private Optional<BuildEvent.Stage> stage = Optional.empty();
    private String subject = "";
    private int packages;
    private BuildEvent.Planned plan = new BuildEvent.Planned(0, 0, 0);
    private int ready;
    private long arrived;
    private final Map<String, BuildEvent.Fetching> running = new LinkedHashMap<>();

    /** Nothing has happened yet. */
    public BuildProgress() {}

    @Override
    public synchronized void on(BuildEvent event) {
        switch (event) {
            case BuildEvent.StageStarted(BuildEvent.Stage started) -> stage = Optional.of(started);
            case BuildEvent.StageFinished finished -> subject = "";
            case BuildEvent.Planned planned -> {
                plan = planned;
                ready = 0;
                arrived = 0;
            }
            case BuildEvent.Resolving resolving -> {
                subject = resolving.subject();
                packages = resolving.known();
            }
            case BuildEvent.Fetching fetching -> {
                BuildEvent.Fetching before = running.put(fetching.layer(), fetching);
                arrived += fetching.bytes() - (before == null ? 0 : before.bytes());
            }
            case BuildEvent.Unpacking unpacking -> running.remove(unpacking.layer());
            case BuildEvent.LayerReady(String layer) -> {
                ready++;
                running.remove(layer);
            }
            case BuildEvent.Warning _, BuildEvent.Ready _, BuildEvent.Failed _ -> {}
        }
    }

    /** {@return one sentence part, such as {@code 14 of 18 layers were ready, downloading scipy 1.16.0 (12.3 of 35.0 MB)}} */
    public synchronized String sentence() {
        if (stage.isEmpty()) {
            return "nothing had begun";
        }
        return switch (stage.get()) {
            case RESOLVE -> "resolving" + (subject.isEmpty() ? "" : ", looking at `" + subject + "`");
            case FETCH ->
                (plan.layers() - plan.missing() + ready) + " of " + plan.layers() + " layers were ready" + downloads();
            case ASSEMBLE -> "all " + plan.layers() + " layers were ready, linking";
            case VALIDATE -> "all " + plan.layers() + " layers were linked, validating";
        };
    }

    /** {@return what a stage has done, such as {@code Fetched 3 layers (12.3 MB) in 1.20 s}} */
    public synchronized String summary(BuildEvent.StageFinished finished) {
        String done = switch (finished.stage()) {
            case RESOLVE -> "Resolved " + count(packages, "package");
            case FETCH -> "Fetched " + count(plan.missing(), "layer") + (arrived > 0 ? " (" + size(arrived) + ")" : "");
            case ASSEMBLE -> "Linked " + count(plan.layers(), "layer");
            case VALIDATE -> "Validated the environment";
        };
        return done + " in " + time(finished.took());
    }

    /** {@return how much was fetched, such as {@code 2/3 layers  1.2 MB of 12.3 MB}} */
    public synchronized String fetched() {
        String total = plan.bytes() > 0 ? " of " + size(plan.bytes()) : "";
        return ready + "/" + plan.missing() + " layers  " + size(arrived) + total;
    }

    private String downloads() {
        return running.values().stream()
                .findFirst()
                .map(fetching -> ", downloading " + fetching.layer() + " (" + megabytes(fetching.bytes())
                        + (fetching.total() < 0 ? "" : " of " + megabytes(fetching.total())) + " MB)")
                .orElse("");
    }

    private static String megabytes(long bytes) {
        return String.format(java.util.Locale.ROOT, "%.1f", bytes / 1e6);
    }
}
