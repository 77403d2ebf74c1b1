package io.milieu.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;

/**
 * Asks the agent of this node, over its Unix socket. Connections are kept and shared by all threads; thread-safe.
 *
 * <pre>{@code
 * try (AgentClient agent = AgentClient.ofUser(System.getenv())) {
 *     Lease lease = agent.prepare(Wish.of("{\"pip\": [\"pandas\"]}", System.getenv()).running(List.of("python", "worker.py")));
 *     ProcessBuilder worker = new ProcessBuilder(lease.argv());
 *     worker.environment().putAll(lease.variables());
 * }
 * }</pre>
 */
public final class AgentClient implements AutoCloseable {
    private final Path socket;
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();

    /** A client of the agent at that socket; connects when first asked. */
    public AgentClient(Path socket) {
        this.socket = socket;
    }

    /**
     * {@return a client of a user's agent: {@code MILIEU_AGENT}, else the one of the user's store}
     *
     * @param variables the environment variables that tell of the user
     */
    public static AgentClient ofUser(Map<String, String> variables) {
        return new AgentClient(socket(variables));
    }

    static Path socket(Map<String, String> variables) {
        String named = variables.getOrDefault("MILIEU_AGENT", "");
        if (!named.isEmpty()) {
            return Path.of(named);
        }
        String store = variables.getOrDefault("MILIEU_STORE", "");
        if (store.isEmpty()) {
            String cache = variables.getOrDefault("XDG_CACHE_HOME", "");
            String home = variables.getOrDefault("HOME", System.getProperty("user.home"));
            store = (cache.isEmpty() ? Path.of(home, ".cache") : Path.of(cache))
                    .resolve("milieu")
                    .toString();
        }
        return Path.of(store, "agent", "agent.sock");
    }

    /**
     * Prepares an environment and leases it; waits until it is ready.
     *
     * @param wish what is wanted
     * @return the lease
     * @throws AgentException with the agent's reason
     */
    public Lease prepare(Wish wish) {
        return lease(Json.object(ask("POST", "/v1/leases", wish.json())));
    }

    /**
     * As {@link #prepare(Wish)}, and tells how it goes.
     *
     * @param wish what is wanted
     * @param events told each event of the build as the text of a JSON object, on the calling thread
     * @return the lease
     * @throws AgentException with the agent's reason
     */
    public Lease prepare(Wish wish, Consumer<String> events) {
        Map<String, String> last = new LinkedHashMap<>();
        Connection.Answer answer;
        try (Connection connection = Connection.open(socket)) {
            answer = connection.watch("/v1/leases", wish.json(), (name, data) -> {
                if (name.equals("leased") || name.equals("problem")) {
                    last.put(name, data);
                } else {
                    events.accept(data);
                }
            });
        } catch (IOException e) {
            throw new AgentException("no agent answers at `" + socket + "`: " + e.getMessage(), e);
        }
        String leased = last.get("leased");
        if (leased != null) {
            return lease(Json.object(Json.parse(leased)));
        }
        throw refused(new Connection.Answer(answer.status(), last.getOrDefault("problem", answer.body())));
    }

    private static Lease lease(Map<String, Object> answer) {
        Map<String, Object> command = Json.object(answer.getOrDefault("command", Json.NULL));
        Map<String, String> variables = new LinkedHashMap<>();
        Json.object(command.getOrDefault("variables", Json.NULL))
                .forEach((name, value) -> variables.put(name, String.valueOf(value)));
        return new Lease(
                text(answer, "lease"),
                text(answer, "environment"),
                Json.strings(command.getOrDefault("argv", Json.NULL)),
                variables,
                Json.strings(command.getOrDefault("unset", Json.NULL)),
                text(command, "directory"),
                text(answer, "launcher"));
    }

    /**
     * Moves the end of a named holder's lease to so many seconds from now.
     *
     * @throws AgentException {@code environment-unknown} if it has ended
     */
    public void renew(String lease, long seconds) {
        ask("POST", "/v1/leases/" + lease + "/renew", "{\"ttl_seconds\":" + seconds + "}");
    }

    /** Ends a lease; one that has ended is no failure. */
    public void release(String lease) {
        ask("DELETE", "/v1/leases/" + lease, "");
    }

    /** {@return whether an agent answers} */
    public boolean isReachable() {
        try {
            return exchange("GET", "/healthz", "").status() == 200;
        } catch (AgentException e) {
            return false;
        }
    }

    /** {@return the agent's surroundings: equal for processes with the same settings for indexes and interpreters; empty if no agent answers} */
    public String surroundings() {
        try {
            return text(Json.object(ask("GET", "/readyz", "")), "surroundings");
        } catch (AgentException none) {
            return "";
        }
    }

    /** Closes the connections that are kept. */
    @Override
    public void close() {
        for (Connection each = idle.poll(); each != null; each = idle.poll()) {
            discard(each);
        }
    }

    private Object ask(String method, String path, String body) {
        Connection.Answer answer = exchange(method, path, body);
        if (answer.status() < 300) {
            return answer.body().isEmpty() ? Json.NULL : Json.parse(answer.body());
        }
        throw refused(answer);
    }

    private static AgentException refused(Connection.Answer answer) {
        try {
            Map<String, Object> problem = Json.object(Json.parse(answer.body()));
            List<String> hints = new ArrayList<>(Json.strings(problem.getOrDefault("hints", Json.NULL)));
            return new AgentException(
                    text(problem, "code"), text(problem, "detail"), hints, Boolean.TRUE.equals(problem.get("retry")));
        } catch (IllegalArgumentException plain) {
            return new AgentException(
                    "refused", answer.status() + ": " + answer.body().strip(), List.of(), false);
        }
    }

    /** A kept connection may have been closed by a restart of the agent: then a fresh one is tried, once. */
    private Connection.Answer exchange(String method, String path, String body) {
        Connection kept = idle.poll();
        if (kept != null) {
            try {
                return exchange(kept, method, path, body);
            } catch (IOException stale) {
                close();
            }
        }
        try {
            return exchange(Connection.open(socket), method, path, body);
        } catch (IOException e) {
            throw new AgentException("no agent answers at `" + socket + "`: " + e.getMessage(), e);
        }
    }

    private Connection.Answer exchange(Connection connection, String method, String path, String body)
            throws IOException {
        try {
            return connection.ask(method, path, body);
        } finally {
            if (connection.isReusable()) {
                idle.push(connection);
            } else {
                discard(connection);
            }
        }
    }

    private static void discard(Connection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            System.getLogger(AgentClient.class.getName())
                    .log(System.Logger.Level.DEBUG, "a connection did not close", e);
        }
    }

    private static String text(Map<String, Object> object, String name) {
        return object.get(name) instanceof String text ? text : "";
    }
}
