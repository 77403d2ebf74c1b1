package io.milieu.python.part;

import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.spec.PackagesField;
import io.milieu.core.spec.PackagesField.PackageDict;
import io.milieu.core.spec.PackagesField.PackageList;
import io.milieu.core.spec.PackagesField.RequirementsFile;
import io.milieu.python.input.PackagesInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the forms of the {@code pip} and {@code uv} fields into one. */
final class PackagesFieldReader {
    private PackagesFieldReader() {}

    /**
     * Reads a field.
     *
     * @param extra requirements besides those of the field
     */
    static PackagesInput read(PackagesField field, List<String> extra, Path directory, Map<String, String> variables) {
        return switch (field) {
            case PackageList(List<String> packages) ->
                PackagesInput.of(both(packages, extra), List.of(), directory, variables);
            case RequirementsFile(String path) -> PackagesInput.ofFile(path, extra, List.of(), directory, variables);
            case PackageDict dict -> {
                List<String> lines = new ArrayList<>(extra);
                version(dict.dict(), "pip_version", "pip").ifPresent(lines::add);
                version(dict.dict(), "uv_version", "uv").ifPresent(lines::add);
                List<String> options = new ArrayList<>(dict.dict().strings("pip_install_options"));
                options.addAll(dict.dict().strings("uv_pip_install_options"));
                yield dict.packages() instanceof RequirementsFile(String path)
                        ? PackagesInput.ofFile(path, lines, options, directory, variables)
                        : PackagesInput.of(both(dict.dict().strings("packages"), lines), options, directory, variables);
            }
        };
    }

    /** A version of the tool is asked for as Ray asks: text appended to its name. The tool is then put into the environment. */
    private static Optional<String> version(JsonObject dict, String key, String tool) {
        return dict.string(key).map(version -> tool + (version.matches("\\d.*") ? "==" : "") + version);
    }

    private static List<String> both(List<String> packages, List<String> extra) {
        List<String> all = new ArrayList<>(packages);
        all.addAll(extra);
        return all;
    }
}
