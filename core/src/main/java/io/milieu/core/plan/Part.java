package io.milieu.core.plan;

import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.spec.RuntimeEnv;
import io.milieu.core.store.EntryName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What handles one or more fields of a spec. A request passes through three steps: {@link #inspect} looks at this node,
 * {@link Inquiry#resolve} makes the answer exact, {@link #plan} turns the answer into layers. The second is skipped while a lock
 * that was made from the same facts is valid. Implementations are thread-safe.
 */
public interface Part extends AutoCloseable {
    /** {@return the part's name, which names its section of the lock} */
    String name();

    /** {@return the spec fields that this part understands; no two parts claim one field} */
    Set<String> fields();

    /** {@return whether the part has something to do for the spec} */
    default boolean concerns(RuntimeEnv spec) {
        return spec.presentFields().stream().anyMatch(fields()::contains);
    }

    /**
     * Looks at everything on this node that the answer depends on: contents of named files, the chosen interpreter. Two
     * requests with equal facts, specs and options have equal answers, the state of the network aside.
     *
     * @param request the wish
     * @return what was seen
     */
    Inquiry inspect(EnvironmentRequest request);

    /**
     * Turns the section of a lock into layers. Asks no network.
     *
     * @param request the wish
     * @param section what {@link Inquiry#resolve} answered, now or in an earlier process
     * @return the plan
     */
    PartPlan plan(EnvironmentRequest request, JsonObject section);

    /**
     * Compares what a finished layer holds with what it should.
     *
     * @param layer its name
     * @param directory where it is
     * @return the files that are missing or damaged, by their paths in the layer; none for a layer of another part
     * @throws IOException if the disk fails
     */
    default List<String> damaged(EntryName layer, Path directory) throws IOException {
        return List.of();
    }

    /**
     * Tells where the part may have layers and environments made; called once, before any request.
     *
     * @param workshop of the store that the part works for
     */
    default void join(Workshop workshop) {}

    /** Ends the threads and connections that the part keeps for its life, if any; called once, when nobody asks it any more. */
    @Override
    default void close() {}
}
