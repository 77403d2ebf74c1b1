package io.milieu.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.posix.Executables;
import io.milieu.core.posix.Subprocess;
import io.milieu.testkit.IndexServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The command line as a user has it, with a home, a store and a Python of its own: in this process, or in one that may be replaced. */
final class FrontDoor {
    private final Path here;
    private final Path store;
    private final Map<String, String> variables;

    /** How a command ended. */
    record Ended(int code, String out, String err) {
        JsonObject json() {
            return (JsonObject) Json.parse(out);
        }

        /** {@return the folder that `create` printed} */
        Path folder() {
            assertThat(code).as(err).isZero();
            return Path.of(out.strip());
        }
    }

    FrontDoor(Path temp) throws IOException {
        Path root = temp.toRealPath();
        here = Files.createDirectory(root.resolve("here"));
        store = root.resolve("store");
        Path home = Files.createDirectory(root.resolve("home"));
        // A build may forbid the default index with these; what a developer's pip is configured with must not matter
        // either.
        variables = Map.of(
                "PATH",
                python().getParent() + ":/usr/bin:/bin",
                "HOME",
                home.toString(),
                "PIP_CONFIG_FILE",
                "/dev/null",
                "MILIEU_STORE",
                store.toString());
    }

    private FrontDoor(Path here, Path store, Map<String, String> variables) {
        this.here = here;
        this.store = store;
        this.variables = variables;
    }

    /** {@return the same door for a user with one more variable} */
    FrontDoor and(String variable, String value) {
        Map<String, String> more = new HashMap<>(variables);
        more.put(variable, value);
        return new FrontDoor(here, store, Map.copyOf(more));
    }

    /** Makes everything in the store look as if it was last used ten minutes ago. */
    void age() throws IOException {
        FileTime then = FileTime.from(Instant.now().minusSeconds(600));
        Path caches = store.resolve("caches");
        try (Stream<Path> files = Files.find(
                store, 6, (path, as) -> path.endsWith(".seal") || (path.startsWith(caches) && as.isRegularFile()))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.getFileAttributeView(file, BasicFileAttributeView.class).setTimes(then, then, null);
            }
        }
    }

    /** {@return the program behind the python3 on the path; without one the test is not run} */
    static Path python() {
        Map<String, String> own = System.getenv();
        Path python = Executables.find("python3", own, Path.of("/")).orElse(null);
        if (python == null) {
            return abort("there is no python3 on the PATH");
        }
        List<String> question = List.of(python.toString(), "-c", "import sys; print(sys.executable)");
        try {
            return Path.of(new Subprocess(question, own, Path.of("/"))
                    .run(Duration.ofSeconds(30))
                    .output()
                    .strip());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@return how a command ends that fails so} */
    static Ended failed(int code, String id, String message, String... hints) {
        StringBuilder err = new StringBuilder("error[" + id + "]: " + message + "\n");
        for (String hint : hints) {
            err.append("hint: ").append(hint).append("\n");
        }
        return new Ended(code, "", err.toString());
    }

    /** {@return the folder the user stands in} */
    Path here() {
        return here;
    }

    Path store() {
        return store;
    }

    Map<String, String> variables() {
        return variables;
    }

    /** Writes a file below the folder the user stands in. */
    Path write(String name, String text) throws IOException {
        Path file = here.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    /** Runs a command in this process, without progress. */
    Ended run(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add(1, "--quiet");
        return loud(all);
    }

    /** Runs a command in this process. */
    Ended loud(List<String> words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false, false, 80);
        int code = Main.run(words, terminal, variables, here);
        return new Ended(code, out.toString(UTF_8), err.toString(UTF_8));
    }

    /** Runs a command with packages from that index. */
    Ended with(IndexServer index, String... words) {
        return run(indexed(index, words));
    }

    /** {@return the words with the option that names the index after the first} */
    static String[] indexed(IndexServer index, String... words) {
        return Stream.of(
                        Stream.of(words[0], "--index-url", index.uri().toString()),
                        Stream.of(words).skip(1))
                .flatMap(each -> each)
                .toArray(String[]::new);
    }

    /** Starts a command in a process of its own, which it may turn into another program. */
    Process start(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(here.toFile());
        builder.environment().clear();
        builder.environment().putAll(variables);
        return builder.start();
    }

    /** Runs a command in a process of its own. */
    Ended child(String input, String... words) throws IOException, InterruptedException {
        Process process = start(words);
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(UTF_8));
        }
        return ended(process);
    }

    static Ended ended(Process process) throws IOException, InterruptedException {
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
        return new Ended(process.waitFor(), out, err);
    }

    /** {@return the finished entries of one kind, such as {@code envs}} */
    long entries(String kind) throws IOException {
        try (Stream<Path> folders = Files.list(store)) {
            Path bucket = folders.filter(path -> path.getFileName().toString().startsWith(kind))
                    .findFirst()
                    .orElse(null);
            if (bucket == null) {
                return 0;
            }
            try (Stream<Path> found = Files.find(bucket, 3, (path, as) -> path.endsWith(".seal"))) {
                return found.count();
            }
        }
    }

    /** Nothing half-made is there. */
    void assertClean() throws IOException {
        try (Stream<Path> left = Files.list(store.resolve("tmp"))) {
            assertThat(left).isEmpty();
        }
        assertThat(run("doctor", "--json").json().bool("healthy", false)).isTrue();
    }
}
