package io.milieu.core.spec;

import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonArray;
import io.milieu.core.json.JsonValue.JsonBoolean;
import io.milieu.core.json.JsonValue.JsonNull;
import io.milieu.core.json.JsonValue.JsonNumber;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.json.JsonValue.JsonString;
import java.util.List;

/** The value of {@code pip} or {@code uv}. A dict that has nothing but {@code packages} is one of the two shorter forms. */
public sealed interface PackagesField {

    /** Requirements, each a line of a requirements file, in order, no line twice. */
    record PackageList(List<String> packages) implements PackagesField {
        /** Copies the list. */
        public PackageList {
            packages = List.copyOf(packages);
        }
    }

    /** The path of a requirements file. */
    record RequirementsFile(String path) implements PackagesField {}

    /** Packages with options; inside a {@link RuntimeEnv} every key and the type of every value have been checked. */
    record PackageDict(JsonObject dict) implements PackagesField {

        /** {@return the packages without the options} */
        public PackagesField packages() {
            return of(dict.get("packages").orElseThrow());
        }
    }

    /** {@return the value as JSON} */
    default JsonValue toJson() {
        return switch (this) {
            case PackageList(List<String> packages) -> JsonValue.ofStrings(packages);
            case RequirementsFile(String path) -> JsonValue.of(path);
            case PackageDict(JsonObject dict) -> dict;
        };
    }

    /**
     * {@return the packages that a valid JSON value stands for}
     *
     * @throws IllegalArgumentException for a number, a boolean or null
     */
    static PackagesField of(JsonValue value) {
        return switch (value) {
            case JsonArray list -> new PackageList(list.strings());
            case JsonString(String path) -> new RequirementsFile(path);
            case JsonObject dict -> new PackageDict(dict);
            case JsonNumber _, JsonBoolean _, JsonNull _ ->
                throw new IllegalArgumentException("neither a list, a path nor a dict: " + value);
        };
    }
}
