package io.milieu.cli;

import io.milieu.core.Deployment;
import io.milieu.core.Milieu;
import io.milieu.core.build.Environment;
import io.milieu.core.deploy.Isolation;
import io.milieu.core.deploy.LaunchCommand;
import io.milieu.core.deploy.ProcessIsolation;
import io.milieu.core.deploy.VirtualenvIsolation;
import io.milieu.core.deploy.WorkerRequest;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.lease.Holder;
import io.milieu.core.plan.EnvironmentRequest;
import io.milieu.core.posix.Posix;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code milieu run}: makes the environment and becomes the worker. */
final class RunCommand implements Command {
    /** As container engines do: what went wrong was the surroundings, not the worker. */
    private static final int NOT_STARTED = 125;

    private static final int NOT_FOUND = 127;
    private static final int ATTEMPTS = 3;

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage()
                .description(
                        "Runs a command in an environment made for it. The command takes over this process: signals, standard input and the exit code are its own.")
                .footer(
                        "",
                        "Exit codes: the command's own; 125 if the environment could not be made, 127 if the command was not found.",
                        "",
                        "Examples:",
                        "  milieu run --pip \"pandas>=2,<3\" --working-dir src -- python train.py",
                        "  milieu run --env env.json -- python train.py",
                        "  milieu run --locked -- python train.py",
                        "  milieu run script.py --verbose",
                        "  milieu run --python 3.12 --pip rich -- python -m rich");
        RequestOptions.addTo(spec);
        ProjectOptions.addTo(spec);
        spec.addOption(OptionSpec.builder("--isolation")
                .type(String.class)
                .paramLabel("virtualenv|process")
                .description(
                        "virtualenv (default): the environment's own interpreter; process: the base interpreter, with the packages on PYTHONPATH.")
                .build());
        spec.addPositional(PositionalParamSpec.builder()
                .index("0..*")
                .arity("1..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .required(true)
                .paramLabel("COMMAND")
                .description(
                        "The command and its arguments, after `--`. A .py file that exists runs with python and gets what its `# /// script` block asks for.")
                .build());
        spec.parser().stopAtPositional(true);
        return spec;
    }

    @Override
    public int run(ParseResult words, Session session) throws InterruptedException {
        List<String> command = words.matchedPositionalValue(0, List.of());
        EnvironmentRequest request = RequestOptions.read(words, session.directory());
        Optional<Path> script = ProjectOptions.script(command, session.directory());
        if (script.isPresent()) {
            request = ProjectOptions.forScript(request, script.get());
            command = Stream.concat(Stream.of("python"), command.stream()).toList();
        }
        WorkerRequest worker = new WorkerRequest(command, session.variables(), session.directory());
        Deployment deployment = deploy(session, request, worker, isolation(words));
        Settling.inBackground(session, session.milieu(), deployment.environment());
        LaunchCommand launch = deployment.command();
        session.terminal().out().flush();
        try {
            Posix.exec(launch.argv(), launch.variables(), launch.directory());
        } catch (MilieuException e) {
            throw CommandFailure.of(e, NOT_FOUND);
        }
        throw new IllegalStateException("the worker did not take over");
    }

    @Override
    public int failure() {
        return NOT_STARTED;
    }

    private static Deployment deploy(
            Session session, EnvironmentRequest request, WorkerRequest worker, Isolation isolation)
            throws InterruptedException {
        Milieu milieu = session.milieu();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Environment environment = session.prepare(milieu, request);
            Optional<Deployment> deployment = deploy(milieu, environment, request, worker, isolation);
            if (deployment.isPresent()) {
                return deployment.get();
            }
        }
        throw new MilieuException(
                CoreError.IO_FAILED,
                "the environment was reclaimed " + ATTEMPTS + " times before it could be used",
                List.of("Give the store more room: `milieu gc --max-size`."));
    }

    /** Only here does a command that cannot be started mean the worker's; before, it is one of the tools that make environments. */
    private static Optional<Deployment> deploy(
            Milieu milieu,
            Environment environment,
            EnvironmentRequest request,
            WorkerRequest worker,
            Isolation isolation)
            throws InterruptedException {
        try {
            return milieu.pipeline().deploy(environment, request.spec(), worker, isolation, Holder.self());
        } catch (MilieuException e) {
            throw CommandFailure.of(e, e.code() == CoreError.COMMAND_FAILED ? NOT_FOUND : NOT_STARTED);
        }
    }

    private static Isolation isolation(ParseResult words) {
        String name = words.matchedOptionValue("--isolation", "virtualenv");
        return switch (name) {
            case "virtualenv" -> new VirtualenvIsolation();
            case "process" -> new ProcessIsolation();
            case "sandbox", "container" ->
                throw new MilieuException(
                        CoreError.FIELD_NEEDS_MODULE,
                        "isolation `" + name + "` needs module `container`, which is not installed");
            default ->
                throw new MilieuException(
                        CoreError.USAGE, "isolation `" + name + "` is not known: give `virtualenv` or `process`");
        };
    }
}
