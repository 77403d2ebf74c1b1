package io.milieu.core.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SubprocessTest {
    private static Subprocess shell(String script) {
        return new Subprocess(List.of("/bin/sh", "-c", script), Map.of("PATH", "/usr/bin:/bin"), Path.of("/"));
    }

    @Test
    void theEndOfAProgramIsNotThatOfWhatItLeftBehind() throws Exception {
        Subprocess.Outcome outcome =
                shell("sleep 40 & echo out; echo errors >&2; exit 3").run(Duration.ofSeconds(20));
        assertThat(outcome).isEqualTo(new Subprocess.Outcome(3, "out\n", "errors\n"));
    }

    @Test
    void onlyTheLastOfLongOutputIsKept() throws Exception {
        Subprocess.Outcome outcome =
                shell("head -c 1000000 /dev/zero | tr '\\0' x; echo end").run(Duration.ofSeconds(20));
        assertThat(outcome.output()).hasSize(Tail.BYTES).endsWith("xxxend\n");
    }

    @Test
    void aProgramThatTakesTooLongIsStopped() {
        assertThatThrownBy(() -> shell("sleep 40").run(Duration.ofSeconds(1)))
                .hasMessage("`/bin/sh` did not end within 1 s and was stopped");
    }
}
