package io.milieu.agent.api;

import io.milieu.agent.build.Build;
import io.milieu.agent.build.BuildQueue;
import io.milieu.agent.http.Call;
import io.milieu.agent.http.Reply;
import io.milieu.agent.http.Routes;
import io.milieu.core.Milieu;
import io.milieu.core.build.Environment;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonArray;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.reclaim.ReclaimPlan;
import io.milieu.core.reclaim.ReclaimPolicy;
import io.milieu.core.reclaim.ReclaimResult;
import io.milieu.core.reclaim.Reclaimer;
import io.milieu.core.reclaim.StoreScan;
import io.milieu.core.store.Bucket;
import io.milieu.core.store.EntryName;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What is in the store, what is being built for it, and what goes from it. Thread-safe. */
final class StoreRoutes {
    private final Milieu milieu;
    private final BuildQueue queue;
    private final EventHub events;

    StoreRoutes(Milieu milieu, BuildQueue queue, EventHub events) {
        this.milieu = milieu;
        this.queue = queue;
        this.events = events;
    }

    Routes addTo(Routes routes) {
        return routes.on("GET", "/v1/environments", call -> environments())
                .on("GET", "/v1/environments/{id}", this::environment)
                .on("GET", "/v1/layers", call -> layers())
                .on("GET", "/v1/builds", call -> builds())
                .on("GET", "/v1/builds/{id}", call -> Replies.json(Views.build(build(call))))
                .on("DELETE", "/v1/builds/{id}", this::cancel)
                .on("GET", "/v1/builds/{id}/events", this::watch)
                .on("GET", "/v1/events", call -> events.stream(build -> true))
                .on("POST", "/v1/gc", this::reclaim);
    }

    private Reply environments() {
        Map<EntryName, Long> leases = milieu.leases().list().stream()
                .collect(Collectors.groupingBy(lease -> lease.entry(), Collectors.counting()));
        return list(
                "environments",
                milieu.environments().stream()
                        .<JsonValue>map(each -> Views.environment(
                                each, leases.getOrDefault(each.id().key().entry(), 0L)))
                        .toList());
    }

    private Reply environment(Call call) {
        Environment environment = milieu.environment(call.name("id"));
        return Replies.json(environment.description());
    }

    private Reply layers() {
        return list(
                "layers",
                new StoreScan(milieu.store())
                        .inventory().entries().stream()
                                .filter(entry -> entry.name().folder().equals(Bucket.LAYERS.folder()))
                                .<JsonValue>map(Views::layer)
                                .toList());
    }

    private Reply builds() {
        return list(
                "builds", queue.active().stream().<JsonValue>map(Views::build).toList());
    }

    private Build build(Call call) {
        return queue.active().stream()
                .filter(build -> build.id().equals(call.name("id")))
                .findFirst()
                .orElseThrow(() -> new MilieuException(
                        CoreError.ENVIRONMENT_UNKNOWN,
                        "no build `" + call.name("id") + "` is under way",
                        List.of("A build that has ended is listed no more: ask for its environment again.")));
    }

    private Reply cancel(Call call) {
        queue.cancel(build(call).id());
        return Reply.of(204, "text/plain", ByteBuffer.allocate(0));
    }

    private Reply watch(Call call) {
        String id = build(call).id();
        return events.stream(id::equals);
    }

    private Reply reclaim(Call call) throws InterruptedException {
        JsonObject body = call.text().isBlank() || !(Json.parse(call.text()) instanceof JsonObject given)
                ? new JsonObject(Map.of())
                : given;
        ReclaimPolicy policy = body.string("max_size")
                .map(size -> ReclaimPolicy.STANDARD.withMaxBytes(ReclaimPolicy.bytes("max_size ", size)))
                .orElseGet(milieu::budget);
        Reclaimer reclaimer = new Reclaimer(milieu.store());
        if (body.bool("dry_run", false)) {
            ReclaimPlan plan = reclaimer.plan(policy);
            return removed(plan.victims(), plan.bytesBefore(), plan.bytesAfter());
        }
        ReclaimResult result = reclaimer.reclaim(policy);
        return removed(result.removed(), result.bytesAfter() + result.bytes(), result.bytesAfter());
    }

    private static Reply removed(List<ReclaimPlan.Victim> victims, long before, long after) {
        List<JsonValue> rows = victims.stream()
                .<JsonValue>map(victim -> JsonValue.object()
                        .put("entry", victim.entry().name().toString())
                        .put("bytes", victim.entry().bytes())
                        .put("reason", victim.reason().name().toLowerCase(Locale.ROOT))
                        .build())
                .toList();
        return Replies.json(JsonValue.object()
                .put("removed", new JsonArray(rows))
                .put("bytes_before", before)
                .put("bytes_after", after)
                .build());
    }

    private static Reply list(String name, List<JsonValue> rows) {
        return Replies.json(JsonValue.object().put(name, new JsonArray(rows)).build());
    }
}
