package io.milieu.agent.api;

import io.milieu.agent.build.BuildQueue;
import io.milieu.agent.http.Reply;
import io.milieu.agent.http.Routes;
import io.milieu.agent.lease.Launchers;
import io.milieu.core.Milieu;
import io.milieu.core.json.JsonValue;
import java.nio.file.Files;

/** All routes of the agent. */
public final class AgentApi {
    private AgentApi() {}

    /**
     * {@return the routes}
     *
     * @param milieu the store
     * @param queue makes environments
     * @param launchers of leases
     * @param events for those who watch
     * @param statistics what was counted
     */
    public static Routes routes(
            Milieu milieu, BuildQueue queue, Launchers launchers, EventHub events, Statistics statistics) {
        Routes routes = new LeaseRoutes(milieu, queue, launchers).addTo(Routes.none());
        return new StoreRoutes(milieu, queue, events)
                .addTo(routes)
                .on("GET", "/metrics", call -> Reply.text(200, statistics.scrape(milieu, queue)))
                .on("GET", "/healthz", call -> Reply.text(200, "ok\n"))
                .on("GET", "/readyz", call -> ready(milieu))
                .failing(Replies::problem);
    }

    private static Reply ready(Milieu milieu) {
        boolean writable = Files.isWritable(milieu.store().layout().root());
        return Replies.json(
                writable ? 200 : 503,
                JsonValue.object()
                        .put("ready", writable)
                        .put("store", milieu.store().layout().root().toString())
                        .put("surroundings", Surroundings.digest(milieu.node().variables()))
                        .build());
    }
}
