package io.milieu.cli;

import io.milieu.core.event.BuildEvent;
import io.milieu.core.event.BuildEvent.Stage;
import io.milieu.core.event.BuildListener;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Shows a build as it goes: on a terminal one line that is rewritten, elsewhere a line per finished stage. A request that needs no
 * work prints nothing. Thread-safe.
 */
final class ProgressDisplay implements BuildListener, AutoCloseable {
    private static final long REDRAW_NANOS = 80_000_000;

    private final Terminal terminal;
    private final Map<String, Long> arriving = new LinkedHashMap<>();
    private BuildEvent.Planned plan = new BuildEvent.Planned(0, 0, 0);
    private int seen;
    private int ready;
    private long bytesDone;
    private long lastDraw;
    private boolean lineOpen;

    ProgressDisplay(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public synchronized void on(BuildEvent event) {
        switch (event) {
            case BuildEvent.StageStarted started -> draw(label(started.stage()), true);
            case BuildEvent.StageFinished finished -> finished(finished.stage(), finished.took());
            case BuildEvent.Planned planned -> plan = planned;
            case BuildEvent.Resolving resolving -> {
                seen = resolving.known();
                draw("Resolving   " + seen + " packages  " + resolving.subject(), false);
            }
            case BuildEvent.Fetching fetching -> {
                arriving.put(fetching.layer(), fetching.bytes());
                draw(fetchLine(fetching.layer()), false);
            }
            case BuildEvent.Unpacking unpacking -> draw(fetchLine(unpacking.layer()), false);
            case BuildEvent.LayerReady(String layer) -> {
                ready++;
                Long bytes = arriving.remove(layer);
                bytesDone += bytes == null ? 0 : bytes;
                draw(fetchLine(layer), false);
            }
            case BuildEvent.Warning(String text) -> {
                erase();
                terminal.warning(text);
            }
        }
    }

    @Override
    public synchronized void close() {
        erase();
    }

    private void finished(Stage stage, Duration took) {
        String what = switch (stage) {
            case RESOLVE -> "Resolved " + count(seen, "package");
            case FETCH ->
                "Fetched " + count(plan.missing(), "layer") + (bytesDone > 0 ? " (" + size(bytesDone) + ")" : "");
            case ASSEMBLE -> "Linked " + count(plan.layers(), "layer");
            case VALIDATE -> "Validated the environment";
        };
        erase();
        terminal.err().println(what + " in " + time(took));
    }

    private String fetchLine(String layer) {
        long bytes = bytesDone
                + arriving.values().stream().mapToLong(Long::longValue).sum();
        String total = plan.bytes() > 0 ? " of " + size(plan.bytes()) : "";
        return "Fetching    " + ready + "/" + plan.missing() + " layers  " + size(bytes) + total + "  " + layer;
    }

    private void draw(String line, boolean now) {
        if (!terminal.live() || (!now && System.nanoTime() - lastDraw < REDRAW_NANOS)) {
            return;
        }
        lastDraw = System.nanoTime();
        String fitting = line.length() < terminal.width() ? line : line.substring(0, terminal.width() - 1);
        terminal.err().print("\r\u001b[K" + fitting);
        terminal.err().flush();
        lineOpen = true;
    }

    private void erase() {
        if (lineOpen) {
            terminal.err().print("\r\u001b[K");
            terminal.err().flush();
            lineOpen = false;
        }
    }

    private static String label(Stage stage) {
        return switch (stage) {
            case RESOLVE -> "Resolving";
            case FETCH -> "Fetching";
            case ASSEMBLE -> "Linking";
            case VALIDATE -> "Validating";
        };
    }

    static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    static String size(long bytes) {
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : bytes < 1_000_000_000
                        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                        : String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
    }

    private static String time(Duration took) {
        long millis = took.toMillis();
        return millis < 1000 ? millis + " ms" : String.format(Locale.ROOT, "%.2f s", millis / 1e3);
    }
}
