package io.milieu.core.plan;

import io.milieu.core.base.Digest;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The exact answer to a request: every artifact by name and hash.
 *
 * @param key what was asked, on which facts
 * @param made when it was resolved
 * @param sections each part's answer, by the part's name
 */
public record Lock(Digest key, Instant made, Map<String, JsonObject> sections) {
    /** Copies the sections. */
    public Lock {
        sections = Collections.unmodifiableMap(new LinkedHashMap<>(sections));
    }

    /** {@return the JSON form, read again by {@link #of}} */
    public JsonObject toJson() {
        return JsonValue.object()
                .put("version", 1)
                .put("key", key.hex())
                .put("made", made.toString())
                .put("sections", new JsonObject(new LinkedHashMap<>(sections)))
                .build();
    }

    /** {@return what {@link #toJson} wrote; empty if the object is of another version or not a lock} */
    public static Optional<Lock> of(JsonObject json) {
        if (json.number("version", 0) != 1) {
            return Optional.empty();
        }
        Map<String, JsonObject> sections = new LinkedHashMap<>();
        json.object("sections").members().forEach((name, section) -> {
            if (section instanceof JsonObject object) {
                sections.put(name, object);
            }
        });
        return json.string("key")
                .flatMap(key ->
                        json.string("made").map(made -> new Lock(new Digest(key), Instant.parse(made), sections)));
    }
}
