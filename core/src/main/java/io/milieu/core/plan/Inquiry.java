package io.milieu.core.plan;

import io.milieu.core.event.BuildListener;
import io.milieu.core.json.JsonValue.JsonObject;

/** One request as a {@link Part} sees it on this node, read once: what is resolved is what the facts tell of. Thread-safe. */
public interface Inquiry {
    /** {@return what the answer depends on; it enters the lock's key and never holds a secret} */
    JsonObject facts();

    /**
     * Makes the answer exact. Builds nothing of the environment and changes nothing but caches.
     *
     * @param listener told of progress
     * @return the part's section of the lock: every artifact by name and hash; never a secret
     * @throws InterruptedException if the calling thread was interrupted
     */
    JsonObject resolve(BuildListener listener) throws InterruptedException;

    /** {@return an inquiry whose facts are the answer} */
    static Inquiry answered(JsonObject facts) {
        return new Inquiry() {
            @Override
            public JsonObject facts() {
                return facts;
            }

            @Override
            public JsonObject resolve(BuildListener listener) {
                return facts;
            }
        };
    }
}
