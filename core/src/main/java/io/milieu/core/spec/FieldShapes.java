package io.milieu.core.spec;

import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import java.util.Map;
import java.util.Set;

/** What the value of each field must look like. */
final class FieldShapes {
    private static final Shape PIP = new PackagesShape(
            Map.of(
                    "packages", PackagesShape.LIST_OR_PATH,
                    "pip_check", Shape.BOOLEAN,
                    "pip_version", Shape.STRING,
                    "installer", FieldShapes::installer,
                    "pip_install_options", Shape.STRINGS),
            "pip_check");
    private static final Shape UV = new PackagesShape(
            Map.of(
                    "packages", PackagesShape.LIST,
                    "uv_check", Shape.BOOLEAN,
                    "uv_version", Shape.STRING,
                    "installer", FieldShapes::installer,
                    "uv_pip_install_options", Shape.STRINGS),
            "uv_check");

    private FieldShapes() {}

    static Shape of(Field field) {
        return switch (field) {
            case WORKING_DIR, IMAGE_URI, PY_EXECUTABLE -> Shape.STRING;
            case PY_MODULES, JAVA_JARS, EXCLUDES -> Shape.STRINGS;
            case PIP -> PIP;
            case UV -> UV;
            case CONDA -> Shape.STRING_OR_OBJECT;
            case DOCKER, CONTAINER -> Shape.OBJECT;
            case ENV_VARS -> FieldShapes::variables;
            case CONFIG -> SetupConfig::check;
            case VALIDATION_TYPE -> ValidationShape::check;
        };
    }

    private static JsonValue installer(JsonValue value, Place at) {
        if (!Set.of(JsonValue.of("pip"), JsonValue.of("uv")).contains(value)) {
            at.reportUnexpected(value, "`pip` or `uv`");
        }
        return value;
    }

    private static JsonValue variables(JsonValue value, Place at) {
        if (!(value instanceof JsonObject(Map<String, JsonValue> variables))) {
            at.reportUnexpected(value, "an object of strings");
            return value;
        }
        variables.forEach((name, text) -> {
            Place variable = at.member(name);
            if (name.isEmpty() || name.contains("=")) {
                variable.report("the name of a variable must not be empty or contain `=`");
            }
            Shape.STRING.check(text, variable);
        });
        return value;
    }
}
