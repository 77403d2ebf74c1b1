package io.milieu.python.input;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.core.plan.PlanOptions.IndexOptions;
import io.milieu.python.requirement.Requirement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a {@code pip} or {@code uv} field asks for, read to the end: requirements files are followed.
 *
 * @param requirements what is to be installed, in order, each once
 * @param index where it may come from, as far as the field says so
 */
public record PackagesInput(List<Requirement> requirements, IndexOptions index) {
    private static final String OPTIONS = "pip_install_options";

    /** Copies the list. */
    public PackagesInput {
        requirements = List.copyOf(requirements);
    }

    /**
     * Reads requirement lines, as in a list of packages or in a requirements file.
     *
     * @param lines the lines
     * @param options words of {@code pip_install_options}
     * @param directory what relative paths in the lines start from
     * @param variables what {@code ${NAME}} in requirements files stands for
     * @return the input
     * @throws MilieuException naming file, line and what is wrong
     */
    public static PackagesInput of(
            List<String> lines, List<String> options, Path directory, Map<String, String> variables) {
        Reader reader = new Reader(directory, variables);
        reader.options(options, directory, OPTIONS);
        reader.list(lines, 0);
        return reader.read();
    }

    /** Reads a requirements file, whose name is taken as it is, and then lines as {@link #of} does. */
    public static PackagesInput ofFile(
            String file, List<String> lines, List<String> options, Path directory, Map<String, String> variables) {
        Reader reader = new Reader(directory, variables);
        reader.options(options, directory, OPTIONS);
        reader.file(directory, file, "packages[0]");
        reader.list(lines, 1);
        return reader.read();
    }

    private static Path folderOf(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
    }

    private static final class Reader {
        /** The rest of the line is the file: folders have blanks in their names. */
        private static final Pattern INCLUSION = Pattern.compile("(?:-r\\s*=?|--requirement(?:\\s+|=))(\\S.*)");

        private final Path directory;
        private final Map<String, String> variables;
        private final InstallOptions options;
        private final Set<Requirement> requirements = new LinkedHashSet<>();
        private final Set<Path> open = new LinkedHashSet<>();

        private Reader(Path directory, Map<String, String> variables) {
            this.directory = directory;
            this.variables = variables;
            this.options = new InstallOptions(directory);
        }

        private PackagesInput read() {
            return new PackagesInput(List.copyOf(requirements), options.collected());
        }

        private void list(List<String> lines, int first) {
            for (int at = 0; at < lines.size(); at++) {
                for (LogicalLines.Line logical : LogicalLines.of(lines.get(at), variables)) {
                    line(logical.text(), directory, "packages[" + (first + at) + "]");
                }
            }
        }

        private void options(List<String> words, Path folder, String place) {
            options.take(words, folder, place).forEach(file -> file(folder, file, place));
        }

        private void file(Path folder, String name, String place) {
            file(InstallOptions.resolve(folder, name, place), place);
        }

        private void file(Path path, String place) {
            Path file = path.toAbsolutePath().normalize();
            if (!open.add(file)) {
                throw new MilieuException(
                        CoreError.USAGE, place + ": the requirements file `" + file + "` includes itself");
            }
            for (LogicalLines.Line line : LogicalLines.of(content(file, place), variables)) {
                line(line.text(), folderOf(file), file.getFileName() + ":" + line.number());
            }
            open.remove(file);
        }

        private static String content(Path file, String place) {
            try {
                return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            } catch (NoSuchFileException e) {
                throw new MilieuException(
                        CoreError.PATH_INVALID,
                        place + ": the requirements file `" + file + "` does not exist",
                        List.of("Relative paths start from the folder of the file that names them."),
                        e);
            } catch (IOException e) {
                throw new MilieuException(
                        CoreError.PATH_INVALID,
                        place + ": the requirements file `" + file + "` cannot be read: " + e.getMessage(),
                        List.of(),
                        e);
            }
        }

        private void line(String text, Path folder, String place) {
            Matcher inclusion = INCLUSION.matcher(text);
            if (inclusion.matches()) {
                file(folder, inclusion.group(1), place);
                return;
            }
            if (text.startsWith("-")) {
                options(List.of(text.split("\\s+")), folder, place);
                return;
            }
            if (text.contains(" --hash")) {
                throw notSupported(place, "hashes (`" + text + "`)");
            }
            if (looksLikePath(text)) {
                throw notSupported(place, "a path or URL instead of a package name (`" + text + "`)");
            }
            Requirement requirement = parse(text, place);
            if (requirement.url().isPresent()) {
                throw notSupported(place, "a requirement from a URL (`" + text + "`)");
            }
            requirements.add(requirement);
        }

        private static Requirement parse(String text, String place) {
            try {
                return Requirement.parse(text);
            } catch (MilieuException e) {
                throw new MilieuException(e.code(), place + ": " + e.getMessage(), e.hints(), e);
            }
        }

        private static boolean looksLikePath(String text) {
            return text.startsWith(".")
                    || text.startsWith("/")
                    || text.startsWith("git+")
                    || text.matches("(?i)[a-z+]+://.*")
                    || text.matches("(?i)[^\\s;@]+\\.(whl|zip|tar\\.gz|tgz)");
        }

        private static MilieuException notSupported(String place, String what) {
            return new MilieuException(
                    CoreError.NOT_SUPPORTED,
                    place + ": " + Redacted.urls(what) + " is not supported yet",
                    List.of(
                            "Name packages that an index offers as wheels; local wheels: put their folder into `--find-links`."));
        }
    }
}
