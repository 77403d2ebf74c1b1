package io.milieu.python.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.MilieuException;
import io.milieu.core.fetch.Checksum;
import io.milieu.core.fetch.HashAlgorithm;
import io.milieu.python.error.PythonError;
import io.milieu.python.index.ProjectFile.Sidecar;
import io.milieu.python.index.ProjectPage.Status;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagesTest {
    private static final URI BASE = URI.create("http://index.example.org/simple/demo/");
    private static final Checksum SHA = new Checksum(HashAlgorithm.SHA256, "ab");
    private static final Checksum MD5 = new Checksum(HashAlgorithm.MD5, "cd");

    private static final String HTML = """
                <!DOCTYPE html><html><head><base href="/files/"><meta name="pypi:repository-version" content="1.3">
                <meta name="pypi:project-status" content="deprecated"><meta name="pypi:project-status-reason" content="old">
                </head><body><a href="../simple/">up</a><a>nothing</a><a href="">empty</a>
                <A HREF='demo-1.0-py3-none-any.whl#sha256=AB&amp;md5=cd' data-requires-python="&gt;=3.8, &lt;4"
                   data-yanked data-core-metadata="sha256=ab">x</a>
                <a href="https://files.example.org/demo-1.0%2Bcpu-py3-none-any.whl" data-dist-info-metadata="true">y</a>
                <a href="demo-2.0.tar.gz" data-core-metadata="false" data-yanked="why">z</a>
                """;

    private static ProjectPage read(String body, String type) {
        return PageReader.read(body.getBytes(StandardCharsets.UTF_8), type, BASE);
    }

    @Test
    void jsonTellsEverythingAboutAFile() {
        ProjectPage page = read("""
                {"meta": {"api-version": "1.4", "x": [{}]}, "name": "demo", "versions": ["1.0"],
                 "project-status": {"status": "archived", "reason": "done", "x": {}},
                 "files": [{"filename": "demo-1.0-py3-none-any.whl", "url": "../../f/demo-1.0-py3-none-any.whl#x",
                   "hashes": {"md5": "CD", "sha256": "ab", "new": "1", "sha1": "zz"}, "size": 12,
                   "requires-python": ">=3.8", "upload-time": "2024-01-02T03:04:05.6Z", "yanked": "broken",
                   "core-metadata": {"sha256": "ab"}, "provenance": null}]}
                """, "application/vnd.pypi.simple.v1+json");

        assertThat(page.status()).isEqualTo(Status.ARCHIVED);
        assertThat(page.statusReason()).isEqualTo("done");
        assertThat(page.files())
                .containsExactly(new ProjectFile(
                        "demo-1.0-py3-none-any.whl",
                        URI.create("http://index.example.org/f/demo-1.0-py3-none-any.whl"),
                        List.of(MD5, SHA),
                        12,
                        ">=3.8",
                        Optional.of("broken"),
                        "2024-01-02T03:04:05.6Z",
                        new Sidecar(true, List.of(SHA))));
        assertThat(page.files().getFirst().uploadTime()).contains(Instant.parse("2024-01-02T03:04:05.600Z"));
        assertThat(page.files().getFirst().identity()).contains("sha256:ab");
    }

    @Test
    void jsonWithJunkKeepsWhatIsUsable() {
        ProjectPage page = read("""
                {"files": [1, null, [], {"filename": "demo-1.0.tar.gz"}, {"url": "x"}, {"filename": "demo.exe", "url": "x"},
                  {"filename": "../demo-1.0.tar.gz", "url": "x"}, {"filename": "demo-1.0.tar.gz", "url": "http://[/"},
                  {"filename": {"a": 1}, "url": [2], "size": {}, "hashes": 7},
                  {"filename": "demo-2.0.tar.gz", "url": "https://u:p@files.example.org/a b/demo-2.0.tar.gz", "size": "x",
                   "hashes": [1, {"a": 2}], "requires-python": null, "upload-time": "yesterday", "yanked": false,
                   "core-metadata": false, "dist-info-metadata": true}]}
                """, "text/plain");

        assertThat(page.files())
                .containsExactly(new ProjectFile(
                        "demo-2.0.tar.gz",
                        URI.create("https://files.example.org/a%20b/demo-2.0.tar.gz"),
                        List.of(),
                        -1,
                        "",
                        Optional.empty(),
                        "yesterday",
                        new Sidecar(true, List.of())));
        assertThat(page.files().getLast().uploadTime()).isEmpty();
    }

    @Test
    void htmlTellsWhatItCan() {
        ProjectPage page = read(HTML, "text/html; charset=utf-8");

        assertThat(page.status()).isEqualTo(Status.DEPRECATED);
        assertThat(page.statusReason()).isEqualTo("old");
        assertThat(page.files())
                .containsExactly(
                        new ProjectFile(
                                "demo-1.0-py3-none-any.whl",
                                URI.create("http://index.example.org/files/demo-1.0-py3-none-any.whl"),
                                List.of(SHA, MD5),
                                -1,
                                ">=3.8, <4",
                                Optional.of(""),
                                "",
                                new Sidecar(true, List.of(SHA))),
                        new ProjectFile(
                                "demo-1.0+cpu-py3-none-any.whl",
                                URI.create("https://files.example.org/demo-1.0%2Bcpu-py3-none-any.whl"),
                                List.of(),
                                -1,
                                "",
                                Optional.empty(),
                                "",
                                new Sidecar(true, List.of())),
                        new ProjectFile(
                                "demo-2.0.tar.gz",
                                URI.create("http://index.example.org/files/demo-2.0.tar.gz"),
                                List.of(),
                                -1,
                                "",
                                Optional.of("why"),
                                "",
                                Sidecar.NONE));
    }

    @Test
    void aProjectInQuarantineOffersNothing() {
        ProjectPage page = read("""
                {"files": [{"filename": "demo-1.0.tar.gz", "url": "x"}], "project-status": {"status": "quarantined"}}
                """, "application/json");
        assertThat(page).isEqualTo(new ProjectPage(List.of(), Status.QUARANTINED, ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    application/json | {"meta": {"api-version": "2.0"}, "files": []} | it speaks version 2.0 of the index protocol, and only 1.x is understood
                    text/html | <meta name="pypi:repository-version" content="3.1"> | it speaks version 3.1 of the index protocol, and only 1.x is understood
                    application/json | [] | it is no JSON object
                    application/json | {} | it has no list of files
                    image/png | PNG | it is neither JSON nor HTML but `image/png`
                    """)
    void aPageThatIsNoneIsReportedWithItsUrl(String type, String body, String problem) {
        assertThatThrownBy(() -> read(body, type))
                .hasMessage("the page `" + BASE + "` cannot be understood: " + problem)
                .isInstanceOfSatisfying(
                        MilieuException.class, e -> assertThat(e.code()).isEqualTo(PythonError.PAGE_INVALID));
    }

    @Test
    void brokenJsonIsReported() {
        assertThatThrownBy(() -> read("{\"files\": [", "application/json"))
                .hasMessageStartingWith("the page `" + BASE + "` cannot be understood: it is not valid JSON: ");
    }
}
