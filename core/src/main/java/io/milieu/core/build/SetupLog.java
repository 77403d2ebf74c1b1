package io.milieu.core.build;

import static io.milieu.core.base.Amounts.count;
import static io.milieu.core.base.Amounts.size;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.core.event.BuildEvent;
import io.milieu.core.event.BuildListener;
import io.milieu.core.posix.DiskFailure;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Files that tell how an environment was set up, such as the {@code config.log_files} of a spec. Lines are appended to each of them: the time in UTC, {@code INFO}, {@code WARNING} or
 * {@code ERROR}, and a text, separated by tabs. A file that can no longer be written is given up with a warning. Thread-safe.
 */
public final class SetupLog implements BuildListener {
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private final List<String> names;
    private final Path folder;
    private final InstantSource clock;
    private final BuildListener next;
    private final BuildProgress progress = new BuildProgress();
    private final List<Path> files = new CopyOnWriteArrayList<>();

    /**
     * A log that is not open yet.
     *
     * @param names of its files
     * @param folder where relative names start
     * @param clock the time
     * @param next told of every event, too
     */
    public SetupLog(List<String> names, Path folder, InstantSource clock, BuildListener next) {
        this.names = List.copyOf(names);
        this.folder = folder;
        this.clock = clock;
        this.next = next;
    }

    /**
     * Makes the files that are missing.
     *
     * @throws MilieuException {@link CoreError#PATH_INVALID} if the folder of one does not exist or it is no file, or why it
     *     cannot be written
     */
    public void open() {
        for (String name : names) {
            Path file = locate(name);
            try {
                append(file, "");
            } catch (IOException e) {
                throw DiskFailure.of("write the log file", file, e);
            }
            files.add(file);
        }
    }

    @Override
    public void on(BuildEvent event) {
        if (!files.isEmpty()) {
            progress.on(event);
            write(lines(event));
        }
        next.on(event);
    }

    private Path locate(String name) {
        try {
            Path file = folder.resolve(name).normalize();
            Path parent = file.getParent();
            if (parent != null && Files.isDirectory(parent) && !Files.isDirectory(file)) {
                return file;
            }
            throw unsuitable(name, "It was looked for at `" + file + "`.");
        } catch (InvalidPathException e) {
            throw unsuitable(name, "The name cannot be the name of a file: " + e.getReason());
        }
    }

    private static MilieuException unsuitable(String name, String hint) {
        return new MilieuException(
                CoreError.PATH_INVALID,
                "`" + name + "` in `config.log_files` must be a file in an existing folder",
                List.of(hint));
    }

    private void write(Stream<String> lines) {
        StringBuilder text = new StringBuilder();
        String time = TIME.format(clock.instant());
        lines.forEach(line -> text.append(time).append('\t').append(line).append('\n'));
        files.forEach(file -> write(file, Redacted.urls(text)));
    }

    private void write(Path file, String text) {
        try {
            append(file, text);
        } catch (IOException e) {
            files.remove(file);
            MilieuException failure = DiskFailure.of("write the log file", file, e);
            next.on(new BuildEvent.Warning(failure.getMessage()));
        }
    }

    /** In one piece, as others may write to the file, too; and not through a channel, which an interrupted build could not use. */
    private static void append(Path file, String text) throws IOException {
        try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private Stream<String> lines(BuildEvent event) {
        return switch (event) {
            case BuildEvent.StageStarted(BuildEvent.Stage stage) -> info(stage.label());
            case BuildEvent.StageFinished finished -> info(progress.summary(finished));
            case BuildEvent.Planned(int layers, int missing, long bytes) ->
                info(count(layers, "layer") + ", " + missing + " to fetch (" + size(bytes) + ")");
            case BuildEvent.LayerReady(String layer) -> info(layer + " is in the store");
            case BuildEvent.Warning(String text) -> text.lines().map(line -> "WARNING\t" + line);
            case BuildEvent.Ready(String environment) -> info("environment " + environment + " is ready");
            case BuildEvent.Failed(MilieuException failure) -> error(failure);
            case BuildEvent.Resolving _, BuildEvent.Fetching _, BuildEvent.Unpacking _ -> Stream.of();
        };
    }

    private static Stream<String> info(String text) {
        return Stream.of("INFO\t" + text);
    }

    /** Code, message and hints, as the command line prints them. */
    private static Stream<String> error(MilieuException failure) {
        Stream<String> message = ("error[" + failure.code().id() + "]: " + failure.getMessage()).lines();
        Stream<String> hints = failure.hints().stream().map(hint -> "hint: " + hint);
        return Stream.concat(message, hints).map(line -> "ERROR\t" + line);
    }
}
