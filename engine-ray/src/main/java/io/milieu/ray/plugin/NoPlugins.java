package io.milieu.ray.plugin;

import io.milieu.core.json.JsonValue.JsonArray;
import java.time.Duration;
import java.util.Set;

/** A node without plug-ins. */
final class NoPlugins implements Plugins {
    @Override
    public Set<String> fields() {
        return Set.of();
    }

    @Override
    public Outcome setup(String env, String context, Duration limit) {
        throw new IllegalStateException("there is no plug-in to ask");
    }

    @Override
    public void release(JsonArray uris) {}

    @Override
    public void close() {}
}
