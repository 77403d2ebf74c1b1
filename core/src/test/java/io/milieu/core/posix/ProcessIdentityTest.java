package io.milieu.core.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

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
}
