package io.milieu.agent.api;

import io.milieu.agent.build.Build;
import io.milieu.agent.lease.LeaseName;
import io.milieu.core.build.Environment;
import io.milieu.core.deploy.LaunchCommand;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.core.event.BuildEvent;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.lease.Holder;
import io.milieu.core.lease.Lease;
import io.milieu.core.posix.ProcessIdentity;
import io.milieu.core.reclaim.Entry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How things look to clients. */
final class Views {
    private Views() {}

    static JsonObject lease(Lease lease) {
        JsonValue.ObjectBuilder view = JsonValue.object()
                .put("lease", LeaseName.of(lease).toString())
                .put("environment", lease.entry().digits())
                .put("created", lease.created().toString());
        switch (lease.holder()) {
            case Holder.OfProcess(ProcessIdentity process) -> view.put("pid", process.pid());
            case Holder.Named(String name, Instant end) ->
                view.put("holder", name).put("end", end.toString());
        }
        return view.build();
    }

    /** {@return how a worker is started: what differs from the variables that it inherits, and which of them go} */
    static JsonObject command(LaunchCommand command, Map<String, String> inherited) {
        Map<String, JsonValue> view =
                new LinkedHashMap<>(command.toJson(inherited).members());
        view.put(
                "unset",
                JsonValue.ofStrings(inherited.keySet().stream()
                        .filter(name -> !command.variables().containsKey(name))
                        .sorted()
                        .toList()));
        return new JsonObject(view);
    }

    static JsonObject environment(Environment environment, long leases) {
        return JsonValue.object()
                .put("id", environment.id().name())
                .put("directory", environment.directory().toString())
                .put("leases", leases)
                .put("settled", environment.isSettled())
                .put("spec", environment.description().object("spec"))
                .build();
    }

    static JsonObject layer(Entry entry) {
        return JsonValue.object()
                .put("layer", entry.name().toString())
                .put("state", entry.state().name().toLowerCase(Locale.ROOT))
                .put("bytes", entry.bytes())
                .put("last_use", entry.lastUse().toString())
                .build();
    }

    static JsonObject build(Build build) {
        return JsonValue.object()
                .put("build", build.id())
                .put("state", build.state().name().toLowerCase(Locale.ROOT))
                .put("requester", build.requester())
                .put("begun", build.begun().toString())
                .put("progress", build.progress())
                .put("spec", build.request().spec().id().toString())
                .build();
    }

    /** {@return an event, which names itself in its member {@code event}} */
    static JsonObject event(String build, BuildEvent event) {
        JsonValue.ObjectBuilder view = JsonValue.object().put("build", build);
        switch (event) {
            case BuildEvent.StageStarted(BuildEvent.Stage stage) ->
                view.put("event", "stage-started").put("stage", name(stage));
            case BuildEvent.StageFinished finished ->
                view.put("event", "stage-finished")
                        .put("stage", name(finished.stage()))
                        .put("milliseconds", finished.took().toMillis());
            case BuildEvent.Planned(int layers, int missing, long bytes) ->
                view.put("event", "planned")
                        .put("layers", layers)
                        .put("missing", missing)
                        .put("bytes", bytes);
            case BuildEvent.Resolving(String subject, int known) ->
                view.put("event", "resolving").put("subject", subject).put("known", known);
            case BuildEvent.Fetching(String layer, long bytes, long total) ->
                view.put("event", "fetching")
                        .put("layer", layer)
                        .put("bytes", bytes)
                        .put("total", total);
            case BuildEvent.Unpacking(String layer) ->
                view.put("event", "unpacking").put("layer", layer);
            case BuildEvent.LayerReady(String layer) ->
                view.put("event", "layer-ready").put("layer", layer);
            case BuildEvent.Warning(String text) -> view.put("event", "warning").put("text", Redacted.urls(text));
            case BuildEvent.Ready(String environment) ->
                view.put("event", "ready").put("environment", environment);
            case BuildEvent.Failed(MilieuException failure) ->
                view.put("event", "failed").put("code", failure.code().id()).put("detail", failure.getMessage());
        }
        return view.build();
    }

    private static String name(BuildEvent.Stage stage) {
        return stage.name().toLowerCase(Locale.ROOT);
    }
}
