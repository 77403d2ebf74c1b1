package io.milieu.core.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.MilieuException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedirectsTest {
    private static final String ME = " Basic " + "bWU6c2VjcmV0";

    @Test
    void credentialsDoNotCrossOrigins() throws IOException {
        try (TinyServer other = new TinyServer(exchange -> TinyServer.reply(exchange, 200, "ok"));
                TinyServer first = new TinyServer(exchange -> {
                    boolean start = exchange.getRequestURI().getPath().equals("/start");
                    String next =
                            start ? "/same" : other.uri("/there").toString().replace("//", "//x:y@");
                    TinyServer.reply(exchange, 302, "", "Location", next);
                });
                Fetcher fetcher = FetchFixture.fetcher()) {
            fetcher.page(URI.create("http://me:secret@127.0.0.1:" + first.port() + "/start"), 10);

            assertThat(first.asked).containsExactly("/start" + ME, "/same" + ME);
            assertThat(other.asked).containsExactly("/there");
        }
    }

    @Test
    void configuredUrlsLendTheirCredentialsToTheirOrigin() throws IOException {
        try (TinyServer server = new TinyServer(exchange -> TinyServer.reply(exchange, 200, "ok"));
                TinyServer other = new TinyServer(exchange -> TinyServer.reply(exchange, 200, "ok"));
                Fetcher fetcher = FetchFixture.fetcher(
                        FetchFixture.settings(URI.create("http://me:secret@127.0.0.1:" + server.port() + "/simple/")),
                        new QuickWaiting())) {
            fetcher.page(server.uri("/files/a"), 10);
            fetcher.page(other.uri("/files/a"), 10);

            assertThat(server.asked).containsExactly("/files/a" + ME);
            assertThat(other.asked).containsExactly("/files/a");
        }
    }

    @Test
    void ofSeveralUsersOfOneServerTheRequestedUrlThenTheNearestOneCounts() throws IOException {
        try (TinyServer server = new TinyServer(exchange -> TinyServer.reply(exchange, 200, "ok"))) {
            String host = "@127.0.0.1:" + server.port();
            FetchSettings settings = FetchFixture.settings(
                    URI.create("http://a:a" + host + "/team-a/simple/"),
                    URI.create("http://b:b" + host + "/team-b/simple/"));
            try (Fetcher fetcher = FetchFixture.fetcher(settings, new QuickWaiting())) {
                fetcher.page(URI.create("http://b:b" + host + "/team-b/simple/demo/"), 10);
                fetcher.page(URI.create("http://me:secret" + host + "/team-b/simple/demo/"), 10);
                fetcher.page(server.uri("/team-b/files/demo.whl"), 10);
                fetcher.page(server.uri("/team-/demo.whl"), 10);
            }
            assertThat(server.asked)
                    .containsExactly(
                            "/team-b/simple/demo/ " + Credentials.basic("b", "b"),
                            "/team-b/simple/demo/" + ME,
                            "/team-b/files/demo.whl " + Credentials.basic("b", "b"),
                            "/team-/demo.whl " + Credentials.basic("a", "a"));
        }
    }

    @Test
    void fetchersForSeveralUsersShareConnections() throws IOException {
        try (TinyServer server = new TinyServer(exchange -> TinyServer.reply(exchange, 200, "ok"));
                Fetcher fetcher = FetchFixture.fetcher()) {
            URI mine = URI.create("http://me:secret@127.0.0.1:" + server.port() + "/");
            Fetcher other = fetcher.as(Credentials.of(Map.of(), List.of(mine)));
            other.page(server.uri("/a"), 10);
            fetcher.page(server.uri("/b"), 10);
            assertThat(server.asked).containsExactly("/a" + ME, "/b");
            other.close();
            assertThatThrownBy(() -> fetcher.page(server.uri("/c"), 10)).isInstanceOf(MilieuException.class);
        }
    }

    @Test
    void theNetrcFileIsAsked(@TempDir Path home) throws IOException {
        Files.writeString(home.resolve(".netrc"), """
                # machine 127.0.0.1 login wrong password wrong
                macdef init
                machine 127.0.0.1 login wrong password wrong

                machine example.org login x password y
                machine 127.0.0.1
                  login me
                  account none
                  password "secr\\et"
                """);
        FetchSettings settings =
                FetchFixture.settings().with(Credentials.of(Map.of("HOME", home.toString()), List.of()));
        try (TinyServer server = new TinyServer(exchange -> TinyServer.reply(exchange, 200, "ok"));
                Fetcher fetcher = FetchFixture.fetcher(settings, new QuickWaiting())) {
            fetcher.page(server.uri("/a"), 10);
            assertThat(server.asked).containsExactly("/a" + ME);
        }
    }

    @Test
    void aLoopEnds() throws IOException {
        try (TinyServer server = new TinyServer(exchange -> TinyServer.reply(exchange, 302, "", "Location", "/again"));
                Fetcher fetcher = FetchFixture.fetcher()) {
            assertThatThrownBy(() -> fetcher.page(server.uri("/a"), 10))
                    .hasMessage("could not download `" + server.uri("/a") + "`: more than 10 redirects");
            assertThat(server.asked).hasSize(11);
        }
    }

    @Test
    void aRedirectToAFileIsNotFollowed() throws IOException {
        try (TinyServer server = new TinyServer(
                        exchange -> TinyServer.reply(exchange, 302, "", "Location", "file:///etc/hosts"));
                Fetcher fetcher = FetchFixture.fetcher()) {
            assertThatThrownBy(() -> fetcher.page(server.uri("/a"), 10))
                    .hasMessage("could not download `" + server.uri("/a")
                            + "`: a redirect to `file:///etc/hosts`, which is not followed");
        }
    }

    @Test
    void whatPresignedUrlsCarryIsNotPrinted(@TempDir Path folder) throws IOException {
        try (TinyServer server = new TinyServer(exchange -> {
                    switch (exchange.getRequestURI().getPath()) {
                        case "/moved" -> TinyServer.reply(exchange, 302, "", "Location", "ftp://h/?sig=secret");
                        case "/closed" -> TinyServer.reply(exchange, 403, "");
                        default -> TinyServer.reply(exchange, 200, "ok");
                    }
                });
                Fetcher fetcher = FetchFixture.fetcher()) {
            assertThatThrownBy(() -> fetcher.page(server.uri("/moved?sig=secret"), 10))
                    .hasMessage("could not download `" + server.uri("/moved")
                            + "?****`: a redirect to `ftp://h/?****`, which is not followed");
            assertThatThrownBy(() -> fetcher.page(server.uri("/closed?sig=secret"), 10))
                    .hasMessage("the server of `" + server.uri("/closed") + "?****` refuses access (status 403)");
            Expectation other = new Expectation(-1, List.of(new Checksum(HashAlgorithm.SHA256, "00".repeat(32))));
            assertThatThrownBy(() -> fetcher.download(server.uri("/a?sig=secret"), folder.resolve("a"), other, _ -> {}))
                    .hasMessageStartingWith("`" + server.uri("/a") + "?****` has the hash `");
            Expectation shorter = new Expectation(1, List.of());
            assertThatThrownBy(
                            () -> fetcher.download(server.uri("/a?sig=secret"), folder.resolve("a"), shorter, _ -> {}))
                    .hasMessage("`" + server.uri("/a") + "?****` has more than the 1 bytes that were promised");
        }
    }

    @Test
    void secretsAreNotPrinted() {
        FetchSettings settings = FetchSettings.of(
                Map.of("http_proxy", "http://me:secret@proxy.example.org"),
                List.of(URI.create("http://me:secret@example.org")));
        assertThat(settings.toString()).doesNotContain("secret").doesNotContain("bWU6c2VjcmV0");
    }
}
