package io.milieu.python.build;

import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonArray;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.python.error.PythonError;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The backend of one source tree, each hook run as a program of its own (PEP 517). What it says goes to a log.
 *
 * @param label what messages call the tree
 * @param system how it is built
 * @param project the folder of the project, which the backend may write to
 * @param editable whether the wheel shall lead back to the folder instead of holding its modules (PEP 660)
 * @param python the interpreter of an environment with what the backend requires
 * @param variables the environment variables of the program
 * @param log where its output is added
 */
public record BuildBackend(
        String label,
        BuildSystem system,
        Path project,
        boolean editable,
        Path python,
        Map<String, String> variables,
        Path log) {
    private static final int TAIL_BYTES = 8 << 10;
    private static final int TAIL_LINES = 20;

    /** Copies the variables. */
    public BuildBackend {
        variables = Map.copyOf(variables);
    }

    /**
     * {@return what the backend needs beside what the tree says it requires}
     *
     * @throws MilieuException {@link PythonError#BUILD_FAILED} with the end of the log
     * @throws IOException if a file cannot be read or written
     * @throws InterruptedException if the calling thread was interrupted; the backend is killed
     */
    public List<String> requires(JsonObject settings) throws IOException, InterruptedException {
        String hook = "get_requires_for_" + hook();
        Optional<JsonValue> answer = call(hook, List.of(), settings);
        if (answer.isEmpty()) {
            return List.of();
        }
        if (answer.get() instanceof JsonArray array) {
            return JsonValue.object().put("all", array).build().strings("all");
        }
        throw failed(
                "its backend `" + system.backend() + "` answered `" + hook + "` with something else than a list", "");
    }

    /**
     * Builds.
     *
     * @param folder an existing, empty folder
     * @return the wheel in that folder
     * @throws MilieuException {@link PythonError#BUILD_FAILED} with the end of the log
     * @throws IOException if a file cannot be read or written
     * @throws InterruptedException if the calling thread was interrupted; the backend is killed
     */
    public Path build(Path folder, JsonObject settings) throws IOException, InterruptedException {
        String hook = hook();
        Optional<JsonValue> answer = call(hook, List.of(folder.toString()), settings);
        if (answer.isEmpty()) {
            String older = editable ? ": it is too old to install a project in place (PEP 660)" : "";
            throw failed("its backend `" + system.backend() + "` has no `" + hook + "`" + older, "");
        }
        if (answer.get() instanceof JsonValue.JsonString(String name)
                && name.endsWith(".whl")
                && name.indexOf('/') < 0
                && Files.isRegularFile(folder.resolve(name))) {
            return folder.resolve(name);
        }
        throw failed("its backend `" + system.backend() + "` made no wheel in `" + hook + "`", tail());
    }

    private String hook() {
        return editable ? "build_editable" : "build_wheel";
    }

    private Optional<JsonValue> call(String hook, List<String> arguments, JsonObject settings)
            throws IOException, InterruptedException {
        Path answer = Files.createTempFile(log.getParent(), "answer", ".json");
        try {
            JsonObject call = JsonValue.object()
                    .put("hook", hook)
                    .put("backend", system.backend())
                    .put(
                            "path",
                            JsonValue.ofStrings(system.backendPath().stream()
                                    .map(folder -> project.resolve(folder).toString())
                                    .toList()))
                    .put("arguments", JsonValue.ofStrings(arguments))
                    .put("settings", settings)
                    .put("answer", answer.toString())
                    .build();
            int exit = run(List.of(python.toString(), "-I", "-B", "-c", script(), Json.compact(call)));
            if (exit != 0) {
                throw failed("its backend `" + system.backend() + "` failed in `" + hook + "`", tail());
            }
            if (!(Json.parse(Files.readString(answer)) instanceof JsonObject object)) {
                throw failed("its backend `" + system.backend() + "` ended early in `" + hook + "`", tail());
            }
            return Optional.ofNullable(object.members().get("value"));
        } finally {
            Files.deleteIfExists(answer);
        }
    }

    private int run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(new File(project.toString()))
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(log.toString())));
        builder.environment().clear();
        builder.environment().putAll(variables);
        Process process = builder.start();
        try {
            return process.waitFor();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private MilieuException failed(String problem, String tail) {
        return new MilieuException(
                PythonError.BUILD_FAILED,
                "`" + label + "` could not be built: " + problem + (tail.isEmpty() ? "" : ":\n" + tail),
                List.of("The whole output is in `" + log + "`."));
    }

    private String tail() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toString(), "r")) {
            byte[] bytes = new byte[(int) Math.min(TAIL_BYTES, file.length())];
            file.seek(file.length() - bytes.length);
            file.readFully(bytes);
            List<String> lines =
                    new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return Redacted.urls(String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()))
                    .indent(2)
                    .stripTrailing());
        }
    }

    private static String script() throws IOException {
        try (InputStream resource = BuildBackend.class.getResourceAsStream("hook.py")) {
            return new String(Objects.requireNonNull(resource, "hook.py").readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
