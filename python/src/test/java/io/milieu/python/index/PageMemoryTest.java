package io.milieu.python.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.core.fetch.Validators;
import io.milieu.python.index.PageMemory.State;
import java.net.URI;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PageMemoryTest {
    private final PageMemory memory = new PageMemory(100);

    @Test
    void aReplacedFileIsNotAnsweredFromMemory() {
        CachedPage page = page();
        memory.keep(Path.of("a"), state("1", 10), page);
        assertThat(memory.find(Path.of("a"), state("1", 10))).containsSame(page);
        assertThat(memory.find(Path.of("a"), state("2", 10))).isEmpty();
        assertThat(memory.find(Path.of("b"), state("1", 10))).isEmpty();
    }

    @Test
    void theLeastRecentlyUsedGoFirst() {
        memory.keep(Path.of("a"), state("1", 40), page());
        memory.keep(Path.of("b"), state("2", 40), page());
        assertThat(memory.find(Path.of("a"), state("1", 40))).isPresent();
        memory.keep(Path.of("c"), state("3", 40), page());
        assertThat(memory.find(Path.of("a"), state("1", 40))).isPresent();
        assertThat(memory.find(Path.of("b"), state("2", 40))).isEmpty();
        assertThat(memory.find(Path.of("c"), state("3", 40))).isPresent();
    }

    @Test
    void aPageThatIsReplacedCountsOnce() {
        for (int i = 0; i < 10; i++) {
            memory.keep(Path.of("a"), state("1", 60), page());
        }
        memory.keep(Path.of("b"), state("2", 40), page());
        assertThat(memory.find(Path.of("a"), state("1", 60))).isPresent();
        assertThat(memory.find(Path.of("b"), state("2", 40))).isPresent();
    }

    @Test
    void whatIsLargerThanTheMemoryIsNotKept() {
        memory.keep(Path.of("a"), state("1", 101), page());
        assertThat(memory.find(Path.of("a"), state("1", 101))).isEmpty();
        memory.keep(Path.of("b"), state("2", 100), page());
        assertThat(memory.find(Path.of("b"), state("2", 100))).isPresent();
    }

    private static State state(String file, long size) {
        return new State(file, FileTime.fromMillis(1), size);
    }

    private static CachedPage page() {
        return new CachedPage(
                URI.create("http://index.example.org/demo/"),
                "text/html",
                Validators.none(),
                Instant.EPOCH,
                new CachedPage.Content(new byte[0]));
    }
}
