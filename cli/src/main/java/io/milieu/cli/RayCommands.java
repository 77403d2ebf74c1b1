package io.milieu.cli;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.json.JsonValue;
import io.milieu.core.posix.DiskFailure;
import io.milieu.core.posix.Executables;
import io.milieu.core.store.Trees;
import io.milieu.ray.install.RayInstallation;
import io.milieu.ray.install.RayInstallation.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code milieu ray install}, {@code status} and {@code uninstall}: whether Ray of an interpreter starts Milieu. */
enum RayCommands implements Command {
    /** Installs the hook. */
    INSTALL(
            "Installs a hook into the interpreter that Ray runs on: from then on `ray start` and `ray.init()` start Milieu in the place of Ray's own runtime environment agent. No file of Ray is changed.",
            "  milieu ray install --python ~/venvs/cluster/bin/python"),
    /** Tells whether it is there. */
    STATUS("Tells whether Ray of an interpreter starts Milieu.", "  milieu ray status --python python3.12"),
    /** Takes it out. */
    UNINSTALL("Takes the hook out again.", "  milieu ray uninstall --python ~/venvs/cluster/bin/python");

    private final String description;
    private final String example;

    RayCommands(String description, String example) {
        this.description = description;
        this.example = example;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage().description(description).footer("", "Examples:", example);
        RequestOptions.one(
                spec, "-p,--python", "PATH", "The interpreter that Ray runs on (default: python3 on the path).");
        return spec;
    }

    @Override
    public int run(ParseResult words, Session session) throws InterruptedException {
        RayInstallation installation = new RayInstallation(python(words, session), session.variables());
        switch (this) {
            case INSTALL -> install(installation);
            case UNINSTALL -> installation.uninstall();
            case STATUS -> {}
        }
        tell(installation.status(), session);
        return 0;
    }

    private static void install(RayInstallation installation) throws InterruptedException {
        String launcher = System.getProperty("milieu.launcher", "");
        if (launcher.isEmpty()) {
            throw new MilieuException(
                    CoreError.USAGE, "start this command by `milieu`, so that it knows what a raylet is to start");
        }
        try {
            Path scratch = Files.createTempDirectory("milieu-ray");
            try {
                installation.install(Path.of(launcher), scratch);
            } finally {
                Trees.delete(scratch);
            }
        } catch (IOException e) {
            throw DiskFailure.of("write the hook", Path.of(System.getProperty("java.io.tmpdir")), e);
        }
    }

    private static Path python(ParseResult words, Session session) {
        String name = words.matchedOptionValue("--python", "python3");
        return Executables.find(name, session.variables(), session.directory())
                .orElseThrow(() -> new MilieuException(
                        CoreError.USAGE,
                        "there is no interpreter `" + name + "`",
                        List.of("Give the interpreter that Ray runs on: `--python PATH`.")));
    }

    private static void tell(Status status, Session session) {
        if (session.json()) {
            session.terminal()
                    .data(JsonValue.object()
                            .put("python", status.python())
                            .putIfPresent("ray", status.ray())
                            .putIfPresent("hook", status.hook())
                            .putIfPresent("launcher", status.launcher().map(Path::toString))
                            .put("active", status.active())
                            .build());
            return;
        }
        session.terminal().out().println("python    " + status.python());
        session.terminal().out().println("ray       " + status.ray().orElse("not installed"));
        session.terminal().out().println("hook      " + status.hook().orElse("not installed"));
        status.launcher().ifPresent(launcher -> session.terminal().out().println("launcher  " + launcher));
        session.terminal().out().println(status.active() ? "Ray starts Milieu." : "Ray starts its own agent.");
    }
}
