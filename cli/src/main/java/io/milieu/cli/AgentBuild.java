package io.milieu.cli;

import io.milieu.agent.AgentSettings;
import io.milieu.agent.api.Surroundings;
import io.milieu.client.AgentClient;
import io.milieu.client.AgentException;
import io.milieu.client.Lease;
import io.milieu.client.Wish;
import io.milieu.core.Milieu;
import io.milieu.core.build.Environment;
import io.milieu.core.event.BuildEvent;
import io.milieu.core.event.BuildListener;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.plan.EnvironmentRequest;
import io.milieu.core.plan.PlanOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where an agent serves the store, it makes the environments: one queue for all of the node, and code that is warm. The rest is as without it, since the store is the same; so a failure
 * is told by the library, which knows more about it, and an agent that does not answer, or was started with other settings, changes nothing. {@code MILIEU_AGENT=0} leaves it out.
 */
final class AgentBuild {
    private AgentBuild() {}

    /** {@return the environment, if there is an agent and it could make it} */
    static Optional<Environment> prepare(Milieu milieu, EnvironmentRequest request, BuildListener listener) {
        Path store = milieu.store().layout().root();
        Path socket = AgentSettings.socketOf(store);
        if (milieu.node().variables().getOrDefault("MILIEU_AGENT", "").equals("0") || !Files.exists(socket)) {
            return Optional.empty();
        }
        try (AgentClient agent = new AgentClient(socket)) {
            if (!agent.surroundings().equals(Surroundings.digest(milieu.node().variables()))) {
                return Optional.empty();
            }
            Lease lease = agent.prepare(wish(request), text -> event(text).ifPresent(listener::on));
            Environment made = milieu.environment(lease.environment());
            agent.release(lease.name());
            return Optional.of(made);
        } catch (AgentException e) {
            return Optional.empty();
        }
    }

    private static Wish wish(EnvironmentRequest request) {
        return new Wish(
                        Json.compact(request.spec().toJson()),
                        Json.compact(options(request.options())),
                        request.directory().toString(),
                        List.of("/bin/true"),
                        Map.of(),
                        "{}",
                        "milieu",
                        false)
                .heldBy(ProcessHandle.current().pid());
    }

    private static JsonObject options(PlanOptions options) {
        return JsonValue.object()
                .put("python", options.python())
                .put("extend_base", options.extendBase())
                .put("with_pip", options.seedPip())
                .put("index_url", options.index().indexUrl())
                .put("extra_index_urls", JsonValue.ofStrings(options.index().extraIndexUrls()))
                .put("find_links", JsonValue.ofStrings(options.index().findLinks()))
                .put("no_index", options.index().noIndex())
                .put("pre", options.index().pre())
                .put("package_options", JsonValue.ofStrings(options.packageOptions()))
                .put("link_mode", options.linkMode().text())
                .put("refresh", options.refresh())
                .put("lock_ttl_seconds", options.lockTtl().toSeconds())
                .put("offline", options.offline())
                .build();
    }

    /** {@return the event that the agent tells of, but for the last, which the caller finds out for itself} */
    private static Optional<BuildEvent> event(String text) {
        JsonObject event = Json.parse(text) instanceof JsonObject object ? object : new JsonObject(Map.of());
        return switch (event.string("event").orElse("")) {
            case "stage-started" -> Optional.of(new BuildEvent.StageStarted(stage(event)));
            case "stage-finished" ->
                Optional.of(
                        new BuildEvent.StageFinished(stage(event), Duration.ofMillis(event.number("milliseconds", 0))));
            case "planned" ->
                Optional.of(new BuildEvent.Planned(
                        (int) event.number("layers", 0), (int) event.number("missing", 0), event.number("bytes", 0)));
            case "resolving" ->
                Optional.of(
                        new BuildEvent.Resolving(event.string("subject").orElse(""), (int) event.number("known", 0)));
            case "fetching" ->
                Optional.of(new BuildEvent.Fetching(
                        event.string("layer").orElse(""), event.number("bytes", 0), event.number("total", -1)));
            case "unpacking" ->
                Optional.of(new BuildEvent.Unpacking(event.string("layer").orElse("")));
            case "layer-ready" ->
                Optional.of(new BuildEvent.LayerReady(event.string("layer").orElse("")));
            case "warning" ->
                Optional.of(new BuildEvent.Warning(event.string("text").orElse("")));
            default -> Optional.empty();
        };
    }

    private static BuildEvent.Stage stage(JsonObject event) {
        return BuildEvent.Stage.valueOf(event.string("stage").orElse("resolve").toUpperCase(Locale.ROOT));
    }
}
