package io.milieu.python.part;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.core.event.BuildEvent;
import io.milieu.core.event.BuildListener;
import io.milieu.core.plan.PlanOptions.IndexOptions;
import io.milieu.core.posix.Executables;
import io.milieu.core.posix.Subprocess;
import io.milieu.python.error.PythonError;
import io.milieu.python.input.InputContext;
import io.milieu.python.input.InputReader;
import io.milieu.python.input.PackagesInput;
import io.milieu.python.input.RequestedPackage;
import io.milieu.python.source.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Has pip or uv choose in place of Milieu's own resolver ({@code installer} of the field), for options that only they understand. What they
 * choose is pinned, by hash where it comes from an index, and installed as if the user had named exactly that: from the shared store.
 * Thread-safe.
 */
final class ForeignResolver {
    /** The tools, by the name that the field gives them. */
    enum Tool {
        PIP,
        UV;

        static Tool of(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }
    }

    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final Tool tool;
    private final PythonInquiry inquiry;
    private final PackagesInput input;
    private final Map<String, String> variables;

    private ForeignResolver(Tool tool, PythonInquiry inquiry) {
        this.tool = tool;
        this.inquiry = inquiry;
        this.input = inquiry.input();
        this.variables = inquiry.node().variables();
    }

    /**
     * {@return what the tool chose, as requirements}
     *
     * @throws MilieuException {@link PythonError#INSTALLER_FAILED} with what it said; {@link CoreError#NOT_SUPPORTED} if it cannot be asked
     *     for such an environment
     */
    static PackagesInput resolve(Tool tool, PythonInquiry inquiry, BuildListener listener) throws InterruptedException {
        if (inquiry.field().isElsewhere()
                || (tool == Tool.UV && inquiry.request().options().extendBase())) {
            throw new MilieuException(
                    CoreError.NOT_SUPPORTED,
                    "with `installer: " + tool.name().toLowerCase(Locale.ROOT)
                            + "` nothing is resolved for another machine, and with uv nothing over a base",
                    List.of("Leave out `installer`: then Milieu resolves."));
        }
        listener.on(new BuildEvent.Resolving(tool.name().toLowerCase(Locale.ROOT), 0));
        return new ForeignResolver(tool, inquiry).resolve();
    }

    /** {@return what of this machine decides what the tool chooses, beside the interpreter} */
    static String state(Tool tool, Map<String, String> variables, Path directory) {
        return tool == Tool.UV
                ? Executables.find("uv", variables, directory)
                        .map(SourceTree::state)
                        .orElse("")
                : "";
    }

    private PackagesInput resolve() throws InterruptedException {
        try {
            // Nobody else can read it: requirements may hold passwords.
            Path folder = Files.createTempDirectory("milieu-installer-");
            try {
                return resolve(folder);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new MilieuException(
                    CoreError.IO_FAILED, "the installer's files cannot be written or read: " + e, List.of(), e);
        }
    }

    private PackagesInput resolve(Path folder) throws IOException, InterruptedException {
        write(folder.resolve("requirements.txt"), input.packages());
        write(folder.resolve("constraints.txt"), input.constraints());
        write(folder.resolve("overrides.txt"), input.overrides());
        Path answer = folder.resolve("answer");
        List<String> command = tool == Tool.PIP ? pip(folder, answer) : uv(folder, answer);
        Subprocess.Outcome outcome =
                new Subprocess(command, variables, inquiry.request().directory()).run(PATIENCE);
        if (outcome.exitCode() != 0 || !Files.exists(answer)) {
            throw new MilieuException(
                    PythonError.INSTALLER_FAILED,
                    "`" + tool.name().toLowerCase(Locale.ROOT) + "` failed:\n"
                            + Redacted.urls(outcome.tail()).indent(2).stripTrailing(),
                    List.of("Its options are those of the field, unchanged; without `installer` Milieu resolves."));
        }
        String text = Files.readString(answer);
        return pinned(tool == Tool.PIP ? PipReport.requirements(text) : text);
    }

    private List<String> pip(Path folder, Path answer) {
        List<String> command = new ArrayList<>(List.of(
                inquiry.interpreter().executable().toString(),
                "-m",
                "pip",
                "install",
                "--dry-run",
                "--quiet",
                "--no-input",
                "--disable-pip-version-check",
                "--report",
                answer.toString()));
        if (!inquiry.request().options().extendBase()) {
            command.add("--ignore-installed");
        }
        addIndexes(command, "--pre");
        command.addAll(input.words());
        command.addAll(List.of("-r", folder.resolve("requirements.txt").toString()));
        command.addAll(List.of("-c", folder.resolve("constraints.txt").toString()));
        if (!input.overrides().isEmpty()) {
            throw new MilieuException(
                    CoreError.NOT_SUPPORTED, "pip has no overrides", List.of("Say `installer: uv`, or leave it out."));
        }
        return command;
    }

    private List<String> uv(Path folder, Path answer) {
        Path program = Executables.find("uv", variables, inquiry.request().directory())
                .orElseThrow(() -> new MilieuException(
                        PythonError.INSTALLER_FAILED,
                        "there is no program `uv` on the PATH",
                        List.of("Install uv, or leave out `installer`: then Milieu resolves.")));
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "pip",
                "compile",
                folder.resolve("requirements.txt").toString(),
                "--python",
                inquiry.interpreter().executable().toString(),
                "--quiet",
                "--no-header",
                "--no-annotate",
                "--generate-hashes",
                "--output-file",
                answer.toString()));
        addIndexes(command, "--prerelease=allow");
        command.addAll(input.words());
        command.addAll(
                List.of("--constraints", folder.resolve("constraints.txt").toString()));
        if (!input.overrides().isEmpty()) {
            command.addAll(
                    List.of("--overrides", folder.resolve("overrides.txt").toString()));
        }
        return command;
    }

    private void addIndexes(List<String> command, String prereleases) {
        for (IndexOptions layer :
                List.of(input.index(), inquiry.request().options().index())) {
            if (layer.noIndex()) {
                command.add("--no-index");
            }
            if (!layer.indexUrl().isEmpty()) {
                command.addAll(List.of("--index-url", layer.indexUrl()));
            }
            layer.extraIndexUrls().forEach(url -> command.addAll(List.of("--extra-index-url", url)));
            layer.findLinks().forEach(place -> command.addAll(List.of("--find-links", place)));
            if (layer.pre()) {
                command.add(prereleases);
            }
        }
    }

    /** The tool's answer is complete: nothing more is looked for. */
    private PackagesInput pinned(String requirements) {
        InputReader reader = new InputReader(
                new InputContext(
                        inquiry.request().directory(), variables, inquiry.node().documents(inquiry.request())),
                true);
        reader.options(input.words(), "the installer's options");
        reader.options(List.of("--no-deps"), "the installer");
        reader.lines(List.of(requirements), 0);
        return reader.input();
    }

    private static void write(Path file, List<RequestedPackage> lines) throws IOException {
        Files.writeString(file, lines.stream().map(line -> line + "\n").collect(Collectors.joining()));
    }

    private static void delete(Path folder) throws IOException {
        for (String file : List.of("requirements.txt", "constraints.txt", "overrides.txt", "answer")) {
            Files.deleteIfExists(folder.resolve(file));
        }
        Files.delete(folder);
    }
}
