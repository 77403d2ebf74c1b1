package io.milieu.ray.plugin;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonArray;
import io.milieu.core.json.JsonValue.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Plug-ins in a helper process on Ray's own interpreter, which loads them as Ray's agent would. It starts with the agent, since a plug-in
 * may take its time to load, and ends with it. Should it end before, each later environment that needs a plug-in fails and says so.
 */
public final class PluginHost implements Plugins {
    private final Process process;
    private final Writer requests;
    private final CompletableFuture<Set<String>> fields = new CompletableFuture<>();
    private final Map<Long, CompletableFuture<JsonObject>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong last = new AtomicLong();

    private PluginHost(Process process) {
        this.process = process;
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
    }

    /**
     * Starts the helper if these variables name plug-ins.
     *
     * @param python the interpreter that Ray runs on
     * @param variables of this node
     */
    public static Plugins of(String python, Map<String, String> variables) {
        if (variables.getOrDefault("RAY_RUNTIME_ENV_PLUGINS", "").isBlank()) {
            return Plugins.none();
        }
        ProcessBuilder builder = new ProcessBuilder(python, "-u", "-c", source());
        builder.environment().clear();
        builder.environment().putAll(variables);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            PluginHost host = new PluginHost(builder.start());
            Thread.ofVirtual().name("milieu-plugins").start(host::read);
            return host;
        } catch (IOException e) {
            throw new MilieuException(
                    CoreError.COMMAND_FAILED, "the host of plug-ins does not start: " + e.getMessage(), List.of(), e);
        }
    }

    @Override
    public Set<String> fields() {
        try {
            return fields.get();
        } catch (ExecutionException e) {
            // Told to those who need a plug-in.
            return Set.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Set.of();
        }
    }

    @Override
    public Outcome setup(String env, String context, Duration limit) throws InterruptedException {
        long id = last.incrementAndGet();
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        try {
            send(JsonValue.object()
                    .put("id", id)
                    .put("do", "setup")
                    .put("env", env)
                    .put("context", context));
            JsonObject found = limit.isNegative() ? answer.get() : answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (found.string("error").isPresent()) {
                throw new MilieuException(
                        CoreError.COMMAND_FAILED,
                        "a plug-in fails:\n" + found.string("error").get().strip());
            }
            return new Outcome(found.object("context"), new JsonArray(found.array("uris")));
        } catch (TimeoutException e) {
            cancel(id);
            throw new MilieuException(
                    CoreError.SETUP_TIMEOUT,
                    "a plug-in did not end within the timeout of " + limit.toSeconds() + " seconds",
                    List.of("Give more time with `config.setup_timeout_seconds` (-1: no limit)."),
                    e);
        } catch (InterruptedException e) {
            cancel(id);
            throw e;
        } catch (ExecutionException e) {
            throw new MilieuException(
                    CoreError.COMMAND_FAILED,
                    "the host of plug-ins has ended: "
                            + Objects.requireNonNull(e.getCause()).getMessage(),
                    List.of("Its messages are in the log of the raylet. Restart the node."),
                    e);
        } finally {
            waiting.remove(id);
        }
    }

    @Override
    public void release(JsonArray uris) {
        if (!uris.elements().isEmpty()) {
            send(JsonValue.object()
                    .put("id", last.incrementAndGet())
                    .put("do", "release")
                    .put("uris", uris));
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void cancel(long what) {
        send(JsonValue.object()
                .put("id", last.incrementAndGet())
                .put("do", "cancel")
                .put("what", what));
    }

    private void send(JsonValue.ObjectBuilder message) {
        try {
            synchronized (requests) {
                requests.write(Json.compact(message.build()) + "\n");
                requests.flush();
            }
        } catch (IOException e) {
            // The reader finds out why, and tells all who wait.
            process.destroyForcibly();
        }
    }

    private void read() {
        try (BufferedReader answers = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                if (Json.parse(line) instanceof JsonObject answer) {
                    take(answer);
                }
            }
            process.waitFor();
            end(new IOException("exit code " + process.exitValue()));
        } catch (IOException | MilieuException e) {
            end(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(e);
        }
    }

    private void take(JsonObject answer) {
        if (answer.get("names").isPresent()) {
            fields.complete(new LinkedHashSet<>(answer.strings("names")));
            return;
        }
        CompletableFuture<JsonObject> asked = waiting.get(answer.number("id", -1));
        if (asked != null) {
            asked.complete(answer);
        }
    }

    private void end(Exception reason) {
        fields.completeExceptionally(reason);
        waiting.values().forEach(each -> each.completeExceptionally(reason));
    }

    private static String source() {
        try (InputStream in =
                Objects.requireNonNull(PluginHost.class.getResourceAsStream("plugin_host.py"), "plugin_host.py")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
