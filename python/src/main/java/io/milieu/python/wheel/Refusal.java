package io.milieu.python.wheel;

import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import java.util.List;

/** Makes the errors about one wheel; every message names the wheel, and the entry if there is one. */
record Refusal(String wheel) {
    private static final List<String> HINTS = List.of("Ask its publisher for a correct file, or exclude this version.");

    MilieuException because(String what) {
        return new MilieuException(PythonError.WHEEL_REFUSED, "wheel `" + wheel + "` " + what, HINTS);
    }

    MilieuException entry(String name, String what) {
        return because("has an entry `" + printable(name) + "` that " + what);
    }

    /** Control characters in a hostile name must not reach a terminal. */
    private static String printable(String name) {
        StringBuilder text = new StringBuilder(name.length());
        name.chars().forEach(c -> {
            if (Character.isISOControl(c)) {
                text.append(String.format("\\x%02x", c));
            } else {
                text.append((char) c);
            }
        });
        return text.toString();
    }
}
