package io.milieu.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.event.BuildEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AudienceTest {
    private static final BuildEvent FIRST = new BuildEvent.Warning("first");
    private static final BuildEvent SECOND = new BuildEvent.Warning("second");

    @Test
    void aListenerThatThrowsSpoilsTheWorkForNobodyButItsOwner() {
        Audience<String> audience = new Audience<>();
        List<BuildEvent> heard = new ArrayList<>();
        List<BuildEvent> failed = new ArrayList<>();
        Audience.Seat bad = audience.enter("answer", event -> {
            failed.add(event);
            throw new IllegalStateException("the listener is broken");
        });
        Audience.Seat good = audience.enter("answer", heard::add);

        audience.tell("answer", FIRST);
        audience.tell("answer", SECOND);

        assertThat(heard).containsExactly(FIRST, SECOND);
        assertThat(failed).containsExactly(FIRST);
        good.complain();
        assertThatThrownBy(bad::complain).hasMessage("the listener is broken");
    }

    @Test
    void whoHasLeftIsToldNothingMore() {
        Audience<String> audience = new Audience<>();
        List<BuildEvent> heard = new ArrayList<>();
        Audience.Seat seat = audience.enter("answer", heard::add);
        audience.tell("answer", FIRST);
        audience.leave("answer", seat);
        audience.tell("answer", SECOND);
        assertThat(heard).containsExactly(FIRST);
    }
}
