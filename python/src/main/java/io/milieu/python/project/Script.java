package io.milieu.python.project;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.posix.DiskFailure;
import io.milieu.python.error.PythonError;
import io.milieu.python.requirement.Requirement;
import io.milieu.python.toml.TomlFields;
import io.milieu.python.toml.TomlText;
import io.milieu.python.version.VersionSpecifiers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the {@code script} block in the comments of a script says (PEP 723). Tables of tools in it are left to these.
 *
 * @param requiresPython the versions of Python it works with
 * @param dependencies what it needs
 */
public record Script(VersionSpecifiers requiresPython, List<Requirement> dependencies) {
    private static final Pattern START = Pattern.compile("# /// ([a-zA-Z0-9-]+)");
    private static final String END = "# ///";

    /** Copies the list. */
    public Script {
        dependencies = List.copyOf(dependencies);
    }

    /**
     * Reads a script.
     *
     * @param file the script, in UTF-8
     * @return what its block says; empty if it has none
     * @throws MilieuException {@link PythonError#PROJECT_INVALID} if it has two blocks, or one that breaks a rule; {@link
     *     CoreError#PATH_INVALID} if there is no such file
     */
    public static Optional<Script> read(Path file) {
        try {
            return parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8), "`" + file + "`");
        } catch (NoSuchFileException e) {
            throw new MilieuException(CoreError.PATH_INVALID, "the script `" + file + "` does not exist", List.of(), e);
        } catch (IOException e) {
            throw DiskFailure.of("read the script", file, e);
        }
    }

    /**
     * Reads the text of a script.
     *
     * @param place what the script is called in messages
     */
    public static Optional<Script> parse(String text, String place) {
        List<String> blocks = blocks(text.replaceFirst("^\uFEFF", "").split("\r\n|\n|\r", -1));
        if (blocks.size() > 1) {
            throw new MilieuException(
                    PythonError.PROJECT_INVALID,
                    place + ": there are " + blocks.size() + " `# /// script` blocks, but only one may be");
        }
        return blocks.stream().findFirst().map(block -> of(TomlText.parse(block, place, PythonError.PROJECT_INVALID)));
    }

    private static Script of(TomlFields table) {
        return new Script(Requirements.python(table), Requirements.of(table, "dependencies"));
    }

    /**
     * The contents of all blocks of type {@code script}. A block goes on as long as its lines are comments with a blank, and ends at
     * the last closing line among them; without one it is none. Lines before it count as empty, so that messages name the script's own.
     */
    private static List<String> blocks(String[] lines) {
        List<String> blocks = new ArrayList<>();
        int at = 0;
        while (at < lines.length) {
            Matcher start = START.matcher(lines[at]);
            int end = start.matches() ? end(lines, at) : -1;
            if (end > at + 1 && start.group(1).equals("script")) {
                StringBuilder content = new StringBuilder("\n".repeat(at + 1));
                for (int line = at + 1; line < end; line++) {
                    content.append(lines[line].substring(Math.min(2, lines[line].length())))
                            .append('\n');
                }
                blocks.add(content.toString());
            }
            at = Math.max(at, end) + 1;
        }
        return blocks;
    }

    private static int end(String[] lines, int start) {
        int end = -1;
        for (int at = start + 1; at < lines.length && isContent(lines[at]); at++) {
            if (lines[at].equals(END)) {
                end = at;
            }
        }
        return end;
    }

    private static boolean isContent(String line) {
        return line.equals("#") || line.startsWith("# ");
    }
}
