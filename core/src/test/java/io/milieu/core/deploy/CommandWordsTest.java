package io.milieu.core.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.MilieuException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandWordsTest {
    /** Words are shown between bars; a tilde in the text stands for a double quote. */
    @ParameterizedTest
    @CsvSource(delimiter = '=', quoteCharacter = '@', textBlock = """
            nice -n 5 python   = |nice|-n|5|python|
            a 'b  c' d         = |a|b  c|d|
            pre'fix 'ed~ up~   = |prefix ed up|
            '' ~~              = |||
            a\\ b c            = |a b|c|
            ~a \\~b\\~ \\$x~   = |a "b" $x|
            ~a\\nb~            = |a\\nb|
            'a\\'              = |a\\|
            a\\                = |a\\|
            $HOME *.py; rm     = |$HOME|*.py;|rm|
            """)
    void wordsAreSplitAsAShellDoesAndNothingIsExpanded(String text, String words) {
        assertThat("|" + String.join("|", CommandWords.split(text.replace('~', '"'))) + "|")
                .isEqualTo(words);
    }

    @Test
    void blanksAreNoWords() {
        assertThat(CommandWords.split(" \t\n ")).isEmpty();
    }

    @Test
    void aQuoteThatIsNotClosedIsRefused() {
        assertThatThrownBy(() -> CommandWords.split("sh -c \"a'b'"))
                .isInstanceOf(MilieuException.class)
                .hasMessage("the quote \" is not closed in `sh -c \"a'b'`");
    }
}
