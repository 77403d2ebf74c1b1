package io.milieu.core.build;

import io.milieu.core.event.BuildEvent;
import io.milieu.core.event.BuildListener;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How far a build got, gathered from its events; thread-safe. */
public final class BuildProgress implements BuildListener {
    private Optional<BuildEvent.Stage> stage = Optional.empty();
    private String subject = "";
    private int layers;
    private int missing;
    private int ready;
    private final Map<String, BuildEvent.Fetching> running = new LinkedHashMap<>();

    /** Nothing has happened yet. */
    public BuildProgress() {}

    @Override
    public synchronized void on(BuildEvent event) {
        switch (event) {
            case BuildEvent.StageStarted(BuildEvent.Stage started) -> stage = Optional.of(started);
            case BuildEvent.StageFinished finished -> subject = "";
            case BuildEvent.Planned planned -> {
                layers = planned.layers();
                missing = planned.missing();
            }
            case BuildEvent.Resolving resolving -> subject = resolving.subject();
            case BuildEvent.Fetching fetching -> running.put(fetching.layer(), fetching);
            case BuildEvent.Unpacking unpacking -> running.remove(unpacking.layer());
            case BuildEvent.LayerReady(String layer) -> {
                ready++;
                running.remove(layer);
            }
            case BuildEvent.Warning warning -> {}
        }
    }

    /** {@return one sentence part, such as {@code 14 of 18 layers were ready, downloading scipy 1.16.0 (12.3 of 35.0 MB)}} */
    public synchronized String sentence() {
        if (stage.isEmpty()) {
            return "nothing had begun";
        }
        return switch (stage.get()) {
            case RESOLVE -> "resolving" + (subject.isEmpty() ? "" : ", looking at `" + subject + "`");
            case FETCH -> (layers - missing + ready) + " of " + layers + " layers were ready" + downloads();
            case ASSEMBLE -> "all " + layers + " layers were ready, linking";
            case VALIDATE -> "all " + layers + " layers were linked, validating";
        };
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
