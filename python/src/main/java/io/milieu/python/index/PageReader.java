package io.milieu.python.index;

import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.python.error.PythonError;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/** Reads a page in whichever form the server chose. */
final class PageReader {
    /** JSON is read ten times as fast as HTML and says more. */
    static final String ACCEPT =
            "application/vnd.pypi.simple.v1+json, " + "application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1";

    private PageReader() {}

    /**
     * Reads a page.
     *
     * @throws MilieuException {@link PythonError#PAGE_INVALID}
     */
    static ProjectPage read(byte[] body, String contentType, URI uri) {
        try {
            return switch (form(body, contentType.toLowerCase(Locale.ROOT))) {
                case '{' -> JsonPage.parse(body, uri);
                case '<' -> HtmlPage.parse(body, uri);
                default -> throw new PageProblem("it is neither JSON nor HTML but `" + contentType + "`");
            };
        } catch (PageProblem e) {
            throw new MilieuException(
                    PythonError.PAGE_INVALID,
                    "the page `" + Redacted.urls(uri) + "` cannot be understood: " + e.getMessage(),
                    List.of("Check that the URL is that of a package index."),
                    e);
        }
    }

    /** Static file servers send any media type, so the first character decides where the type does not. */
    private static int form(byte[] body, String contentType) {
        if (contentType.contains("json")) {
            return '{';
        }
        if (contentType.contains("html")) {
            return '<';
        }
        int start = 0;
        while (start < body.length && body[start] <= ' ') {
            start++;
        }
        return start < body.length ? body[start] : '<';
    }
}
