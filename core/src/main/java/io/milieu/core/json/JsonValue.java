package io.milieu.core.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JSON value (RFC 8259), immutable. Objects keep the order of their keys; {@link Json#canonical} sorts them. */
public sealed interface JsonValue {

    /** An object; keys are unique, in the order they were written. */
    record JsonObject(Map<String, JsonValue> members) implements JsonValue {
        /** Copies the members. */
        public JsonObject {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        /** {@return the member of that name, if there is one} */
        public Optional<JsonValue> get(String name) {
            return Optional.ofNullable(members.get(name));
        }

        /** {@return the string member of that name; empty if it is missing or no string} */
        public Optional<String> string(String name) {
            return members.get(name) instanceof JsonString(String text) ? Optional.of(text) : Optional.empty();
        }

        /** {@return the elements of the array member of that name; empty if it is missing or no array} */
        public List<JsonValue> array(String name) {
            return members.get(name) instanceof JsonArray(List<JsonValue> elements) ? elements : List.of();
        }

        /** {@return the strings among the elements of the array member of that name} */
        public List<String> strings(String name) {
            return new JsonArray(array(name)).strings();
        }

        /** {@return the whole-number member of that name, or the fallback if it is missing or no whole number} */
        public long number(String name, long fallback) {
            return members.get(name) instanceof JsonNumber(BigDecimal value)
                            && value.stripTrailingZeros().scale() <= 0
                    ? value.longValue()
                    : fallback;
        }

        /** {@return the boolean member of that name, or the fallback} */
        public boolean bool(String name, boolean fallback) {
            return members.get(name) instanceof JsonBoolean(boolean value) ? value : fallback;
        }

        /** {@return the object member of that name; an empty object if it is missing or no object} */
        public JsonObject object(String name) {
            return members.get(name) instanceof JsonObject object ? object : new JsonObject(Map.of());
        }
    }

    /** An array. */
    record JsonArray(List<JsonValue> elements) implements JsonValue {
        /** Copies the elements. */
        public JsonArray {
            elements = List.copyOf(elements);
        }

        /** {@return the strings among the elements} */
        public List<String> strings() {
            List<String> texts = new ArrayList<>();
            for (JsonValue element : elements) {
                if (element instanceof JsonString(String text)) {
                    texts.add(text);
                }
            }
            return List.copyOf(texts);
        }
    }

    /** A string. */
    record JsonString(String text) implements JsonValue {}

    /** A number, with exactly the digits that were read. */
    record JsonNumber(BigDecimal value) implements JsonValue {}

    /** A boolean. */
    record JsonBoolean(boolean value) implements JsonValue {}

    /** The null literal. */
    record JsonNull() implements JsonValue {}

    /** {@return the text as a value} */
    static JsonString of(String text) {
        return new JsonString(text);
    }

    /** {@return the number as a value} */
    static JsonNumber of(long number) {
        return new JsonNumber(BigDecimal.valueOf(number));
    }

    /** {@return the boolean as a value} */
    static JsonBoolean of(boolean value) {
        return new JsonBoolean(value);
    }

    /** {@return an array of strings} */
    static JsonArray ofStrings(Iterable<String> texts) {
        List<JsonValue> elements = new ArrayList<>();
        texts.forEach(text -> elements.add(new JsonString(text)));
        return new JsonArray(elements);
    }

    /** {@return an object of string members} */
    static JsonObject ofStrings(Map<String, String> texts) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        texts.forEach((name, text) -> members.put(name, new JsonString(text)));
        return new JsonObject(members);
    }

    /** {@return a builder of an object} */
    static ObjectBuilder object() {
        return new ObjectBuilder();
    }

    /** Collects the members of an object; not thread-safe. */
    final class ObjectBuilder {
        private final Map<String, JsonValue> members = new LinkedHashMap<>();

        private ObjectBuilder() {}

        /** Sets a member. */
        public ObjectBuilder put(String name, JsonValue value) {
            members.put(name, value);
            return this;
        }

        /** Sets a string member. */
        public ObjectBuilder put(String name, String text) {
            return put(name, of(text));
        }

        /** Sets a number member. */
        public ObjectBuilder put(String name, long number) {
            return put(name, of(number));
        }

        /** Sets a boolean member. */
        public ObjectBuilder put(String name, boolean value) {
            return put(name, of(value));
        }

        /** Sets a string member if there is a text. */
        public ObjectBuilder putIfPresent(String name, Optional<String> text) {
            text.ifPresent(present -> put(name, present));
            return this;
        }

        /** {@return the object} */
        public JsonObject build() {
            return new JsonObject(members);
        }
    }
}
