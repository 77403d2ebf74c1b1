package io.milieu.core.spec;

import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonArray;
import io.milieu.core.json.JsonValue.JsonBoolean;
import io.milieu.core.json.JsonValue.JsonNull;
import io.milieu.core.json.JsonValue.JsonNumber;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.json.JsonValue.JsonString;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;

/**
 * The shape of {@code pip} and {@code uv}. The normal form of a dict without packages is empty, and that of a dict without
 * options is its packages; repeated lines of a list are dropped.
 *
 * @param keys the keys a dict may have
 * @param check the key that is false unless written
 */
record PackagesShape(Map<String, Shape> keys, String check) implements Shape {
    private static final String PACKAGES = "packages";

    static final Shape LIST =
            (value, at) -> STRINGS.check(value, at) instanceof JsonArray list ? withoutRepetition(list) : value;
    static final Shape LIST_OR_PATH = (value, at) -> {
        if (value instanceof JsonString) {
            return value;
        }
        if (value instanceof JsonArray) {
            return LIST.check(value, at);
        }
        at.reportUnexpected(value, "a list of strings or the path of a requirements file");
        return value;
    };

    @Override
    public JsonValue check(JsonValue value, Place at) {
        return switch (value) {
            case JsonString path -> path;
            case JsonArray list -> LIST.check(list, at);
            case JsonObject dict -> checkDict(dict, at);
            case JsonNumber _, JsonBoolean _, JsonNull _ -> {
                at.reportUnexpected(value, "a list of strings, the path of a requirements file or an object");
                yield value;
            }
        };
    }

    private JsonValue checkDict(JsonObject dict, Place at) {
        if (!dict.members().isEmpty() && !dict.members().containsKey(PACKAGES)) {
            at.report("the key `packages` is missing");
        }
        if (!(Shape.closed(keys).check(dict, at) instanceof JsonObject(Map<String, JsonValue> checked))) {
            return dict;
        }
        Map<String, JsonValue> options = new LinkedHashMap<>(checked);
        options.remove(check, JsonValue.of(false));
        JsonValue packages = options.getOrDefault(PACKAGES, new JsonNull());
        return Shape.isEmpty(packages) || options.size() == 1 ? packages : new JsonObject(options);
    }

    private static JsonArray withoutRepetition(JsonArray list) {
        return new JsonArray(java.util.List.copyOf(new LinkedHashSet<>(list.elements())));
    }
}
