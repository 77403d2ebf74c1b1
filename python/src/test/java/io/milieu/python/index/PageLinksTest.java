package io.milieu.python.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageLinksTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://files.example/a/b-1.0-py3-none-any.whl",
                "http://files.example:8080/a/b-1.0.tar.gz",
                "https://files.example/a/../b.whl",
                "https://files.example/a%20b.whl",
                "https://files.example/a b.whl",
                "https://user:secret@files.example/a.whl",
                "https://files.example/a.whl#sha256=00",
                "https://files.example/a.whl?x=1",
                "https://files.example",
                "https:///a.whl",
                "https://under_score.example/a.whl",
                "https://-/a.whl",
                "//other.example/a.whl",
                "../../a.whl",
                "/a.whl",
                "file:///a.whl",
                "ftp://files.example/a.whl",
                "",
                "https://"
            })
    void aPlainLinkIsWhatTheParserMakesOfIt(String link) {
        URI page = URI.create("https://index.example/simple/demo/");
        for (int i = 0; i < 2; i++) {
            assertThat(PageLinks.resolved(page, link))
                    .isEqualTo(PageLinks.resolve(page, link).map(URI::toString));
            // Now a server is known whose links need not be taken apart.
            PageLinks.resolved(page, "https://files.example/good.whl");
        }
    }
}
