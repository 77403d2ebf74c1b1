package io.milieu.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.base.Digest;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockBookTest {
    private static final Digest KEY = Digest.ofText("asked");
    private static final Digest OTHER = Digest.ofText("asked by others");
    private static final Instant MADE = Instant.parse("2026-03-01T10:00:00.123456789Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final JsonObject SECTION = JsonValue.object().put("a", 1).build();
    private static final Lock LOCK = new Lock(KEY, MADE, Map.of("part", SECTION, "empty", new JsonObject(Map.of())));

    @TempDir
    Path temp;

    private LockBook book;

    @BeforeEach
    void open() {
        book = new LockBook(temp.resolve("locks"));
    }

    private Path file(Digest key) {
        return temp.resolve("locks")
                .resolve(key.hex().substring(0, 2))
                .resolve(key.hex().substring(2) + ".json");
    }

    @Test
    void aLockAnswersItsKeyAndNoOther() throws IOException {
        assertThat(book.find(KEY, DAY, MADE)).isEmpty();
        book.remember(LOCK);
        assertThat(book.find(KEY, DAY, MADE)).contains(LOCK);
        assertThat(book.find(OTHER, DAY, MADE)).isEmpty();
    }

    @Test
    void aLockIsValidUntilTheMomentItIsOfAge() throws IOException {
        book.remember(LOCK);
        assertThat(book.find(KEY, DAY, MADE.plus(DAY).minusNanos(1))).contains(LOCK);
        assertThat(book.find(KEY, DAY, MADE.plus(DAY))).isEmpty();
        assertThat(book.find(KEY, Duration.ZERO, MADE)).isEmpty();
        assertThat(book.find(KEY, DAY.plusNanos(1), MADE.plus(DAY))).contains(LOCK);
    }

    @Test
    void aLockMayBeValidForEver() throws IOException {
        book.remember(LOCK);
        assertThat(book.find(KEY, ChronoUnit.FOREVER.getDuration(), MADE.plus(DAY)))
                .contains(LOCK);
    }

    @Test
    void aClockThatWasSetBackMakesNoLockInvalid() throws IOException {
        book.remember(LOCK);
        assertThat(book.find(KEY, DAY, MADE.minus(DAY))).contains(LOCK);
    }

    @Test
    void whatIsRememberedLaterCounts() throws IOException {
        book.remember(LOCK);
        Lock later = new Lock(KEY, MADE.plusSeconds(1), Map.of());
        book.remember(later);
        assertThat(book.find(KEY, DAY, MADE)).contains(later);
    }

    @Test
    void aLockUnderTheNameOfAnotherKeyIsNoAnswer() throws IOException {
        book.remember(LOCK);
        Files.createDirectories(file(OTHER).getParent());
        Files.copy(file(KEY), file(OTHER));
        assertThat(book.find(OTHER, DAY, MADE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{}",
                "{'version':2,'key':'KEY','made':'2026-03-01T10:00:00Z','sections':{}}",
                "{'version':1,'made':'2026-03-01T10:00:00Z','sections':{}}",
                "{'version':1,'key':'no digest','made':'2026-03-01T10:00:00Z','sections':{}}",
                "{'version':1,'key':'KEY','sections':{}}",
                "{'version':1,'key':'KEY','made':'yesterday','sections':{}}",
                "{'version':1,'key':'KEY','made':1,'sections':{}}",
                "{'version':1,'key':'KEY','made':'2026-03-01T10:00:00Z','sections':{}} and more",
                "\u00ff"
            })
    void aDamagedFileIsNoAnswerUntilItIsWrittenAnew(String content) throws IOException {
        book.remember(LOCK);
        String text = content.replace('\'', '"').replace("KEY", KEY.hex());
        Files.write(file(KEY), text.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(book.find(KEY, DAY, MADE)).isEmpty();
        book.remember(LOCK);
        assertThat(book.find(KEY, DAY, MADE)).contains(LOCK);
    }

    @Test
    void aFolderThatCannotBeWrittenIsToldAndIsNoAnswer() throws IOException {
        Files.writeString(temp.resolve("locks"), "a file");
        assertThatThrownBy(() -> book.remember(LOCK)).isInstanceOf(IOException.class);
        assertThat(book.find(KEY, DAY, MADE)).isEmpty();
    }
}
