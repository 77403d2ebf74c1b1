package io.milieu.cli;

import static io.milieu.testkit.WheelMaker.wheel;
import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.cli.FrontDoor.Ended;
import io.milieu.testkit.IndexServer;
import io.milieu.testkit.MadeWheel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Constraints and overrides that say where a project comes from. */
class PlacedConstraintTest {
    @TempDir
    Path temp;

    private FrontDoor door;
    private String place;
    private final IndexServer index = IndexServer.builder()
            .add(wheel("main", "1.0").requiresDist("shared>=1").make())
            .add(wheel("shared", "3.0").make())
            .start();

    @BeforeEach
    void putAWheelBeside() throws Exception {
        door = new FrontDoor(temp);
        MadeWheel own = wheel("shared", "1.5").make();
        Path file = door.here().resolve(own.fileName());
        Files.write(file, own.bytes());
        place = file.toUri().toString();
    }

    @AfterEach
    void closeTheIndex() {
        index.close();
    }

    private String planned(String... packages) throws Exception {
        String list = "\"" + String.join("\", \"", packages) + "\"";
        Ended ended = door.with(index, "plan", "--env", "{\"pip\": [" + list + "]}");
        return ended.code() == 0 ? ended.out() : ended.err();
    }

    @Test
    void aConstraintSaysWhereAProjectComesFromIfItIsNeeded() throws Exception {
        door.write("c.txt", "shared @ " + place + "\nabsent @ https://example.org/absent-1.0-py3-none-any.whl\n");
        assertThat(planned("main", "-c c.txt")).contains("main 1.0", "shared 1.5");
        assertThat(planned("shared", "-c c.txt")).contains("shared 1.5");
        assertThat(planned("shared>=2", "-c c.txt"))
                .contains("Because that is required, `shared` can only come from " + place + " (1.5).");
        assertThat(planned("main")).contains("shared 3.0");
    }

    @Test
    void anOverrideReplacesAllThatIsRequired() throws Exception {
        door.write("o.txt", "shared @ " + place + "\n");
        assertThat(planned("main", "shared>=2", "--override o.txt")).contains("shared 1.5");
        door.write("o.txt", "./shared-1.5-py3-none-any.whl\n");
        assertThat(planned("main", "--override o.txt"))
                .startsWith("error[usage]: o.txt:1: an override needs the name of what it replaces");
    }

    @Test
    void aChangedFileIsLookedAtAgain() throws Exception {
        door.write("c.txt", "shared @ " + place + "\n");
        assertThat(planned("main", "-c c.txt")).contains("shared 1.5");
        MadeWheel changed = wheel("shared", "1.5").requiresDist("main<1").make();
        Files.write(door.here().resolve(changed.fileName()), changed.bytes());
        assertThat(planned("main", "-c c.txt")).startsWith("error[no-solution]");
    }
}
