package io.milieu.python.wheel;

import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Everything that assembling environments must know about a wheel's layer, so that no layer is ever walked. Stored in the
 * layer as {@code manifest.json}.
 *
 * @param name of the distribution, as METADATA spells it
 * @param version as METADATA spells it
 * @param distInfo the name of its {@code .dist-info} directory
 * @param commands the targets of its console and GUI scripts by command, not checked
 * @param pythonScripts names of its scripts whose first line must be made to name an interpreter
 * @param site the tree of {@code site/}
 * @param scripts the tree of {@code scripts/}
 * @param data the tree of {@code data/}
 * @param headers the tree of {@code headers/}
 * @param provides the names under which its shared libraries can be linked with
 * @param foreign by directory in {@code site/}, the libraries that its shared objects need and the wheel does not hold
 * @param topLevel the names that can be imported from site-packages
 * @param files how many files the layer has
 * @param bytes how many bytes they have together
 */
public record WheelManifest(
        String name,
        String version,
        String distInfo,
        Map<String, String> commands,
        Set<String> pythonScripts,
        LayerDirectory site,
        LayerDirectory scripts,
        LayerDirectory data,
        LayerDirectory headers,
        Set<String> provides,
        Map<String, List<String>> foreign,
        List<String> topLevel,
        long files,
        long bytes) {

    /** The name of the file in the layer. */
    public static final String FILE = "manifest.json";

    /** Copies the collections. */
    public WheelManifest {
        commands = Map.copyOf(commands);
        pythonScripts = Set.copyOf(pythonScripts);
        provides = Set.copyOf(provides);
        foreign = Map.copyOf(foreign);
        topLevel = List.copyOf(topLevel);
    }

    /**
     * Reads the manifest of a layer.
     *
     * @throws IOException if it cannot be read
     */
    public static WheelManifest read(Path layer) throws IOException {
        return parse(Files.readString(layer.resolve(FILE)));
    }

    /** {@return the manifest that {@link #text} wrote} */
    public static WheelManifest parse(String text) {
        if (!(Json.parse(text) instanceof JsonObject json)) {
            throw new IllegalArgumentException("a manifest is a JSON object");
        }
        Map<String, List<String>> foreign = new LinkedHashMap<>();
        JsonObject directories = json.object("foreign");
        directories.members().keySet().forEach(directory -> foreign.put(directory, directories.strings(directory)));
        Map<String, String> commands = new LinkedHashMap<>();
        JsonObject targets = json.object("commands");
        targets.members()
                .keySet()
                .forEach(
                        command -> commands.put(command, targets.string(command).orElse("")));
        return new WheelManifest(
                json.string("name").orElseThrow(),
                json.string("version").orElseThrow(),
                json.string("distInfo").orElseThrow(),
                commands,
                Set.copyOf(json.strings("pythonScripts")),
                tree(json, "site"),
                tree(json, "scripts"),
                tree(json, "data"),
                tree(json, "headers"),
                Set.copyOf(json.strings("provides")),
                foreign,
                json.strings("topLevel"),
                json.number("files", 0),
                json.number("bytes", 0));
    }

    /** {@return the compact JSON text; equal manifests have equal texts} */
    public String text() {
        JsonValue.ObjectBuilder directories = JsonValue.object();
        new TreeMap<>(foreign).forEach((directory, names) -> directories.put(directory, JsonValue.ofStrings(names)));
        return Json.compact(JsonValue.object()
                .put("name", name)
                .put("version", version)
                .put("distInfo", distInfo)
                .put("commands", JsonValue.ofStrings(new TreeMap<>(commands)))
                .put(
                        "pythonScripts",
                        JsonValue.ofStrings(pythonScripts.stream().sorted().toList()))
                .put("site", site.text())
                .put("scripts", scripts.text())
                .put("data", data.text())
                .put("headers", headers.text())
                .put("provides", JsonValue.ofStrings(provides.stream().sorted().toList()))
                .put("foreign", directories.build())
                .put("topLevel", JsonValue.ofStrings(topLevel))
                .put("files", files)
                .put("bytes", bytes)
                .build());
    }

    private static LayerDirectory tree(JsonObject json, String name) {
        return LayerDirectory.parse(json.string(name).orElseThrow());
    }
}
