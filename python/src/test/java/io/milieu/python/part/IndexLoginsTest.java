package io.milieu.python.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IndexLoginsTest {
    @Test
    void variablesGiveNamedIndexesTheirLogins() {
        Map<String, String> indexes =
                Map.of("my-own", "https://other@own.example.org/simple?a=b", "open", "https://example.org");
        assertThat(IndexLogins.of(
                        indexes, Map.of("UV_INDEX_MY_OWN_USERNAME", "me@work", "UV_INDEX_MY_OWN_PASSWORD", "p:/s%+ä")))
                .containsExactly(URI.create("https://me%40work:p%3A%2Fs%25%2B%C3%A4@own.example.org/simple?a=b"));
        assertThat(IndexLogins.of(indexes, Map.of("UV_INDEX_OTHER_PASSWORD", "x")))
                .isEmpty();
    }
}
