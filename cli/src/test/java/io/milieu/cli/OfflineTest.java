package io.milieu.cli;

import static io.milieu.cli.FrontDoor.failed;
import static io.milieu.testkit.WheelMaker.wheel;
import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.cli.FrontDoor.Ended;
import io.milieu.testkit.IndexServer;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without connections: what is on this machine is enough, and what is not is named. */
class OfflineTest {
    private static final String HINT =
            "Make the request once without `--offline` and `MILIEU_OFFLINE`: what it fetches is kept.";

    @TempDir
    Path temp;

    private FrontDoor door;
    private final IndexServer index = IndexServer.builder()
            .add(
                    wheel("demo", "1.0").requiresDist("dep").make(),
                    wheel("dep", "2.0").make(),
                    wheel("other", "1.0").make())
            .start();

    @BeforeEach
    void openTheDoor() throws Exception {
        door = new FrontDoor(temp);
    }

    @AfterEach
    void closeTheIndex() throws Exception {
        index.close();
        door.assertClean();
    }

    @Test
    void whatWasFetchedOnceIsEnoughHoweverItIsAskedFor() {
        Path folder = door.with(index, "create", "--pip", "demo").folder();
        index.clearRequests();

        assertThat(door.with(index, "create", "--offline", "--pip", "demo").folder())
                .isEqualTo(folder);
        assertThat(door.with(index, "create", "--offline", "--refresh", "--pip", "demo")
                        .folder())
                .isEqualTo(folder);
        assertThat(door.and("MILIEU_OFFLINE", "1")
                        .with(index, "create", "--refresh", "--pip", "demo")
                        .folder())
                .isEqualTo(folder);
        assertThat(door.with(index, "create", "--offline", "--pip", "dep").code())
                .isZero();
        assertThat(index.requests()).isEmpty();
    }

    @Test
    void aPageThatIsMissingIsNamed() throws Exception {
        door.with(index, "create", "--pip", "demo");
        index.clearRequests();

        Ended expected = failed(
                1,
                "offline",
                "`" + index.uri() + "other/` is needed, is not on this machine, and Milieu is offline",
                HINT);
        assertThat(door.with(index, "create", "--offline", "--pip", "other")).isEqualTo(expected);
        assertThat(door.and("MILIEU_OFFLINE", "1").with(index, "plan", "--pip", "other"))
                .isEqualTo(expected);
        assertThat(index.requests()).isEmpty();
    }

    @Test
    void aWheelThatIsMissingIsNamed() throws Exception {
        door.with(index, "plan", "--pip", "other");
        index.clearRequests();

        assertThat(door.with(index, "create", "--offline", "--pip", "other"))
                .isEqualTo(failed(
                        1,
                        "offline",
                        "`" + index.fileUri("other-1.0-py3-none-any.whl")
                                + "` is needed, is not on this machine, and Milieu is offline",
                        HINT));
        assertThat(index.requests()).isEmpty();
        assertThat(door.entries("wheels")).isZero();
    }

    @Test
    void anIndexThatDidNotHaveTheProjectIsRemembered() throws Exception {
        try (IndexServer first = IndexServer.builder().start()) {
            String[] words = {"create", "--extra-index-url", first.uri().toString(), "--pip", "other"};
            assertThat(door.with(index, words).code()).isZero();
            first.clearRequests();
            index.clearRequests();

            String[] again = Stream.concat(Stream.of(words), Stream.of("--offline", "--refresh"))
                    .toArray(String[]::new);
            assertThat(door.with(index, again).code()).isZero();
            assertThat(first.requests()).isEmpty();
            assertThat(index.requests()).isEmpty();
        }
    }

    @Test
    void aPageOfLinksIsRememberedToo() {
        String[] words = {
            "create", "--no-index", "--find-links", index.findLinksUri().toString(), "--pip", "demo"
        };
        assertThat(door.run(words).code()).isZero();
        index.clearRequests();

        assertThat(door.and("MILIEU_OFFLINE", "1").run(words).code()).isZero();
        String[] anew = Stream.concat(Stream.of(words), Stream.of("--offline", "--refresh"))
                .toArray(String[]::new);
        assertThat(door.run(anew).code()).isZero();
        assertThat(index.requests()).isEmpty();
    }

    @Test
    void whatWasFoundWithoutConnectionsDoesNotAnswerThoseWhoHaveThem() {
        door.with(index, "create", "--pip", "dep==2.0");
        index.publish(wheel("dep", "3.0").make());
        assertThat(door.with(index, "plan", "--json", "--offline", "--pip", "dep")
                        .out())
                .contains("2.0");

        assertThat(door.with(index, "plan", "--json", "--refresh", "--pip", "dep")
                        .out())
                .contains("3.0");
        assertThat(door.with(index, "plan", "--json", "--pip", "dep").out()).contains("3.0");
    }
}
