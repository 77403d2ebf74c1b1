package io.milieu.agent.api;

import io.milieu.agent.http.Reply;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.ErrorCode;
import io.milieu.core.error.MilieuException;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue;
import java.nio.charset.StandardCharsets;

/** Values and failures as replies. */
final class Replies {
    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    private Replies() {}

    /** {@return the value with status 200} */
    static Reply.Whole json(JsonValue value) {
        return json(200, value);
    }

    static Reply.Whole json(int status, JsonValue value) {
        return Reply.of(status, JSON, StandardCharsets.UTF_8.encode(Json.compact(value) + "\n"));
    }

    /** {@return a failure as problem details (RFC 9457), with its stable code and its hints} */
    static Reply.Whole problem(RuntimeException failure) {
        MilieuException told = failure instanceof MilieuException reported
                ? reported
                : MilieuException.defect("the agent could not answer", failure);
        int status = status(told.code());
        JsonValue value = JsonValue.object()
                .put("type", "about:blank")
                .put("title", told.code().id().replace('-', ' '))
                .put("status", status)
                .put("detail", told.getMessage())
                .put("code", told.code().id())
                .put("hints", JsonValue.ofStrings(told.hints()))
                .put("retry", told.code().retryMayHelp())
                .build();
        return Reply.of(status, PROBLEM, StandardCharsets.UTF_8.encode(Json.compact(value) + "\n"));
    }

    private static int status(ErrorCode code) {
        if (code instanceof CoreError core) {
            switch (core) {
                case JSON_MALFORMED, USAGE -> {
                    return 400;
                }
                case ENVIRONMENT_UNKNOWN -> {
                    return 404;
                }
                case IN_USE, CANCELLED -> {
                    return 409;
                }
                case SETUP_TIMEOUT -> {
                    return 504;
                }
                case DISK_FULL -> {
                    return 507;
                }
                default -> {}
            }
        }
        return switch (code.actor()) {
            case REQUESTER -> 422;
            case INDEX -> 502;
            case NODE, DEVELOPER -> 500;
        };
    }
}
