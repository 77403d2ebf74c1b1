package io.milieu.python.part;

import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.spec.PackagesField;
import io.milieu.core.spec.PackagesField.PackageDict;
import io.milieu.core.spec.PackagesField.PackageList;
import io.milieu.core.spec.PackagesField.RequirementsFile;
import io.milieu.python.input.InputReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the forms of the {@code pip} and {@code uv} fields into one. */
final class PackagesFieldReader {
    private static final List<String> OPTIONS = List.of("pip_install_options", "uv_pip_install_options");

    private PackagesFieldReader() {}

    /**
     * Reads a field.
     *
     * @param extra requirements besides those of the field
     * @param reader what takes them
     */
    static void read(PackagesField field, List<String> extra, InputReader reader) {
        switch (field) {
            case PackageList(List<String> packages) -> reader.lines(both(packages, extra), 0);
            case RequirementsFile(String path) -> file(path, extra, reader);
            case PackageDict dict -> {
                OPTIONS.forEach(key -> reader.options(dict.dict().strings(key), key));
                List<String> lines = new ArrayList<>(extra);
                version(dict.dict(), "pip_version", "pip").ifPresent(lines::add);
                version(dict.dict(), "uv_version", "uv").ifPresent(lines::add);
                if (dict.packages() instanceof RequirementsFile(String path)) {
                    file(path, lines, reader);
                } else {
                    reader.lines(both(dict.dict().strings("packages"), lines), 0);
                }
            }
        }
    }

    private static void file(String path, List<String> extra, InputReader reader) {
        reader.file(path);
        reader.lines(extra, 1);
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
