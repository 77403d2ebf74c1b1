package io.milieu.core.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyringTest {
    private static final String ME = Credentials.basic("me", "secret");

    @TempDir
    Path temp;

    private final Map<String, String> variables = new HashMap<>();

    @BeforeEach
    void putAKeyringOnThePath() throws IOException {
        variables.put("PATH", temp + ":/usr/bin:/bin");
        variables.put("UV_KEYRING_PROVIDER", "subprocess");
        Path program = temp.resolve("keyring");
        // Notes what it is asked, and knows one user of one server.
        Files.writeString(program, """
                #!/bin/sh
                echo "$@" >> %1$s/asked
                case "$*" in
                  *creds*simple/) echo '{"username": "me", "password": "secret"}' ;;
                  "get "*" me") echo secret ;;
                  *) exit 1 ;;
                esac
                """.formatted(temp));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private TinyServer server() throws IOException {
        return new TinyServer(exchange -> {
            boolean welcome = TinyServer.header(exchange, "Authorization").equals(ME);
            TinyServer.reply(exchange, welcome ? 200 : 401, "ok");
        });
    }

    private Fetcher fetcher(URI... urls) {
        FetchSettings settings = FetchFixture.settings().with(Credentials.of(variables, List.of(urls)));
        return FetchFixture.fetcher(settings, new QuickWaiting());
    }

    private List<String> asked() throws IOException {
        Path asked = temp.resolve("asked");
        return Files.exists(asked) ? Files.readAllLines(asked) : List.of();
    }

    @Test
    void aServerThatRefusesIsAskedAgainWithWhatTheKeyringKnows() throws IOException {
        try (TinyServer server = server();
                Fetcher fetcher = fetcher(server.uri("/simple/"))) {
            fetcher.page(server.uri("/simple/demo/"), 10);
            fetcher.page(server.uri("/files/demo.whl"), 10);
            assertThat(server.asked).containsExactly("/simple/demo/", "/simple/demo/ " + ME, "/files/demo.whl " + ME);
            assertThat(asked()).containsExactly("--mode creds --output json get " + server.uri("/simple/"));
        }
    }

    @Test
    void aUserInTheUrlIsLookedUpByName() throws IOException {
        try (TinyServer server = server();
                Fetcher fetcher = fetcher(URI.create("http://me@127.0.0.1:" + server.port() + "/other/"))) {
            fetcher.page(server.uri("/files/demo.whl"), 10);
            assertThat(asked()).containsExactly("get " + server.uri("/other/") + " me");
        }
    }

    @Test
    void whatTheKeyringDoesNotKnowIsRefusedAndAskedOnce() throws IOException {
        try (TinyServer server = server();
                Fetcher fetcher = fetcher(server.uri("/nobody/"))) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> fetcher.page(server.uri("/demo/"), 10))
                        .isInstanceOfSatisfying(
                                MilieuException.class, e -> assertThat(e.code()).isEqualTo(CoreError.FETCH_DENIED));
            }
            assertThat(asked())
                    .containsExactly(
                            "--mode creds --output json get " + server.uri("/nobody/"),
                            "--mode creds --output json get 127.0.0.1:" + server.port());
        }
    }

    @Test
    void aLoginThatIsRefusedTooEndsTheRequest() throws IOException {
        try (TinyServer server = new TinyServer(exchange -> TinyServer.reply(exchange, 403, "no"));
                Fetcher fetcher = fetcher(server.uri("/simple/"))) {
            assertThatThrownBy(() -> fetcher.page(server.uri("/simple/demo/"), 10))
                    .hasMessageContaining("refuses access (status 403)")
                    .message()
                    .doesNotContain("secret");
            assertThat(server.asked).containsExactly("/simple/demo/", "/simple/demo/ " + ME);
        }
    }

    @Test
    void nobodyIsAskedUnlessThatIsWanted() throws IOException {
        for (String provider : List.of("disabled", "auto", "")) {
            variables.put("UV_KEYRING_PROVIDER", provider);
            try (TinyServer server = server();
                    Fetcher fetcher = fetcher(server.uri("/simple/"))) {
                assertThatThrownBy(() -> fetcher.page(server.uri("/simple/demo/"), 10))
                        .hasMessageContaining("refuses access");
            }
        }
        assertThat(asked()).isEmpty();
        variables.put("UV_KEYRING_PROVIDER", "both");
        assertThatThrownBy(() -> fetcher())
                .hasMessage("the keyring provider `both` is not known")
                .isInstanceOfSatisfying(
                        MilieuException.class, e -> assertThat(e.code()).isEqualTo(CoreError.USAGE));
    }

    @Test
    void withoutTheProgramTheFailureSaysSo() throws IOException {
        variables.put("PATH", temp.resolve("empty").toString());
        try (TinyServer server = server();
                Fetcher fetcher = fetcher(server.uri("/simple/"))) {
            assertThatThrownBy(() -> fetcher.page(server.uri("/simple/demo/"), 10))
                    .hasMessageContaining("there is no program `keyring`");
        }
    }
}
