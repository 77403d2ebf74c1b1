package io.milieu.core.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.core.fetch.RangeReply.NotFound;
import io.milieu.core.fetch.RangeReply.Part;
import io.milieu.core.fetch.RangeReply.Unsupported;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangesTest {
    @Test
    void theEndOfAFileComesWithItsPlaceAndTheWholeSize() throws IOException {
        try (TinyServer server = new TinyServer(
                        exchange -> TinyServer.reply(exchange, 206, "world", "Content-Range", "bytes 6-10/11"));
                Fetcher fetcher = FetchFixture.fetcher()) {
            Part part = (Part) fetcher.range(server.uri("/f"), ByteRange.last(5));

            assertThat(new String(part.bytes(), StandardCharsets.UTF_8)).isEqualTo("world");
            assertThat(part.from()).isEqualTo(6);
            assertThat(part.total()).isEqualTo(11);
            assertThat(server.asked).containsExactly("/f bytes=-5");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    200 | hello world | | the server sends the whole file
                    206 | world | bytes 5-9/11 | the server sends 5 bytes as `bytes 5-9/11`
                    206 | worl | bytes 6-10/11 | the server sends 4 bytes as `bytes 6-10/11`
                    206 | world | bytes 6-10/* | the server sends 5 bytes as `bytes 6-10/*`
                    206 | world | | the server sends 5 bytes as ``
                    206 | hello world | bytes 6-10/11 | the server sends more than it was asked for
                    416 | no | | the server answers with 416
                    501 | no | | the server answers with 501
                    """)
    void aServerThatDoesNotDoWhatItSaysIsFoundOut(int status, String body, String range, String reason)
            throws IOException {
        try (TinyServer server = new TinyServer(exchange ->
                        TinyServer.reply(exchange, status, body, "Content-Range", range == null ? "" : range));
                Fetcher fetcher = FetchFixture.fetcher()) {
            assertThat(fetcher.range(server.uri("/f"), ByteRange.last(5))).isEqualTo(new Unsupported(reason));
            assertThat(server.asked).hasSize(1);
        }
    }

    @Test
    void aLargeFileThatASeverSendsInsteadIsNotRead() throws IOException {
        try (TinyServer server = new TinyServer(exchange -> TinyServer.reply(exchange, 200, new byte[50_000_000]));
                Fetcher fetcher = FetchFixture.fetcher()) {
            assertThat(fetcher.range(server.uri("/f"), ByteRange.of(0, 5)))
                    .isEqualTo(new Unsupported("the server sends the whole file"));
        }
    }

    @Test
    void partsOfLocalFilesAndMissingFiles(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("f"), "hello world");
        try (TinyServer server = new TinyServer(exchange -> TinyServer.reply(exchange, 404, ""));
                Fetcher fetcher = FetchFixture.fetcher()) {
            Part middle = (Part) fetcher.range(file.toUri(), ByteRange.of(3, 4));
            Part end = (Part) fetcher.range(file.toUri(), ByteRange.last(100));

            assertThat(new String(middle.bytes(), StandardCharsets.UTF_8)).isEqualTo("lo w");
            assertThat(new String(end.bytes(), StandardCharsets.UTF_8)).isEqualTo("hello world");
            assertThat(end.total()).isEqualTo(11);
            assertThat(fetcher.range(folder.resolve("none").toUri(), ByteRange.last(1)))
                    .isEqualTo(new NotFound());
            assertThat(fetcher.range(server.uri("/f"), ByteRange.last(1))).isEqualTo(new NotFound());
        }
    }
}
