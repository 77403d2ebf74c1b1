package io.milieu.cli;

import io.milieu.core.build.BuildProgress;
import io.milieu.core.event.BuildEvent;
import io.milieu.core.event.BuildEvent.Stage;
import io.milieu.core.event.BuildListener;

/**
 * Shows a build as it goes: on a terminal one line that is rewritten, elsewhere a line per finished stage. A request that needs no
 * work prints nothing. Thread-safe.
 */
final class ProgressDisplay implements BuildListener, AutoCloseable {
    private static final long REDRAW_NANOS = 80_000_000;

    private final Terminal terminal;
    private final BuildProgress progress = new BuildProgress();
    private long lastDraw;
    private boolean lineOpen;

    ProgressDisplay(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public synchronized void on(BuildEvent event) {
        progress.on(event);
        switch (event) {
            case BuildEvent.StageStarted(Stage stage) -> draw(stage.label(), true);
            case BuildEvent.StageFinished finished -> {
                erase();
                terminal.err().println(progress.summary(finished));
            }
            case BuildEvent.Resolving(String subject, int known) ->
                draw("Resolving   " + known + " packages  " + subject, false);
            case BuildEvent.Fetching fetching -> drawFetching(fetching.layer());
            case BuildEvent.Unpacking(String layer) -> drawFetching(layer);
            case BuildEvent.LayerReady(String layer) -> drawFetching(layer);
            case BuildEvent.Warning(String text) -> {
                erase();
                terminal.warning(text);
            }
            case BuildEvent.Planned _, BuildEvent.Ready _, BuildEvent.Failed _ -> {}
        }
    }

    @Override
    public synchronized void close() {
        erase();
    }

    private void drawFetching(String layer) {
        draw("Fetching    " + progress.fetched() + "  " + layer, false);
    }

    /** Shows a line on a terminal until the next one; a line that is not needed now is left out if the last one is young. */
    synchronized void draw(String line, boolean now) {
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
}
