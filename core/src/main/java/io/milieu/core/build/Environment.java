package io.milieu.core.build;

import io.milieu.core.base.Digest;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.plan.EnvironmentId;
import io.milieu.core.plan.Launch;
import io.milieu.core.plan.Lock;
import io.milieu.core.plan.Plan;
import io.milieu.core.posix.DiskFailure;
import io.milieu.core.spec.RuntimeEnv;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An environment in the store: a folder of links into layers, immutable for everybody but the workers that run in it.
 *
 * @param id its identity
 * @param directory its folder
 * @param description what is recorded with it: {@code spec} it was first made for (without variables), {@code lock}, {@code launch}
 */
public record Environment(EnvironmentId id, Path directory, JsonObject description) {
    private static final String FILE = "environment.json";
    private static final String SETTLED = ".settled";

    /** {@return whether the work that is worth doing once it is in use, such as byte code, has been done} */
    public boolean isSettled() {
        return Files.exists(directory.resolve(SETTLED));
    }

    /** Records that this work has been done. */
    void markSettled() throws IOException {
        Files.writeString(directory.resolve(SETTLED), "");
    }

    /** {@return how a worker runs in it} */
    public Launch launch() {
        return Launch.of(description.object("launch"));
    }

    /** {@return the spec it was first made for, without its variables} */
    public RuntimeEnv spec() {
        return RuntimeEnv.of(description.object("spec"));
    }

    /** {@return the exact answer it was made from} */
    public Lock lock() {
        return Lock.of(description.object("lock"))
                .orElseThrow(() -> new MilieuException(
                        CoreError.STORE_FORMAT, "the lock of environment `" + id.brief() + "` is of another version"));
    }

    /**
     * Reads an environment of the store.
     *
     * @param directory its folder
     * @return the environment
     * @throws MilieuException {@link CoreError#IO_FAILED} if its description is missing or cannot be understood
     */
    public static Environment read(Path directory) {
        return find(directory)
                .orElseThrow(() -> new MilieuException(
                        CoreError.IO_FAILED,
                        "the environment's description `" + directory.resolve(FILE)
                                + "` is missing or cannot be understood",
                        List.of("Remove the environment with `milieu remove`; the next request makes it anew.")));
    }

    /** {@return the environment in that folder, or nothing if it was reclaimed or its description cannot be understood} */
    public static Optional<Environment> find(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            return parse(directory, Files.readString(file));
        } catch (NoSuchFileException | CharacterCodingException broken) {
            return Optional.empty();
        } catch (IOException e) {
            throw DiskFailure.of("read the environment's description", file, e);
        }
    }

    private static Optional<Environment> parse(Path directory, String text) {
        try {
            return Json.parse(text) instanceof JsonObject description
                    ? Optional.of(new Environment(
                            new EnvironmentId(
                                    new Digest(description.string("id").orElse(""))),
                            directory,
                            description))
                    : Optional.empty();
        } catch (MilieuException | IllegalArgumentException broken) {
            return Optional.empty();
        }
    }

    /** Writes the description of a plan's environment into the folder it is assembled in. */
    static void describe(Path directory, Plan plan, Launch launch) throws IOException {
        Map<String, JsonValue> spec =
                new LinkedHashMap<>(plan.request().spec().toJson().members());
        spec.remove("env_vars");
        Files.writeString(
                directory.resolve(FILE),
                Redacted.urls(Json.compact(JsonValue.object()
                        .put("version", 1)
                        .put("id", plan.id().digest().hex())
                        .put("spec", new JsonObject(spec))
                        .put("lock", plan.lock().toJson())
                        .put("launch", launch.toJson())
                        .build())));
    }
}
