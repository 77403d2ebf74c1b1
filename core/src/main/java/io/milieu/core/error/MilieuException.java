package io.milieu.core.error;

import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one root of failures that Milieu reports. The message says what failed and with which value; the hints say what to do
 * next, one sentence each, and are printed under the message by every front end. Neither ever holds a secret: callers pass
 * URLs through {@link Redacted} first.
 */
public class MilieuException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ErrorCode code;
    private final transient List<String> hints;

    /** A failure without hints and without a cause. */
    public MilieuException(ErrorCode code, String message) {
        this(code, message, List.of(), null);
    }

    /** A failure with hints. */
    public MilieuException(ErrorCode code, String message, List<String> hints) {
        this(code, message, hints, null);
    }

    /** A failure with hints and the failure that led to it. */
    public MilieuException(ErrorCode code, String message, List<String> hints, @Nullable Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code, "code");
        this.hints = List.copyOf(hints);
    }

    /**
     * {@return the failure that a mistake of Milieu's own shows itself by: code {@link CoreError#DEFECT}, and the mistake as cause}
     * That Java has no name for a file in its encoding, which the locale gave it, is no such mistake.
     */
    public static MilieuException defect(String what, @Nullable Throwable cause) {
        if (cause instanceof InvalidPathException name && name.getReason().contains("unmappable")) {
            return new MilieuException(
                    CoreError.PATH_INVALID,
                    "the name `" + name.getInput() + "` cannot be written in the encoding of file names, `"
                            + System.getProperty("sun.jnu.encoding") + "`",
                    List.of("Start Java in a locale with UTF-8, such as `LC_ALL=C.UTF-8`."),
                    cause);
        }
        return new MilieuException(
                CoreError.DEFECT,
                what + ": " + Redacted.urls(String.valueOf(cause)),
                List.of(
                        "This is a defect in Milieu: please report it with its stack trace, which `MILIEU_DEBUG=1` prints."),
                cause);
    }

    /** {@return what failed and with which value} */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** {@return the stable code} */
    public ErrorCode code() {
        return code;
    }

    /** {@return what to do next, in the order of usefulness; may be empty} */
    public List<String> hints() {
        return hints;
    }
}
