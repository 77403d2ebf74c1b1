package io.milieu.python.wheel;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.milieu.fuzz.Attempt;

/** RECORD, which has no wrong text: what its lines promise is checked against the archive. */
class RecordFileFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void recordsPrintWhatTheyAre(byte[] data) {
        RecordFile record =
                Attempt.at(() -> RecordFile.parse(Attempt.text(data))).orElseThrow();
        assertThat(RecordFile.parse(record.text())).isEqualTo(record);
        assertThat(record.rows()).noneMatch(row -> row.path().contains("\\"));
    }
}
