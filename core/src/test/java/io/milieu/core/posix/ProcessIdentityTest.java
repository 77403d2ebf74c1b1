package io.milieu.core.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessIdentityTest {

    @Test
    void thisProcessIsAliveAndAlwaysHasTheSameIdentity() {
        assertThat(ProcessIdentity.self()).isEqualTo(ProcessIdentity.self());
        assertThat(ProcessIdentity.self().pid())
                .isEqualTo(ProcessHandle.current().pid());
        assertThat(ProcessIdentity.self().alive()).isTrue();
    }

    @Test
    void anIdentitySurvivesAFileName() {
        assertThat(ProcessIdentity.parse(ProcessIdentity.self().toString())).contains(ProcessIdentity.self());
    }

    @Test
    void otherTextIsNoIdentity() {
        for (String text : new String[] {"", "12", "-5", "0-5", "12-", "x-5", "12-../x", "9999999999999999999-1"}) {
            assertThat(ProcessIdentity.parse(text)).as(text).isEmpty();
        }
        assertThatThrownBy(() -> new ProcessIdentity(0, "5")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aProcessThatEndedIsDead() throws Exception {
        assertThat(ChildJvm.dead().alive()).isFalse();
    }

    @Test
    void anotherProcessWithTheSameNumberIsNotTheSame() {
        ProcessIdentity self = ProcessIdentity.self();
        assertThat(new ProcessIdentity(self.pid(), "1" + self.start()).alive()).isFalse();
    }

    @Test
    void everyProcessOfAnEarlierBootIsDead() {
        String[] parts = ProcessIdentity.self().start().split("-", -1);
        assertThat(new ProcessIdentity(1, parts[0] + "-" + parts[1] + "-0000").alive())
                .isFalse();
    }

    @Test
    void aProcessOfAnotherContainerCannotBeSeenAndCountsAsAlive() {
        assertThat(new ProcessIdentity(999_999, "1-42-" + BootId.current()).alive())
                .isTrue();
    }

    @Test
    void whatTheSystemDoesNotTellCountsAsAlive(@TempDir Path proc) throws Exception {
        ProcessIdentity self = ProcessIdentity.self();
        Files.createDirectories(proc.resolve("self/ns"));
        Files.writeString(proc.resolve("self/stat"), "");
        Files.createSymbolicLink(proc.resolve("self/ns/pid"), Files.readSymbolicLink(Path.of("/proc/self/ns/pid")));
        assertThat(self.alive(proc)).as("hidden").isTrue();
        assertThat(ChildJvm.dead().alive(proc)).as("gone").isFalse();
        // Reading a folder fails, as any reading does while too many files are open.
        Files.createDirectories(proc.resolve(self.pid() + "/stat"));
        assertThat(self.alive(proc)).as("unreadable").isTrue();
    }
}
