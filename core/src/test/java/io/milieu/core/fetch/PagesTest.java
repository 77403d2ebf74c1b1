package io.milieu.core.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.fetch.PageReply.NotFound;
import io.milieu.core.fetch.PageReply.NotModified;
import io.milieu.core.fetch.PageReply.Page;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PagesTest {
    private static String text(PageReply reply) {
        return new String(((Page) reply).body(), StandardCharsets.UTF_8);
    }

    @Test
    void aPageComesWithItsFinalUrlAndHeaders() throws IOException {
        try (TinyServer server = new TinyServer(exchange -> {
                    if (exchange.getRequestURI().getPath().equals("/old")) {
                        TinyServer.reply(exchange, 301, "", "Location", "/new/#part");
                    } else {
                        TinyServer.reply(exchange, 200, TinyServer.header(exchange, "Accept"), "ETag", "\"1\"");
                    }
                });
                Fetcher fetcher = FetchFixture.fetcher()) {
            Page page = (Page) fetcher.page(server.uri("/old"), Map.of("Accept", "text/html"), Validators.none(), 100);

            assertThat(text(page)).isEqualTo("text/html");
            assertThat(page.uri()).isEqualTo(server.uri("/new/"));
            assertThat(page.validators()).isEqualTo(new Validators("\"1\"", ""));
        }
    }

    @Test
    void aMissingPageIsAResultAndNoFailure() throws IOException {
        try (TinyServer server = new TinyServer(exchange -> TinyServer.reply(exchange, 404, "no"));
                Fetcher fetcher = FetchFixture.fetcher()) {
            assertThat(fetcher.page(server.uri("/a"), 100)).isEqualTo(new NotFound());
            assertThat(server.asked).containsExactly("/a");
        }
    }

    @Test
    void anUnchangedPageIsNotSentAgain() throws IOException {
        try (TinyServer server = new TinyServer(exchange -> {
                    boolean same = TinyServer.header(exchange, "If-None-Match").equals("\"7\"");
                    TinyServer.reply(exchange, same ? 304 : 200, same ? "" : "new", "Cache-Control", "max-age=5");
                });
                Fetcher fetcher = FetchFixture.fetcher()) {
            PageReply same = fetcher.page(server.uri("/a"), Map.of(), new Validators("\"7\"", ""), 100);
            PageReply changed = fetcher.page(server.uri("/a"), Map.of(), new Validators("\"6\"", ""), 100);

            assertThat(((NotModified) same).headers().firstValue("cache-control"))
                    .contains("max-age=5");
            assertThat(text(changed)).isEqualTo("new");
        }
    }

    @Test
    void aCompressedPageIsUnpackedWithinTheLimit() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write("x".repeat(5000).getBytes(StandardCharsets.UTF_8));
        }
        try (TinyServer server = new TinyServer(
                        exchange -> TinyServer.reply(exchange, 200, packed.toByteArray(), "Content-Encoding", "gzip"));
                Fetcher fetcher = FetchFixture.fetcher()) {
            assertThat(text(fetcher.page(server.uri("/a"), 5000))).hasSize(5000);
            assertThatThrownBy(() -> fetcher.page(server.uri("/a"), 4999))
                    .isInstanceOf(MilieuException.class)
                    .hasMessage("could not download `" + server.uri("/a") + "`: the answer is larger than 4999 bytes");
        }
    }

    @Test
    void aPageLargerThanTheLimitIsRefusedAtOnce() throws IOException {
        try (TinyServer server = new TinyServer(exchange -> TinyServer.reply(exchange, 200, new byte[200_000]));
                Fetcher fetcher = FetchFixture.fetcher()) {
            assertThatThrownBy(() -> fetcher.page(server.uri("/a"), 1000))
                    .isInstanceOf(MilieuException.class)
                    .hasMessage("could not download `" + server.uri("/a") + "`: the answer is larger than 1000 bytes");
            assertThat(server.asked).hasSize(1);
        }
    }

    @Test
    void aFileIsReadLikeAPage(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("a b.html"), "content");
        try (Fetcher fetcher = FetchFixture.fetcher()) {
            Page page = (Page) fetcher.page(file.toUri(), 100);

            assertThat(text(page)).isEqualTo("content");
            assertThat(fetcher.page(file.toUri(), Map.of(), page.validators(), 100))
                    .isInstanceOf(NotModified.class);
            assertThat(fetcher.page(folder.toUri(), 100)).isEqualTo(new NotFound());
            assertThat(fetcher.page(folder.resolve("none").toUri(), 100)).isEqualTo(new NotFound());
        }
    }

    @Test
    void aRefusalIsReportedAtOnceWithoutTheCredentials() throws IOException {
        try (TinyServer server = new TinyServer(exchange -> TinyServer.reply(exchange, 403, "no"));
                Fetcher fetcher = FetchFixture.fetcher()) {
            var withSecret = java.net.URI.create("http://me:secret@127.0.0.1:" + server.port() + "/a");
            assertThatThrownBy(() -> fetcher.page(withSecret, 1000))
                    .hasMessage("the server of `" + server.uri("/a") + "` refuses access (status 403)")
                    .isInstanceOfSatisfying(
                            MilieuException.class, e -> assertThat(e.code()).isEqualTo(CoreError.FETCH_DENIED));
            assertThat(server.asked).containsExactly("/a Basic bWU6c2VjcmV0");
        }
    }
}
