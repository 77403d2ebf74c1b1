package io.milieu.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs other programs with a bare environment, so that no setting of this machine changes what they do. */
final class Tool {
    private final Map<String, String> variables;

    Tool(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    /** Runs a command to its end; what it prints goes to a file in the folder. */
    void run(Path folder, List<String> command) throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().putAll(variables);
        int code = builder.start().waitFor();
        if (code != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + code + ":\n" + Files.readString(output));
        }
    }
}
