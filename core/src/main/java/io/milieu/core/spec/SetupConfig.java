package io.milieu.core.spec;

import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonNumber;
import io.milieu.core.json.JsonValue.JsonObject;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The field {@code config}: how the environment is set up.
 *
 * @param setupTimeoutSeconds the longest time a setup may take, in seconds; {@link #NO_TIMEOUT} for no limit
 * @param eagerInstall whether to set up when the job starts, not when the first worker asks
 * @param logFiles files that what happens is appended to; relative names start from the request's folder
 */
public record SetupConfig(int setupTimeoutSeconds, boolean eagerInstall, List<String> logFiles) {
    /** The time-out that never ends a setup. */
    public static final int NO_TIMEOUT = -1;

    /** What holds where a spec has no {@code config}: ten minutes, eager, no log files. */
    public static final SetupConfig DEFAULT = new SetupConfig(600, true, List.of());

    private static final String TIMEOUT = "setup_timeout_seconds";
    private static final String EAGER = "eager_install";
    private static final String LOG_FILES = "log_files";
    private static final Shape MEMBERS =
            Shape.closed(Map.of(TIMEOUT, SetupConfig::checkTimeout, EAGER, Shape.BOOLEAN, LOG_FILES, Shape.STRINGS));

    /** Checks the time-out and copies the list. */
    public SetupConfig {
        if (setupTimeoutSeconds != NO_TIMEOUT && setupTimeoutSeconds <= 0) {
            throw new IllegalArgumentException("a time-out is -1 or above 0: " + setupTimeoutSeconds);
        }
        logFiles = List.copyOf(logFiles);
    }

    /** {@return the config as JSON; the defaults are written out, an empty list of log files is not} */
    public JsonObject toJson() {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        members.put(TIMEOUT, JsonValue.of(setupTimeoutSeconds));
        members.put(EAGER, JsonValue.of(eagerInstall));
        if (!logFiles.isEmpty()) {
            members.put(LOG_FILES, JsonValue.ofStrings(logFiles));
        }
        return new JsonObject(members);
    }

    static SetupConfig of(JsonObject checked) {
        return new SetupConfig(
                (int) checked.number(TIMEOUT, DEFAULT.setupTimeoutSeconds),
                checked.bool(EAGER, DEFAULT.eagerInstall),
                checked.strings(LOG_FILES));
    }

    /** The shape; the normal form is that of {@link #toJson()}. */
    static JsonValue check(JsonValue value, Place at) {
        int problemsBefore = at.problems().size();
        JsonValue checked = MEMBERS.check(value, at);
        boolean fits = at.problems().size() == problemsBefore;
        return fits && checked instanceof JsonObject config && !Shape.isEmpty(config)
                ? of(config).toJson()
                : checked;
    }

    private static JsonValue checkTimeout(JsonValue value, Place at) {
        if (!(value instanceof JsonNumber(BigDecimal seconds) && isTimeout(seconds))) {
            at.reportUnexpected(value, "-1 (no limit) or a whole number of seconds above 0");
        }
        return value;
    }

    private static boolean isTimeout(BigDecimal seconds) {
        boolean limit = seconds.signum() > 0 && seconds.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0;
        boolean whole = seconds.stripTrailingZeros().scale() <= 0;
        return whole && (limit || seconds.compareTo(BigDecimal.valueOf(NO_TIMEOUT)) == 0);
    }
}
