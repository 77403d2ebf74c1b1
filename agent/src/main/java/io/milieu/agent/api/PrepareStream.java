package io.milieu.agent.api;

import io.milieu.agent.http.Reply;
import io.milieu.core.error.MilieuException;
import io.milieu.core.event.BuildListener;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The answer to one who wants to see how an environment comes into being: the events of the build, then {@code leased} or {@code problem}. When the other end goes, so does
 * its wish.
 */
final class PrepareStream {
    private static final long HEARTBEAT_SECONDS = 1;

    private final OutputStream out;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    PrepareStream(OutputStream out) {
        this.out = out;
    }

    /** Prepares the environment. */
    @FunctionalInterface
    interface Work {
        /** {@return the lease} */
        JsonObject run(BuildListener listener) throws InterruptedException;
    }

    /** Sends all until the end. */
    void send(Work work) throws IOException, InterruptedException {
        AtomicReference<Optional<String>> last = new AtomicReference<>(Optional.empty());
        Thread worker = Thread.ofVirtual().name("milieu-prepare").start(() -> {
            String end = end(work);
            last.set(Optional.of(end));
            lines.add(end);
        });
        try {
            while (true) {
                String line = lines.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
                // Only by writing is it noticed that nobody reads any more.
                out.write((line == null ? ": still here\n\n" : line).getBytes(StandardCharsets.UTF_8));
                if (lines.isEmpty()) {
                    out.flush();
                }
                if (line != null && last.get().filter(line::equals).isPresent()) {
                    return;
                }
            }
        } finally {
            worker.interrupt();
        }
    }

    private String end(Work work) {
        try {
            JsonObject leased = work.run(event -> lines.add(EventHub.text(Views.event("", event))));
            return "event: leased\ndata: " + Json.compact(leased) + "\n\n";
        } catch (MilieuException e) {
            Reply.Whole problem = Replies.problem(e);
            return "event: problem\ndata: "
                    + StandardCharsets.UTF_8.decode(problem.body()).toString().strip() + "\n\n";
        } catch (InterruptedException gone) {
            Thread.currentThread().interrupt();
            return ": nobody waits\n\n";
        }
    }
}
