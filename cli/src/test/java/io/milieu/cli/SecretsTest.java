package io.milieu.cli;

import static io.milieu.testkit.WheelMaker.wheel;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.cli.FrontDoor.Ended;
import io.milieu.testkit.Fault;
import io.milieu.testkit.IndexServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The password of an index is used, and never shown or kept. */
class SecretsTest {
    private static final String PASSWORD = "s3cr3t";

    @TempDir
    Path temp;

    private FrontDoor door;
    private final IndexServer index =
            IndexServer.builder().add(wheel("demo", "1.0").make()).start();

    @BeforeEach
    void openTheDoor() throws Exception {
        door = new FrontDoor(temp);
        index.fault("*", Fault.basicAuth("user", PASSWORD));
    }

    @AfterEach
    void nothingTellsThePassword() throws Exception {
        index.close();
        String encoded = Base64.getEncoder().encodeToString(("user:" + PASSWORD).getBytes(ISO_8859_1));
        try (Stream<Path> files = Files.walk(door.store())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                assertThat(file.toString()).doesNotContain(PASSWORD);
                if (Files.isRegularFile(file)) {
                    assertThat(read(file)).as(file.toString()).doesNotContain(PASSWORD, encoded);
                }
            }
        }
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), ISO_8859_1);
    }

    private String url(String password) {
        return index.uri().toString().replace("://", "://user:" + password + "@");
    }

    private Ended silent(int code, String... words) {
        Ended ended = door.run(words);
        assertThat(ended.out() + ended.err()).doesNotContain(PASSWORD);
        assertThat(ended.code()).as(ended.err()).isEqualTo(code);
        return ended;
    }

    @Test
    void thePasswordOpensTheIndexAndStaysUnknown() {
        silent(0, "create", "--json", "--index-url", url(PASSWORD), "--pip", "demo");
        silent(0, "plan", "--json", "--index-url", url(PASSWORD), "--pip", "demo");
        silent(0, "explain", "--json", "--index-url", url(PASSWORD), "--pip", "demo");
        silent(0, "list", "--json");
        silent(0, "list");
        String id = silent(0, "create", "--json", "--index-url", url(PASSWORD), "--pip", "demo")
                .json()
                .string("id")
                .orElseThrow();
        silent(0, "show", "--json", id);
    }

    @Test
    void anIndexNamedInTheSpecIsNotToldEither() throws Exception {
        String spec = "{\"pip\": {\"packages\": [\"demo\"], \"pip_install_options\": [\"--index-url=" + url(PASSWORD)
                + "\"]}}";
        String id =
                silent(0, "create", "--json", "--env", spec).json().string("id").orElseThrow();
        silent(0, "list");
        silent(0, "show", "--json", id);
        door.write("requirements.txt", "--index-url " + url(PASSWORD) + "\ndemo\n");
        silent(0, "create", "-r", "requirements.txt");
    }

    @Test
    void whatAUserTypedInTheWrongPlaceIsNotToldEither() {
        assertThat(silent(2, "create", url(PASSWORD)).err()).contains("://****@");
        assertThat(silent(2, "create", "--json", "--timeout", url(PASSWORD)).err())
                .contains("`--timeout http://****@");
    }

    @Test
    void aLockOutlivesThePassword() throws Exception {
        silent(0, "plan", "--index-url", url(PASSWORD), "--pip", "demo");
        String spec = "{\"pip\": {\"packages\": [\"demo\"], \"pip_install_options\": [\"--index-url=%s\"]}}";
        silent(0, "plan", "--env", spec.formatted(url(PASSWORD)));
        assertThat(locks()).isEqualTo(2);
        silent(0, "plan", "--index-url", url("new"), "--pip", "demo");
        silent(0, "plan", "--env", spec.formatted(url("new")));
        assertThat(locks()).isEqualTo(2);
    }

    private long locks() throws IOException {
        try (Stream<Path> locks = Files.walk(door.store().resolve("caches/locks-v1"))) {
            return locks.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void aPresignedUrlIsFetchedAndNotShown() throws Exception {
        String wheel = "demo-1.0-py3-none-any.whl";
        String link = index.fileUri(wheel).toString().replace("://", "://user:" + PASSWORD + "@") + "?sig=t0ken";
        String[] create = {"create", "--json", "--no-index", "--find-links", link, "--pip", "demo"};
        String id = silent(0, create).json().string("id").orElseThrow();
        assertThat(index.requests())
                .filteredOn(each -> each.path().endsWith(".whl"))
                .isNotEmpty();
        Ended shown = silent(0, "show", "--json", id);
        assertThat(shown.out()).contains(index.fileUri(wheel) + "?****").doesNotContain("t0ken");
        create[0] = "plan";
        assertThat(silent(0, create).out()).contains("?****").doesNotContain("t0ken");
        index.remove(wheel);
        Ended gone = silent(1, "create", "--refresh", "--no-index", "--find-links", link, "--pip", "demo>0");
        assertThat(gone.err()).contains("?****").doesNotContain("t0ken");
    }

    @Test
    void failuresDoNotTellIt() {
        assertThat(silent(1, "create", "--index-url", url("wrong" + PASSWORD), "--pip", "demo")
                        .err())
                .startsWith("error[fetch-denied]: the server of `" + index.uri() + "demo/`");
        assertThat(silent(1, "create", "--index-url", url(PASSWORD), "--pip", "absent")
                        .err())
                .contains("`" + index.uri().toString().replace("://", "://****@") + "`");
        silent(1, "create", "--index-url", url(PASSWORD), "--pip", "demo>=2");
        silent(2, "create", "--index-url", url(PASSWORD) + " x", "--pip", "demo");
        silent(2, "create", "--index-url", "http://user:" + PASSWORD + "@", "--pip", "demo");
        silent(1, "create", "--pip", "demo @ " + url(PASSWORD));
        silent(2, "create", "--find-links", "http://user:" + PASSWORD + "@[", "--no-index", "--pip", "demo");
    }
}
