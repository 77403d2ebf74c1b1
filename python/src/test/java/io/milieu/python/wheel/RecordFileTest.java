package io.milieu.python.wheel;

import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.python.wheel.RecordFile.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordFileTest {
    @Test
    void quotesCommasAndLineEndsAreRead() {
        RecordFile record = RecordFile.parse("a.py,sha256=x,1\r\n\"b,\"\"c\"\".py\",sha256=y,2\n\nd.py,,");
        assertThat(record.rows())
                .containsExactly(
                        new Row("a.py", "sha256=x", "1"),
                        new Row("b,\"c\".py", "sha256=y", "2"),
                        new Row("d.py", "", ""));
    }

    @Test
    void whatIsWrittenReadsTheSame() {
        String text = "a.py,sha256=x,1\n\"b,\"\"c\"\".py\",sha256=y,2\n";
        assertThat(RecordFile.parse(text).text()).isEqualTo(text);
    }

    @Test
    void everyFieldIsQuotedIfItMust() {
        RecordFile record = new RecordFile(List.of(new Row("a.py", "x,y", "1\"2"), new Row("b\nc", "", "3\n4")));
        assertThat(RecordFile.parse(record.text())).isEqualTo(record);
    }

    @Test
    void backslashesOfOldToolsBecomeSlashes() {
        assertThat(RecordFile.parse("pkg\\a.py,sha256=x,1\n").rows())
                .containsExactly(new Row("pkg/a.py", "sha256=x", "1"));
    }

    @Test
    void missingFieldsAreEmpty() {
        assertThat(RecordFile.parse("a.py\nb.py,sha256=x").rows())
                .containsExactly(new Row("a.py", "", ""), new Row("b.py", "sha256=x", ""));
    }

    @Test
    void theHashOfNothingIsTheKnownOne() {
        assertThat(Row.of("x", new byte[0]).line())
                .isEqualTo("x,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\n");
    }
}
