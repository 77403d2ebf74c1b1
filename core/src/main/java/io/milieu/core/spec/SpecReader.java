package io.milieu.core.spec;

import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonArray;
import io.milieu.core.json.JsonValue.JsonBoolean;
import io.milieu.core.json.JsonValue.JsonNull;
import io.milieu.core.json.JsonValue.JsonNumber;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.json.JsonValue.JsonString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks a spec and brings its fields into the normal form that {@link RuntimeEnv} describes. */
final class SpecReader {
    private final Place root = Place.root();
    private final Map<String, JsonValue> normal = new LinkedHashMap<>();

    private SpecReader() {}

    static JsonObject read(JsonObject spec) {
        SpecReader reader = new SpecReader();
        checkText(spec, reader.root);
        for (Field field : Field.values()) {
            spec.get(field.key()).ifPresent(value -> reader.readField(field, value));
        }
        spec.members().forEach(reader::readPluginField);
        Rules.check(reader.normal.keySet(), name -> "`" + name + "`", reader.root);
        if (!reader.root.problems().isEmpty()) {
            throw new SpecInvalidException(
                    reader.root.problems(), hints(spec.members().keySet()));
        }
        return new JsonObject(reader.normal);
    }

    private void readField(Field field, JsonValue value) {
        if (value instanceof JsonNull) {
            return;
        }
        JsonValue checked = FieldShapes.of(field).check(value, root.member(field.key()));
        if (!Shape.isEmpty(checked)) {
            normal.put(field.key(), checked);
        }
    }

    /** Only null means absent here: what an empty value means is for the plug-in to say. */
    private void readPluginField(String name, JsonValue value) {
        if (Field.of(name).isEmpty() && !(value instanceof JsonNull)) {
            normal.put(name, value);
        }
    }

    private static List<String> hints(Set<String> names) {
        return names.stream()
                .filter(name -> Field.of(name).isEmpty())
                .flatMap(name -> Field.similarTo(name)
                        .map(field ->
                                "`" + name + "` is taken for a plug-in field: did you mean `" + field.key() + "`?")
                        .stream())
                .toList();
    }

    /** A lone surrogate has no UTF-8 form, so two such texts would hash alike; no file name or variable can hold a NUL. */
    private static void checkText(JsonValue value, Place at) {
        switch (value) {
            case JsonObject(Map<String, JsonValue> members) ->
                members.forEach((name, member) -> {
                    checkText(JsonValue.of(name), at);
                    checkText(member, at.member(name));
                });
            case JsonArray(List<JsonValue> elements) -> {
                for (int i = 0; i < elements.size(); i++) {
                    checkText(elements.get(i), at.element(i));
                }
            }
            case JsonString(String text) -> {
                if (text.codePoints().anyMatch(SpecReader::isUnusable)) {
                    at.report("must not contain a NUL character or half of a surrogate pair");
                }
            }
            case JsonNumber _, JsonBoolean _, JsonNull _ -> {}
        }
    }

    private static boolean isUnusable(int codePoint) {
        return codePoint == 0 || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
    }
}
