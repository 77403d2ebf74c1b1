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
            http://example.org/?mail=a@b | http://example.org/?****
            from `https://example.org/a.whl?sig=secret#sha256=00`: | from `https://example.org/a.whl?****#sha256=00`:
            {"text":"\"http://example.org/?sig=secret\""} | {"text":"\"http://example.org/?****\""}
            is it http://example.org/? Yes | is it http://example.org/? Yes
            ["http://example.org","a@b"] | ["http://example.org","a@b"]
            demo @ http://a:b@h/ and http://c@h | demo @ http://****@h/ and http://****@h
            """)
    void onlyTheUserInfoAndTheQueryOfUrlsAreReplaced(String text, String redacted) {
        assertThat(Redacted.urls(text)).isEqualTo(redacted);
    }
}
