package io.milieu.core.code;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.util.List;
import java.util.Objects;

/** Says why an archive, whose name it knows, is refused. */
record Refusal(String archive) {

    MilieuException because(String reason) {
        return new MilieuException(CoreError.ARCHIVE_REFUSED, "the archive `" + archive + "` is refused: " + reason);
    }

    /** An entry's name comes from a stranger: what would steer a terminal is not shown. */
    MilieuException entry(String name, String reason) {
        return because("its entry `" + name.replaceAll("\\p{Cntrl}", "?") + "` " + reason);
    }

    MilieuException broken(Exception cause) {
        String reason =
                Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
        return new MilieuException(
                CoreError.ARCHIVE_REFUSED,
                "the archive `" + archive + "` is broken: " + reason.replaceAll("\\p{Cntrl}", "?"),
                List.of("Check that it was made and copied completely."),
                cause);
    }
}
