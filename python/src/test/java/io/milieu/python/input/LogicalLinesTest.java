package io.milieu.python.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.python.input.LogicalLines.Line;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogicalLinesTest {
    private static List<Line> lines(String content) {
        return LogicalLines.of(content, Map.of());
    }

    private static List<String> texts(String content) {
        return lines(content).stream().map(Line::text).toList();
    }

    @Test
    void aBackslashAtTheEndJoinsLinesWhichCountAsTheFirst() {
        assertThat(lines("a\n\nb \\\n  >=1, \\\n  <2\nc\n"))
                .containsExactly(new Line(1, "a"), new Line(3, "b   >=1,   <2"), new Line(6, "c"));
    }

    @Test
    void aBackslashAtTheEndOfTheFileJoinsNothing() {
        assertThat(lines("a\nb\\")).containsExactly(new Line(1, "a"), new Line(2, "b"));
    }

    @Test
    void aCommentEndsAJoinedLineAndIsNotJoinedItself() {
        assertThat(texts("a \\\n# about a\nb")).containsExactly("a", "b");
        assertThat(texts("# about a \\\na")).containsExactly("a");
        assertThat(texts("a # joined into the comment \\\nb\nc")).containsExactly("a", "c");
    }

    @Test
    void onlyASignAfterABlankBeginsAComment() {
        assertThat(texts("a#1\nb #2\nc\t#3\n#d\n  # e\nhttps://example.org/f#egg=g"))
                .containsExactly("a#1", "b", "c", "https://example.org/f#egg=g");
    }

    @Test
    void linesEndAsOnAnySystemAndAByteOrderMarkIsNoText() {
        assertThat(lines("\uFEFFa\r\n \t\r\nb\\\r\nc\rd"))
                .containsExactly(new Line(1, "a"), new Line(3, "bc"), new Line(5, "d"));
        assertThat(lines("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "${USER_1}:${PASS}@host, me:p$1\\w@host",
        "${UNSET}, ${UNSET}",
        "${EMPTY}, ${EMPTY}",
        "${lower}, ${lower}",
        "$PASS, $PASS",
        "${NESTED}, ${PASS}",
        "${COMMENT}, a #b"
    })
    void variablesThatAreSetAreReplacedOnce(String text, String expected) {
        Map<String, String> variables = Map.of(
                "USER_1", "me", "PASS", "p$1\\w", "EMPTY", "", "lower", "x", "NESTED", "${PASS}", "COMMENT", "a #b");
        assertThat(LogicalLines.of(text, variables)).containsExactly(new Line(1, expected));
    }
}
