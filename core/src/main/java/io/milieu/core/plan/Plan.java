package io.milieu.core.plan;

import io.milieu.core.base.Digest;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonArray;
import io.milieu.core.json.JsonValue.JsonNull;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.spec.Validation;
import io.milieu.core.store.LayerKey;
import io.milieu.core.store.Staging;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request made exact: nothing about it is open any more, and nothing of it is built yet.
 *
 * @param request the wish
 * @param lock the exact answer
 * @param parts what each part adds, by the part's name, in order
 * @param id the identity of the environment that results
 * @param remembered whether the lock was made for an earlier request, so that what it names may be gone since
 */
public record Plan(
        EnvironmentRequest request, Lock lock, Map<String, PartPlan> parts, EnvironmentId id, boolean remembered) {

    /** A plan of these parts; the identity follows from them. */
    static Plan of(EnvironmentRequest request, Lock lock, Map<String, PartPlan> parts, boolean remembered) {
        return new Plan(request, lock, new LinkedHashMap<>(parts), identify(request, parts), remembered);
    }

    /** {@return every layer, in order, each once} */
    public List<LayerRecipe> layers() {
        Map<LayerKey, LayerRecipe> layers = new LinkedHashMap<>();
        parts.values().forEach(part -> part.layers().forEach(layer -> layers.putIfAbsent(layer.key(), layer)));
        return List.copyOf(layers.values());
    }

    /** {@return how a worker runs in this environment once it is at the place where that staging will live} */
    public Launch launch(Staging staging) {
        Launch.Builder launch = Launch.builder();
        parts.values().forEach(part -> part.contribute(staging, launch));
        return launch.build();
    }

    private static EnvironmentId identify(EnvironmentRequest request, Map<String, PartPlan> parts) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        parts.forEach((name, part) -> {
            List<JsonValue> layers = new ArrayList<>();
            part.layers()
                    .forEach(layer ->
                            layers.add(JsonValue.of(layer.key().bucket().folder() + "/"
                                    + layer.key().digest().hex())));
            members.put(
                    name,
                    JsonValue.object()
                            .put("layers", new JsonArray(layers))
                            .put("identity", part.identity())
                            .build());
        });
        JsonObject whole = JsonValue.object()
                .put("link_mode", request.options().linkMode().name())
                .put("parts", new JsonObject(members))
                // An environment that was tried is another one than the same untried.
                .put(
                        "validation",
                        request.spec().validationType().map(Validation::toJson).orElse(new JsonNull()))
                .build();
        return new EnvironmentId(Digest.ofText(Json.canonical(whole)));
    }
}
