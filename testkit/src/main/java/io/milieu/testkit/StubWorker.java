package io.milieu.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * A worker process for tests. It prints one line of JSON with what it was given, {@code {"pid":…,"cwd":…,"argv":[…],"env":{…}}},
 * then does what its arguments say, in order: {@code --touch FILE} makes a file, {@code --wait} waits for the end of standard
 * input, {@code --exit STATUS} ends with that status. Other arguments are only reported.
 */
public final class StubWorker {
    private StubWorker() {}

    /** {@return the command that starts the worker on the running JVM's java} */
    public static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp", classPath(), StubWorker.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Reports and obeys. */
    public static void main(String[] arguments) throws IOException {
        report(List.of(arguments));
        Deque<String> left = new ArrayDeque<>(List.of(arguments));
        while (!left.isEmpty()) {
            switch (left.remove()) {
                case "--touch" -> Files.createFile(Path.of(left.remove()));
                case "--wait" -> System.in.transferTo(OutputStream.nullOutputStream());
                case "--exit" -> System.exit(Integer.parseInt(left.remove()));
                default -> {}
            }
        }
    }

    private static void report(List<String> arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println(JsonText.of(Map.of(
                "pid", ProcessHandle.current().pid(),
                "cwd", Path.of("").toAbsolutePath(),
                "argv", arguments,
                "env", System.getenv())));
    }

    private static String classPath() {
        try {
            return Path.of(StubWorker.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
