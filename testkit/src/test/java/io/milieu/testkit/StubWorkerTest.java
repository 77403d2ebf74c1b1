package io.milieu.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StubWorkerTest {
    @TempDir
    Path directory;

    @Test
    void tellsWhatItWasGivenThenObeys() throws IOException, InterruptedException {
        Path touched = directory.resolve("touched");
        ProcessBuilder builder = new ProcessBuilder(
                StubWorker.command("odd \"argument\"", "--wait", "--touch", touched.toString(), "--exit", "7"));
        builder.directory(directory.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("GREETING", "line\nbreak");
        Process process = builder.start();
        try (BufferedReader out = process.inputReader(UTF_8)) {
            assertThat(out.readLine())
                    .contains("\"pid\":" + process.pid())
                    .contains("\"cwd\":\"" + directory.toRealPath() + "\"")
                    .contains("\"argv\":[\"odd \\\"argument\\\"\",\"--wait\",")
                    .contains("\"GREETING\":\"line\\u000abreak\"");
            assertThat(touched).doesNotExist();
            process.outputWriter().close();
            assertThat(process.waitFor()).isEqualTo(7);
        }
        assertThat(touched).exists();
    }
}
