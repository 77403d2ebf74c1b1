package io.milieu.python.interpreter;

import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.json.JsonValue.JsonString;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Turns the answer of the probe script into an {@link Interpreter}. */
final class ProbeAnswer {
    private final FileIdentity file;
    private final JsonObject answer;

    ProbeAnswer(FileIdentity file, JsonObject answer) {
        this.file = file;
        this.answer = answer;
    }

    /** {@return the program that really ran: another one than was started if that was a wrapper} */
    Path executable() {
        return Path.of(text(answer, "base_executable"));
    }

    Interpreter interpreter(Path requested) {
        return new Interpreter(
                requested,
                file,
                build(),
                layout(answer.object("layout")),
                Path.of(text(answer, "base_prefix")),
                Path.of(text(answer, "standard_library")),
                answer.strings("site_packages").stream().map(Path::of).toList(),
                answer.bool("conda", false),
                markers(answer.object("markers")));
    }

    private PythonBuild build() {
        JsonObject markers = answer.object("markers");
        return new PythonBuild(
                text(markers, "python_full_version"),
                text(markers, "implementation_name"),
                text(answer, "cache_tag"),
                text(answer, "platform"),
                text(answer, "soabi"),
                text(answer, "extension_suffix"),
                answer.bool("free_threaded", false),
                answer.bool("debug", false),
                (int) answer.number("pointer_bits", 64),
                libc());
    }

    private PythonBuild.Libc libc() {
        List<String> refused = answer.strings("manylinux_refused");
        return new PythonBuild.Libc(
                text(answer, "libc"), text(answer, "libc_version"), answer.bool("hard_float", false), refused);
    }

    private VenvLayout layout(JsonObject layout) {
        return new VenvLayout(
                text(layout, "purelib"),
                text(layout, "platlib"),
                text(layout, "include"),
                text(layout, "scripts"),
                text(layout, "data"));
    }

    private static Map<String, String> markers(JsonObject markers) {
        Map<String, String> values = new TreeMap<>();
        for (Map.Entry<String, JsonValue> marker : markers.members().entrySet()) {
            if (marker.getValue() instanceof JsonString(String value)) {
                values.put(marker.getKey(), value);
            }
        }
        return values;
    }

    private String text(JsonObject object, String name) {
        return object.string(name)
                .orElseThrow(() -> BrokenInterpreter.because(file.path(), "its answer lacks `" + name + "`"));
    }
}
