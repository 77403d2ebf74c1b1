package io.milieu.client;

import java.util.List;

/** The agent could not be reached, or said no. */
public final class AgentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The agent was not reached: there may be none. */
    public static final String UNREACHABLE = "agent-unreachable";

    private final String code;
    private final transient List<String> hints;
    private final boolean retry;

    AgentException(String code, String message, List<String> hints, boolean retry) {
        super(message);
        this.code = code;
        this.hints = List.copyOf(hints);
        this.retry = retry;
    }

    AgentException(String message, Throwable cause) {
        super(message, cause);
        this.code = UNREACHABLE;
        this.hints = List.of("Start one on this node: `milieu agent`.");
        this.retry = true;
    }

    /** {@return the stable code of docs/errors.md, or {@link #UNREACHABLE}} */
    public String code() {
        return code;
    }

    /** {@return what to do next, for people} */
    public List<String> hints() {
        return hints;
    }

    /** {@return whether the same request may succeed a little later} */
    public boolean retryMayHelp() {
        return retry;
    }
}
