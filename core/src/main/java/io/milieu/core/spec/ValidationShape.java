package io.milieu.core.spec;

import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonArray;
import io.milieu.core.json.JsonValue.JsonObject;
import java.util.Map;
import java.util.Set;

/** The shape of {@code validation_type}. */
final class ValidationShape {
    private static final Set<JsonValue> NAMES = Set.of(JsonValue.of("minimal"), JsonValue.of("full"));
    private static final Shape CUSTOM =
            Shape.closed(Map.of("type", ValidationShape::checkType, "command", ValidationShape::checkCommand));

    private ValidationShape() {}

    static JsonValue check(JsonValue value, Place at) {
        if (NAMES.contains(value)) {
            return value;
        }
        if (!(value instanceof JsonObject custom)) {
            at.reportUnexpected(value, "`minimal`, `full` or an object with `type` and `command`");
            return value;
        }
        for (String key : new String[] {"type", "command"}) {
            if (custom.get(key).isEmpty()) {
                at.report("the key `" + key + "` is missing");
            }
        }
        return CUSTOM.check(custom, at);
    }

    private static JsonValue checkType(JsonValue value, Place at) {
        if (!value.equals(JsonValue.of("custom"))) {
            at.reportUnexpected(value, "`custom`");
        }
        return value;
    }

    private static JsonValue checkCommand(JsonValue value, Place at) {
        if (value instanceof JsonArray list && list.elements().isEmpty()) {
            at.report("must have at least the program to run");
        }
        return Shape.STRINGS.check(value, at);
    }
}
