package io.milieu.core.spec;

import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonArray;
import io.milieu.core.json.JsonValue.JsonBoolean;
import io.milieu.core.json.JsonValue.JsonNull;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.json.JsonValue.JsonString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a value must look like. Shapes are made of smaller shapes. */
@FunctionalInterface
interface Shape {
    Shape STRING = typed(JsonString.class, "a string");
    Shape BOOLEAN = typed(JsonBoolean.class, "true or false");
    Shape OBJECT = typed(JsonObject.class, "an object");
    Shape STRINGS = Shape::strings;
    Shape STRING_OR_OBJECT = (value, at) ->
            (value instanceof JsonObject ? OBJECT : typed(JsonString.class, "a string or an object")).check(value, at);

    /**
     * Reports every difference between the value and this shape.
     *
     * @return the normal form of a fitting value; the value itself if it does not fit
     */
    JsonValue check(JsonValue value, Place at);

    private static Shape typed(Class<? extends JsonValue> type, String expected) {
        return (value, at) -> {
            if (!type.isInstance(value)) {
                at.reportUnexpected(value, expected);
            }
            return value;
        };
    }

    private static JsonValue strings(JsonValue value, Place at) {
        if (value instanceof JsonArray(List<JsonValue> elements)) {
            for (int i = 0; i < elements.size(); i++) {
                STRING.check(elements.get(i), at.element(i));
            }
        } else {
            at.reportUnexpected(value, "a list of strings");
        }
        return value;
    }

    /** {@return the shape of an object that may have these keys and no others; a key whose value is null is left out} */
    static Shape closed(Map<String, Shape> keys) {
        String allowed = keys.keySet().stream().sorted().collect(Collectors.joining("`, `", "`", "`"));
        return (value, at) -> {
            if (!(value instanceof JsonObject(Map<String, JsonValue> members))) {
                at.reportUnexpected(value, "an object");
                return value;
            }
            Map<String, JsonValue> normal = new LinkedHashMap<>();
            members.forEach((name, member) -> {
                Shape shape = keys.get(name);
                if (shape == null) {
                    at.member(name).report("unknown key; the allowed keys are " + allowed);
                } else if (!(member instanceof JsonNull)) {
                    normal.put(name, shape.check(member, at.member(name)));
                }
            });
            return new JsonObject(normal);
        };
    }

    /** {@return whether a field with this value counts as not written} */
    static boolean isEmpty(JsonValue value) {
        return switch (value) {
            case JsonNull _ -> true;
            case JsonString(String text) -> text.isEmpty();
            case JsonArray(List<JsonValue> elements) -> elements.isEmpty();
            case JsonObject(Map<String, JsonValue> members) -> members.isEmpty();
            case JsonValue.JsonNumber _, JsonBoolean _ -> false;
        };
    }
}
