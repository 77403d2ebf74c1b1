package io.milieu.cli;

import static io.milieu.testkit.WheelMaker.wheel;
import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.testkit.IndexServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store keeps to its size by itself, without {@code milieu gc}. */
class BudgetTest {
    @TempDir
    Path temp;

    private FrontDoor door;
    private FrontDoor narrow;
    private final IndexServer index = IndexServer.builder()
            .add(wheel("old", "1.0").make(), wheel("young", "1.0").make())
            .start();

    @BeforeEach
    void openTheDoor() throws Exception {
        door = new FrontDoor(temp);
        narrow = door.and("MILIEU_MAX_SIZE", "0 kB");
    }

    @AfterEach
    void closeTheIndex() {
        index.close();
    }

    /** {@return the id of an environment that was used last, after another one} */
    private String oldAndYoung() throws Exception {
        door.with(index, "create", "--pip", "old").folder();
        String young = door.with(index, "create", "--json", "--pip", "young")
                .json()
                .string("id")
                .orElseThrow();
        door.age();
        return young;
    }

    private long entries() throws Exception {
        return door.entries("environments") + door.entries("wheels");
    }

    @Test
    void settlingFreesSpaceAtMostOnceAnHour() throws Exception {
        assertThat(door.run("settle", oldAndYoung()).code()).isZero();
        assertThat(entries()).as("within the standard budget").isEqualTo(4);

        String young = oldAndYoung();
        assertThat(narrow.run("settle", young).code()).isZero();
        assertThat(entries()).as("within the hour").isEqualTo(4);

        Files.setLastModifiedTime(
                door.store().resolve("collected"), FileTime.from(Instant.now().minusSeconds(3700)));
        assertThat(narrow.run("settle", young).code()).isZero();
        assertThat(entries()).as("after the hour").isEqualTo(2);
        assertThat(door.run("list").out()).contains("young").doesNotContain("old");
        door.assertClean();
    }

    @Test
    void theBudgetIsThatOfGcToo() throws Exception {
        oldAndYoung();
        assertThat(narrow.run("gc").out()).startsWith("Removed 4 entries");
    }

    @Test
    void aBudgetThatIsNoSizeIsRefused() {
        assertThat(door.and("MILIEU_MAX_SIZE", "much").run("list"))
                .isEqualTo(FrontDoor.failed(
                        2,
                        "usage",
                        "`MILIEU_MAX_SIZE=much` is not a size",
                        "Give a number with a unit, such as 5GB or 500MB."));
    }
}
