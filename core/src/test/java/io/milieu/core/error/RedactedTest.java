package io.milieu.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactedTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            https://user:secret@example.org/simple/ | https://****@example.org/simple/
            https://user:sec@ret@example.org/ | https://****@example.org/
            from `git+ssh://token@example.org/a@v1` | from `git+ssh://****@example.org/a@v1`
            http://example.org/?mail=a@b | http://example.org/?mail=a@b
            ["http://example.org","a@b"] | ["http://example.org","a@b"]
            demo @ http://a:b@h/ and http://c@h | demo @ http://****@h/ and http://****@h
            """)
    void onlyTheUserInfoOfUrlsIsReplaced(String text, String redacted) {
        assertThat(Redacted.urls(text)).isEqualTo(redacted);
    }
}
