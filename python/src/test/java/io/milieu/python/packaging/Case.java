package io.milieu.python.packaging;

import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.json.JsonValue.JsonString;
import io.milieu.python.version.PrereleasePolicy;
import io.milieu.python.version.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One case of the published table: the name of its test and its parameters. */
record Case(String name, JsonObject with) {

    /** What a case demands; fails with any exception if it is not so. */
    interface Check {
        void on(Case row);
    }

    /** The checks of one family, by name of the case. */
    interface Family {
        Map<String, Check> checks();
    }

    static Case read(String line) {
        JsonObject row = (JsonObject) Json.parse(line);
        return new Case(row.string("case").orElseThrow(), row.object("with"));
    }

    String family() {
        return name.substring("test_".length(), name.indexOf(".py"));
    }

    String text(String parameter) {
        return text(with.get(parameter).orElseThrow());
    }

    /** A Python object is stored in its text form. */
    static String text(JsonValue value) {
        return value instanceof JsonString(String text)
                ? text
                : ((JsonObject) value).string("s").orElseThrow();
    }

    boolean isObject(String parameter) {
        return with.get(parameter).orElseThrow() instanceof JsonObject;
    }

    boolean flag(String parameter) {
        return with.bool(parameter, false);
    }

    List<String> texts(String parameter) {
        return with.array(parameter).stream().map(Case::text).toList();
    }

    List<Version> versions(String parameter) {
        return texts(parameter).stream().map(Version::parse).toList();
    }

    /** The first of the parameters that is set decides; none means the standard's rule. */
    PrereleasePolicy policy(String... parameters) {
        for (String parameter : parameters) {
            Optional<JsonValue> value = with.get(parameter);
            if (value.isPresent() && value.get() instanceof JsonValue.JsonBoolean(boolean allowed)) {
                return allowed ? PrereleasePolicy.ALLOW : PrereleasePolicy.EXCLUDE;
            }
        }
        return PrereleasePolicy.FALLBACK;
    }

    @Override
    public String toString() {
        return name + " " + Json.compact(with);
    }
}
