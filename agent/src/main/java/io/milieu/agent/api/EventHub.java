package io.milieu.agent.api;

import io.milieu.agent.build.Build;
import io.milieu.agent.http.Reply;
import io.milieu.core.event.BuildEvent;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Events of all builds, for those who watch (server-sent events, as HTML specifies them). A reader that is too slow misses some and is told so;
 * no build ever waits for a reader. Thread-safe.
 */
public final class EventHub {
    private static final int WAITING = 1_000;
    private static final long HEARTBEAT_SECONDS = 10;

    private final List<Reader> readers = new CopyOnWriteArrayList<>();

    private record Reader(BlockingQueue<JsonObject> events, Predicate<String> wanted) {}

    /** Nobody watches yet. */
    public EventHub() {}

    /** Tells all who watch. */
    public void tell(Build build, BuildEvent event) {
        if (!readers.isEmpty()) {
            JsonObject view = Views.event(build.id(), event);
            readers.stream().filter(reader -> reader.wanted().test(build.id())).forEach(reader -> offer(reader, view));
        }
    }

    /**
     * {@return a stream of events, which ends when the other end goes}
     *
     * @param wanted of which builds, by their ids
     */
    Reply stream(Predicate<String> wanted) {
        return new Reply.Stream("text/event-stream", out -> {
            Reader reader = new Reader(new ArrayBlockingQueue<>(WAITING), wanted);
            readers.add(reader);
            try {
                send(out, ": watching\n\n");
                while (true) {
                    JsonObject event = reader.events().poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
                    // Only by writing is it noticed that nobody reads any more.
                    send(out, event == null ? ": still here\n\n" : text(event));
                }
            } finally {
                readers.remove(reader);
            }
        });
    }

    /** {@return how many watch} */
    int watching() {
        return readers.size();
    }

    private static void offer(Reader reader, JsonObject event) {
        if (!reader.events().offer(event)) {
            // The oldest tells least about where things stand.
            reader.events().poll();
            reader.events().offer(event);
        }
    }

    static String text(JsonObject event) {
        return "event: " + event.string("event").orElse("") + "\ndata: " + Json.compact(event) + "\n\n";
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
