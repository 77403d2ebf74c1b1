package io.milieu.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.core.base.Digest;
import io.milieu.core.json.JsonValue.JsonNumber;
import io.milieu.core.json.JsonValue.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers hold while what they watch is unchanged, in this process and in the next. */
final class KeptAnswersTest {
    private static final Digest QUESTION = Digest.ofText("who are you");

    @TempDir
    private Path folder;

    private Path watched;
    private KeptAnswers answers;

    @BeforeEach
    void watchOneFile() throws IOException {
        watched = Files.createFile(folder.resolve("watched"));
        answers = new KeptAnswers(folder.resolve("answers"));
    }

    @Test
    void whatWasNeverAskedIsUnknown() {
        assertThat(answers.find(QUESTION)).isEmpty();
    }

    @Test
    void anAnswerIsKeptForThisProcessAndTheNext() throws IOException {
        JsonObject answer = answer(watched, changed());
        answers.keep(QUESTION, answer);
        assertThat(answers.find(QUESTION)).containsSame(answer);
        assertThat(new KeptAnswers(folder.resolve("answers")).find(QUESTION)).contains(answer);
    }

    @Test
    void anAnswerInMemoryEndsWithAChange() throws IOException {
        answers.keep(QUESTION, answer(watched, changed()));
        Files.setLastModifiedTime(watched, FileTime.from(1, TimeUnit.SECONDS));
        assertThat(answers.find(QUESTION)).isEmpty();
    }

    @Test
    void anotherProcessMayAnswerAnewWhatNoLongerHolds() throws IOException {
        answers.keep(QUESTION, answer(watched, changed()));
        Files.setLastModifiedTime(watched, FileTime.from(1, TimeUnit.SECONDS));
        JsonObject anew = answer(watched, 1_000_000_000L);
        new KeptAnswers(folder.resolve("answers")).keep(QUESTION, anew);
        assertThat(answers.find(QUESTION)).contains(anew);
    }

    @Test
    void whatWasNotThereMustStayAway() throws IOException {
        Path absent = folder.resolve("absent");
        answers.keep(QUESTION, answer(absent, -1));
        assertThat(answers.find(QUESTION)).isPresent();
        Files.createFile(absent);
        assertThat(answers.find(QUESTION)).isEmpty();
    }

    @Test
    void aDamagedFileIsNoAnswer() throws IOException {
        answers.keep(QUESTION, answer(watched, changed()));
        Files.writeString(folder.resolve("answers").resolve(QUESTION + ".json"), "{\"watched\":");
        assertThat(new KeptAnswers(folder.resolve("answers")).find(QUESTION)).isEmpty();
    }

    private long changed() throws IOException {
        return Files.getLastModifiedTime(watched).to(TimeUnit.NANOSECONDS);
    }

    private static JsonObject answer(Path path, long changed) {
        return JsonValue.object()
                .put("name", "python")
                .put("watched", new JsonObject(Map.of(path.toString(), new JsonNumber(BigDecimal.valueOf(changed)))))
                .build();
    }
}
