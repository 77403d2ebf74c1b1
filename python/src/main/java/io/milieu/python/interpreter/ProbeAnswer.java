package io.milieu.python.interpreter;

import io.milieu.core.error.MilieuException;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.python.requirement.MarkerEnvironment;
import io.milieu.python.tag.Libc;
import io.milieu.python.tag.PlatformFacts;
import io.milieu.python.version.Version;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

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

    /** The interpreter that gave this answer, which must make sense as a whole. */
    Interpreter interpreter(Path requested) {
        try {
            MarkerEnvironment markers = markers();
            return new Interpreter(
                    requested,
                    file,
                    build(markers),
                    layout(),
                    Path.of(text(answer, "base_prefix")),
                    Path.of(text(answer, "standard_library")),
                    answer.strings("site_packages").stream().map(Path::of).toList(),
                    answer.bool("conda", false),
                    markers);
        } catch (BrokenInterpreter.Found e) {
            throw e;
        } catch (MilieuException e) {
            throw BrokenInterpreter.because(file.path(), String.valueOf(e.getMessage()), e);
        }
    }

    private PythonBuild build(MarkerEnvironment markers) {
        String version = markers.pythonFullVersion();
        return new PythonBuild(version, text(answer, "cache_tag"), text(answer, "soabi"), facts(markers));
    }

    private PlatformFacts facts(MarkerEnvironment markers) {
        Version language = Version.parse(markers.pythonVersion());
        return new PlatformFacts(
                markers.implementationName(),
                (int) language.release(0),
                (int) language.release(1),
                text(answer, "abi_flags"),
                text(answer, "extension_suffix"),
                text(answer, "platform"),
                libc(),
                answer.number("pointer_bits", 64) == 32,
                answer.bool("hard_float", false),
                Set.copyOf(answer.strings("refused")));
    }

    private Libc libc() {
        Libc.Kind kind = switch (text(answer, "libc")) {
            case "glibc" -> Libc.Kind.GLIBC;
            case "musl" -> Libc.Kind.MUSL;
            default -> Libc.Kind.NONE;
        };
        return new Libc(kind, (int) answer.number("libc_major", 0), (int) answer.number("libc_minor", 0));
    }

    private VenvLayout layout() {
        JsonObject layout = answer.object("layout");
        return new VenvLayout(
                text(layout, "purelib"),
                text(layout, "platlib"),
                text(layout, "include"),
                text(layout, "scripts"),
                text(layout, "data"));
    }

    private MarkerEnvironment markers() {
        JsonObject markers = answer.object("markers");
        Map<String, String> values = new HashMap<>();
        markers.members().keySet().forEach(name -> values.put(name, text(markers, name)));
        return MarkerEnvironment.of(values);
    }

    private String text(JsonObject object, String name) {
        return object.string(name)
                .orElseThrow(() -> BrokenInterpreter.because(file.path(), "its answer lacks `" + name + "`"));
    }
}
