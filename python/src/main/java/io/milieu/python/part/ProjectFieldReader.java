package io.milieu.python.part;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.spec.PackagesField;
import io.milieu.core.spec.PackagesField.PackageDict;
import io.milieu.core.spec.PackagesField.PackageList;
import io.milieu.core.spec.PackagesField.RequirementsFile;
import io.milieu.python.error.PythonError;
import io.milieu.python.lock.LockFile;
import io.milieu.python.project.Script;
import io.milieu.python.requirement.Requirement;
import io.milieu.python.version.VersionSpecifiers;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the files with a form of their own that a field names where a requirements file may stand, and the options that go with them.
 * As with pip and uv, only what is named in the field itself is read so, not what a requirements file includes. Not thread-safe: collects while reading.
 */
final class ProjectFieldReader {
    private static final Pattern INCLUSION = Pattern.compile("(?:-r\\s*=?|--requirements?(?:\\s+|=))(\\S.*)");
    private static final Pattern OPTION = Pattern.compile(
            "(--extra|--all-extras|--group|--python-version|--platform|--python-platform)(?:(?:\\s+|=)(\\S.*))?");
    private static final List<String> OPTIONS = List.of("pip_install_options", "uv_pip_install_options");

    private final Path directory;
    private final ProjectWishes wishes;
    private final List<PythonNeed> pythons = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private Optional<Path> lock = Optional.empty();
    private Optional<String> pythonVersion = Optional.empty();
    private Optional<String> platform = Optional.empty();

    private ProjectFieldReader(Path directory) {
        this.directory = directory;
        this.wishes = new ProjectWishes(directory);
    }

    /** {@return the field, read by somebody who stands in that folder} */
    static ProjectField read(PackagesField field, Path directory) {
        return new ProjectFieldReader(directory).read(field);
    }

    private ProjectField read(PackagesField field) {
        PackagesField rest = switch (field) {
            case PackageList(List<String> packages) -> new PackageList(rest(packages));
            case RequirementsFile(String path) -> rest(path);
            case PackageDict dict -> rest(dict);
        };
        Optional<LockInput> input = lock.map(file -> {
            LockFile read = LockFile.read(file);
            need("`" + file.getFileName() + "`", read.requiresPython());
            return new LockInput(file, read, wishes.scope(read));
        });
        return new ProjectField(Optional.of(rest), pythons, input, pythonVersion, platform);
    }

    private PackagesField rest(String path) {
        return take(path) ? new PackageList(ended(List.of())) : new RequirementsFile(path);
    }

    private PackagesField rest(PackageDict dict) {
        Map<String, JsonValue> members = new LinkedHashMap<>(dict.dict().members());
        for (String key : OPTIONS) {
            if (members.containsKey(key)) {
                members.put(key, JsonValue.ofStrings(words(dict.dict().strings(key))));
            }
        }
        members.put("packages", rest(dict.packages()).toJson());
        return new PackageDict(new JsonObject(members));
    }

    private PackagesField rest(PackagesField packages) {
        return switch (packages) {
            case PackageList(List<String> all) -> new PackageList(rest(all));
            case RequirementsFile(String path) -> rest(path);
            case PackageDict dict -> rest(dict);
        };
    }

    private List<String> rest(List<String> packages) {
        List<String> others = new ArrayList<>();
        for (String line : packages) {
            Matcher inclusion = INCLUSION.matcher(line.strip());
            Matcher option = OPTION.matcher(line.strip());
            if (option.matches()) {
                option(option.group(1), option.group(2) == null ? "" : option.group(2));
            } else if (!inclusion.matches() || !take(inclusion.group(1))) {
                others.add(line);
            }
        }
        return ended(others);
    }

    /** Projects are looked into when every extra and group is known that is asked of them. */
    private List<String> ended(List<String> others) {
        List<String> all = new ArrayList<>(others);
        all.addAll(lines);
        wishes.read(lock.isPresent()).forEach((project, requirements) -> {
            need(project.document(), project.requiresPython());
            requirements.forEach(requirement -> all.add(requirement.toString()));
        });
        return all.stream().distinct().toList();
    }

    private List<String> words(List<String> words) {
        List<String> others = new ArrayList<>();
        for (int at = 0; at < words.size(); at++) {
            Matcher option = OPTION.matcher(words.get(at));
            if (!option.matches()) {
                others.add(words.get(at));
            } else if (option.group(2) != null || option.group(1).equals("--all-extras") || at + 1 == words.size()) {
                option(option.group(1), option.group(2) == null ? "" : option.group(2));
            } else {
                option(option.group(1), words.get(++at));
            }
        }
        return others;
    }

    private void option(String name, String value) {
        if (value.isEmpty() && !name.equals("--all-extras")) {
            throw new MilieuException(CoreError.USAGE, "the option `" + name + "` needs a value");
        }
        switch (name) {
            case "--extra" -> wishes.extra(value);
            case "--all-extras" -> wishes.allExtras();
            case "--group" -> wishes.group(value);
            case "--python-version" -> pythonVersion = Optional.of(value);
            default -> platform = Optional.of(value);
        }
    }

    /** {@return whether the file has a form of its own} */
    private boolean take(String name) {
        Path file;
        try {
            file = directory.resolve(name).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            // Whoever reads requirements files says so with the line's number.
            return false;
        }
        String last = String.valueOf(file.getFileName());
        if (name.contains("://")) {
            return false;
        } else if (last.equals("pyproject.toml")) {
            wishes.project(file);
        } else if (LockFile.isName(last)) {
            lock(file);
        } else if (last.endsWith(".py")) {
            script(file);
        } else {
            return false;
        }
        return true;
    }

    private void lock(Path file) {
        if (lock.isPresent() && !lock.get().equals(file)) {
            throw new MilieuException(
                    CoreError.USAGE,
                    "two lock files are named: `" + lock.get() + "` and `" + file + "`",
                    List.of("An environment is made from one lock."));
        }
        lock = Optional.of(file);
    }

    private void script(Path file) {
        Script script = Script.read(file)
                .orElseThrow(() -> new MilieuException(
                        PythonError.PROJECT_INVALID,
                        "`" + file + "`: there is no `# /// script` block that says what the script needs"));
        need("`" + file.getFileName() + "`", script.requiresPython());
        script.dependencies().stream().map(Requirement::toString).forEach(lines::add);
    }

    private void need(String who, VersionSpecifiers versions) {
        if (!versions.equals(VersionSpecifiers.ANY)) {
            pythons.add(new PythonNeed(who, versions));
        }
    }
}
