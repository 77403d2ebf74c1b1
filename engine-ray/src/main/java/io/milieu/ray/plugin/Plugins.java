package io.milieu.ray.plugin;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.json.JsonValue.JsonArray;
import io.milieu.core.json.JsonValue.JsonObject;
import java.time.Duration;
import java.util.Set;

/** The plug-ins of a node's Ray processes ({@code RAY_RUNTIME_ENV_PLUGINS}). Implementations are thread-safe. */
public interface Plugins extends AutoCloseable {

    /** {@return the fields that they handle} */
    Set<String> fields();

    /**
     * Lets each plug-in whose field is in the environment do its work, by priority.
     *
     * @param env the environment as Ray wrote it
     * @param context how the worker starts so far
     * @param limit how long they may take; negative for no limit
     * @return how it starts with them, and what of theirs it uses
     * @throws MilieuException {@link CoreError#COMMAND_FAILED} with what a plug-in raised, {@link CoreError#SETUP_TIMEOUT}
     * @throws InterruptedException if the calling thread was interrupted
     */
    Outcome setup(String env, String context, Duration limit) throws InterruptedException;

    /** Ends the use of what {@link #setup} told. */
    void release(JsonArray uris);

    @Override
    void close();

    /**
     * What came of it.
     *
     * @param context how the worker starts
     * @param uris what of the plug-ins' it uses
     */
    record Outcome(JsonObject context, JsonArray uris) {}

    /** {@return no plug-ins} */
    static Plugins none() {
        return new NoPlugins();
    }
}
