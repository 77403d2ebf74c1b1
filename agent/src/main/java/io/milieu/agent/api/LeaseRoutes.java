package io.milieu.agent.api;

import io.milieu.agent.build.BuildQueue;
import io.milieu.agent.build.Ticket;
import io.milieu.agent.http.Call;
import io.milieu.agent.http.Reply;
import io.milieu.agent.http.Routes;
import io.milieu.agent.lease.Launchers;
import io.milieu.agent.lease.LeaseName;
import io.milieu.core.Deployment;
import io.milieu.core.Milieu;
import io.milieu.core.build.Environment;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.event.BuildListener;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonArray;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.lease.Lease;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Prepare, renew, release, describe: the requests of a worker's life. Thread-safe. */
final class LeaseRoutes {
    private static final String EVENTS = "text/event-stream";
    private static final int ATTEMPTS = 3;
    private static final Duration LOOK_AT_HOLDER = Duration.ofSeconds(1);

    private final Milieu milieu;
    private final BuildQueue queue;
    private final Launchers launchers;

    LeaseRoutes(Milieu milieu, BuildQueue queue, Launchers launchers) {
        this.milieu = milieu;
        this.queue = queue;
        this.launchers = launchers;
    }

    Routes addTo(Routes routes) {
        return routes.on("POST", "/v1/leases", this::prepare)
                .on("GET", "/v1/leases", call -> list())
                .on("GET", "/v1/leases/{lease}", this::describe)
                .on("POST", "/v1/leases/{lease}/renew", this::renew)
                .on("DELETE", "/v1/leases/{lease}", this::release);
    }

    private Reply prepare(Call call) throws InterruptedException {
        PrepareRequest request = PrepareRequest.parse(call.text(), now());
        if (call.header("Accept").filter(EVENTS::equals).isPresent()) {
            return new Reply.Stream(
                    EVENTS,
                    out -> new PrepareStream(out).send(listener -> {
                        try (Ticket ticket = enter(request, listener)) {
                            return leased(request, ticket).orElseThrow(LeaseRoutes::reclaimed);
                        }
                    }));
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Ticket ticket = enter(request, BuildListener.none());
            if (!request.waits() && ticket.await(Duration.ZERO).isEmpty()) {
                keep(ticket);
                return Replies.json(202, Views.build(ticket.build()));
            }
            try (ticket) {
                Optional<JsonObject> leased = leased(request, ticket);
                if (leased.isPresent()) {
                    return Replies.json(leased.get());
                }
            }
        }
        throw reclaimed();
    }

    private Ticket enter(PrepareRequest request, BuildListener listener) {
        return queue.enter(request.environment(), request.requester(), request.priority(), listener);
    }

    /** {@return the lease, or nothing if the environment was reclaimed at this very moment} */
    private Optional<JsonObject> leased(PrepareRequest request, Ticket ticket) throws InterruptedException {
        return milieu.pipeline()
                .deploy(
                        await(ticket, request),
                        request.environment().spec(),
                        request.worker(),
                        request.isolation(),
                        request.holder())
                .map(deployment -> view(deployment, request));
    }

    private static MilieuException reclaimed() {
        return new MilieuException(
                CoreError.IO_FAILED,
                "the environment was reclaimed before it could be used",
                List.of("Give the store more room: set MILIEU_MAX_SIZE for the agent."));
    }

    /** Who is gone waits no longer. */
    private Environment await(Ticket ticket, PrepareRequest request) throws InterruptedException {
        while (true) {
            Optional<Environment> ready = ticket.await(LOOK_AT_HOLDER);
            if (ready.isPresent()) {
                return ready.get();
            }
            if (!request.holder().holds(now())) {
                throw new MilieuException(CoreError.CANCELLED, "the holder ended before the environment was ready");
            }
        }
    }

    /** Nobody waits at this door, and the build goes on all the same. */
    private static void keep(Ticket ticket) {
        Thread.ofVirtual().name("milieu-unattended-" + ticket.build().id()).start(() -> {
            try (ticket) {
                ticket.await();
            } catch (MilieuException told) {
                // Whoever asks again is told by the queue.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private JsonObject view(Deployment deployment, PrepareRequest request) {
        Map<String, JsonValue> view =
                new LinkedHashMap<>(Views.lease(deployment.lease()).members());
        Map<String, String> inherited = request.worker().inherited();
        view.put("command", Views.command(deployment.command(), inherited));
        if (request.launcher()) {
            boolean moves = deployment.environment().launch().workingDirectory().isPresent();
            Path launcher = launchers.write(LeaseName.of(deployment.lease()), deployment.command(), inherited, moves);
            view.put("launcher", JsonValue.of(launcher.toString()));
        }
        return new JsonObject(view);
    }

    private Reply list() {
        return Replies.json(JsonValue.object()
                .put(
                        "leases",
                        new JsonArray(milieu.leases().list().stream()
                                .<JsonValue>map(Views::lease)
                                .toList()))
                .build());
    }

    private Reply describe(Call call) {
        LeaseName name = LeaseName.parse(call.name("lease"));
        Lease lease =
                milieu.leases().find(name.entry(), name.id()).orElseThrow(() -> LeaseName.unknown(call.name("lease")));
        return Replies.json(Views.lease(lease));
    }

    private Reply renew(Call call) throws InterruptedException {
        LeaseName name = LeaseName.parse(call.name("lease"));
        JsonObject body = call.text().isBlank() || !(Json.parse(call.text()) instanceof JsonObject given)
                ? new JsonObject(Map.of())
                : given;
        Lease lease = milieu.leases()
                .renew(name.entry(), name.id(), PrepareRequest.end(body, now()))
                .orElseThrow(() -> LeaseName.unknown(call.name("lease")));
        return Replies.json(Views.lease(lease));
    }

    /** The second of two is as good as the first. */
    private Reply release(Call call) {
        LeaseName name = LeaseName.parse(call.name("lease"));
        milieu.leases().release(name.entry(), name.id());
        launchers.remove(name);
        return Reply.of(204, "text/plain", ByteBuffer.allocate(0));
    }

    private Instant now() {
        return milieu.node().clock().instant();
    }
}
