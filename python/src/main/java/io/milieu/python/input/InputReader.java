package io.milieu.python.input;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads requirements as pip does: lines, options, and requirements files, which are followed. Every method fails with {@link
 * MilieuException} naming file, line and what is wrong. Not thread-safe: collects while reading.
 */
public final class InputReader {
    /** The rest of the line is the file, unless it is in quotes: folders have blanks in their names. */
    private static final Pattern INCLUSION = Pattern.compile(
            "(-r\\s*=?|--requirement(?:\\s+|=)|-c\\s*=?|--constraint(?:\\s+|=))(?!.*\\s--?[a-z])([^\\s'\"-].*)");

    private static final Pattern EDITABLE = Pattern.compile("(?:-e\\s*=?|--editable(?:\\s+|=))(\\S.*)");

    private final InputContext context;
    private final InstallOptions options;
    private final Map<String, RequestedPackage> packages = new LinkedHashMap<>();
    private final Map<String, RequestedPackage> constraints = new LinkedHashMap<>();
    private final Map<String, RequestedPackage> overrides = new LinkedHashMap<>();
    private final Set<FileLocation> open = new LinkedHashSet<>();

    /** A reader of what somebody writes. */
    public InputReader(InputContext context) {
        this(context, false);
    }

    /**
     * A reader of what somebody writes.
     *
     * @param tolerant whether options that are not known are kept, for somebody who knows them, instead of refused
     */
    public InputReader(InputContext context, boolean tolerant) {
        this.context = context;
        this.options = new InstallOptions(context.directory(), tolerant);
    }

    /** {@return what was read} */
    public PackagesInput input() {
        return new PackagesInput(
                List.copyOf(packages.values()),
                List.copyOf(constraints.values()),
                List.copyOf(overrides.values()),
                options.index(),
                options.rules(),
                options.words());
    }

    /**
     * Reads requirement lines, as in a list of packages.
     *
     * @param lines the lines
     * @param first the number of the first, for messages
     */
    public void lines(List<String> lines, int first) {
        for (int at = 0; at < lines.size(); at++) {
            for (LogicalLines.Line logical : LogicalLines.of(lines.get(at), context.variables())) {
                line(logical.text(), here(), "packages[" + (first + at) + "]", Inclusion.Kind.REQUIREMENTS);
            }
        }
    }

    /**
     * Reads words of options.
     *
     * @param words the words, which no shell has to split any more
     * @param place where they are written, for messages
     */
    public void options(List<String> words, String place) {
        take(words, here(), place);
    }

    /** Reads a requirements file, whose name is taken as it is, or which is named by URL. */
    public void file(String name) {
        file(here().named(name, "packages[0]"), "packages[0]", Inclusion.Kind.REQUIREMENTS);
    }

    private FileLocation here() {
        return FileLocation.Local.linesIn(context.directory());
    }

    private void take(List<String> words, FileLocation from, String place) {
        for (Inclusion inclusion : options.take(words, from, place)) {
            if (inclusion.kind() == Inclusion.Kind.EDITABLE) {
                add(inclusion.value(), true, place, Inclusion.Kind.REQUIREMENTS);
            } else {
                file(from.named(inclusion.value(), place), place, inclusion.kind());
            }
        }
    }

    private void file(FileLocation file, String place, Inclusion.Kind kind) {
        if (!open.add(file)) {
            throw new MilieuException(
                    CoreError.USAGE, place + ": the requirements file `" + file.shown() + "` includes itself");
        }
        String content = RequirementsText.decode(file.read(context.documents(), place), file.shown());
        for (LogicalLines.Line line : LogicalLines.of(content, context.variables())) {
            line(line.text(), file, file.fileName() + ":" + line.number(), kind);
        }
        open.remove(file);
    }

    private void line(String text, FileLocation from, String place, Inclusion.Kind kind) {
        Matcher inclusion = INCLUSION.matcher(text);
        Matcher editable = EDITABLE.matcher(text);
        if (inclusion.matches()) {
            boolean constraint =
                    inclusion.group(1).startsWith("-c") || inclusion.group(1).startsWith("--c");
            // What a file of constraints includes are constraints.
            Inclusion.Kind included = constraint ? Inclusion.Kind.CONSTRAINTS : kind;
            file(from.named(inclusion.group(2), place), place, included);
        } else if (editable.matches()) {
            add(unquoted(editable.group(1), place), true, place, kind);
        } else if (text.startsWith("-")) {
            take(ShellWords.of(text, place), from, place);
        } else {
            add(text, false, place, kind);
        }
    }

    /** In quotes it is one word, with options behind it or not. */
    private static String unquoted(String text, String place) {
        return text.startsWith("'") || text.startsWith("\"") ? String.join(" ", ShellWords.of(text, place)) : text;
    }

    private void add(String text, boolean editable, String place, Inclusion.Kind kind) {
        RequestedPackage line = new RequirementLine(context.directory(), place).read(text, editable);
        Map<String, RequestedPackage> lines = switch (kind) {
            case CONSTRAINTS -> constraints;
            case OVERRIDES -> overrides;
            case REQUIREMENTS, EDITABLE -> packages;
        };
        if (kind == Inclusion.Kind.CONSTRAINTS) {
            checkConstraint(line);
        }
        lines.putIfAbsent(line.toString(), line);
    }

    private static void checkConstraint(RequestedPackage line) {
        String problem = line.editable()
                ? "an editable installation cannot be a constraint"
                : line.requirement().isEmpty()
                        ? "a constraint needs a name"
                        : line.requirement().get().extras().isEmpty() ? "" : "a constraint cannot have extras";
        if (!problem.isEmpty()) {
            throw new MilieuException(
                    CoreError.USAGE,
                    line.place() + ": " + problem,
                    List.of("A constraint is a name and versions, such as `numpy<2`."));
        }
    }
}
