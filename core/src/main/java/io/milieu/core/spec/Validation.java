package io.milieu.core.spec;

import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.json.JsonValue.JsonString;
import java.util.List;

/** The field {@code validation_type}: how a finished environment is tried out before a worker gets it. */
public sealed interface Validation {

    /** The interpreter starts: {@code "minimal"}. */
    record Minimal() implements Validation {}

    /** Everything that was installed is consistent and can be imported: {@code "full"}. */
    record Full() implements Validation {}

    /**
     * A command of the user succeeds in the environment: {@code {"type": "custom", "command": ["python", "check.py"]}}.
     *
     * @param command the program and its arguments; at least the program
     */
    record Custom(List<String> command) implements Validation {
        /** Checks and copies the command. */
        public Custom {
            command = List.copyOf(command);
            if (command.isEmpty()) {
                throw new IllegalArgumentException("a custom validation needs a command");
            }
        }
    }

    /** {@return the value as JSON} */
    default JsonValue toJson() {
        return switch (this) {
            case Minimal() -> JsonValue.of("minimal");
            case Full() -> JsonValue.of("full");
            case Custom(List<String> command) ->
                JsonValue.object()
                        .put("type", "custom")
                        .put("command", JsonValue.ofStrings(command))
                        .build();
        };
    }

    /**
     * {@return the validation that a valid JSON value stands for}
     *
     * @throws IllegalArgumentException if it is none
     */
    static Validation of(JsonValue value) {
        if (value instanceof JsonObject custom) {
            return new Custom(custom.strings("command"));
        }
        if (value instanceof JsonString(String name) && name.equals("full")) {
            return new Full();
        }
        if (value instanceof JsonString(String name) && name.equals("minimal")) {
            return new Minimal();
        }
        throw new IllegalArgumentException("no validation: " + value);
    }
}
