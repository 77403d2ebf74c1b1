package io.milieu.python.wheel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LibdeflateTest {
    @Test
    void nothingIsLeftInTheTemporaryFolder() throws Exception {
        Path maps = Path.of("/proc/self/maps");
        assumeTrue(Files.isReadable(maps), "needs Linux");
        Libdeflate.open().orElseThrow().close();
        List<String> mapped = Files.readAllLines(maps).stream()
                .filter(line -> line.matches(".*/deflate\\d+\\.tmp.*"))
                .toList();
        assertThat(mapped).isNotEmpty().allMatch(line -> line.endsWith(".tmp (deleted)"));
    }
}
