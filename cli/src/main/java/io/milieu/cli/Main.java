package io.milieu.cli;

import io.milieu.core.Milieu;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The program {@code milieu}. */
public final class Main {
    static final String VERSION = "milieu 0.1.0";
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int INTERRUPTED = 130;

    private Main() {}

    /** Runs a command line and ends the process with its exit code. */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        Terminal terminal = Terminal.of(out, err, System.getenv(), Boolean.getBoolean("milieu.terminal"));
        int code = run(List.of(args), terminal, System.getenv(), Path.of("").toAbsolutePath());
        out.flush();
        System.exit(code);
    }

    /** Runs a command line; {@return the exit code} */
    static int run(List<String> args, Terminal terminal, Map<String, String> variables, Path directory) {
        Map<String, Command> commands = commands();
        CommandLine line = new CommandLine(root(commands)).setInterpolateVariables(false).setUsageHelpAutoWidth(true);
        boolean json = args.contains("--json");
        try {
            ParseResult words = line.parseArgs(args.toArray(String[]::new));
            ParseResult last = words;
            StringBuilder path = new StringBuilder();
            while (last.hasSubcommand()) {
                last = last.subcommand();
                path.append(path.isEmpty() ? "" : " ").append(last.commandSpec().name());
            }
            if (words.isVersionHelpRequested()) {
                terminal.out().println(VERSION);
                return 0;
            }
            Command command = commands.get(path.toString());
            if (last.isUsageHelpRequested() || command == null) {
                last.commandSpec().commandLine().usage(last.isUsageHelpRequested() ? terminal.out() : terminal.err());
                return last.isUsageHelpRequested() ? 0 : USAGE;
            }
            return command.run(last, session(last, terminal, variables, directory));
        } catch (ParameterException e) {
            terminal.failure(
                    new MilieuException(
                            CoreError.USAGE,
                            String.valueOf(e.getMessage()),
                            List.of("`" + e.getCommandLine().getCommandSpec().qualifiedName()
                                    + " --help` tells what it takes.")),
                    json);
            return USAGE;
        } catch (MilieuException e) {
            terminal.failure(e, json);
            return e instanceof CommandFailure failure ? failure.exitCode() : FAILED;
        } catch (InterruptedException e) {
            return INTERRUPTED;
        }
    }

    /** Every command by its words, in the order of the help. */
    static Map<String, Command> commands() {
        Map<String, Command> commands = new LinkedHashMap<>();
        commands.put("run", new RunCommand());
        commands.put("create", new CreateCommand());
        commands.put("plan", new PlanCommand());
        commands.put("explain", new ExplainCommand());
        commands.put("list", new ListCommand());
        commands.put("show", new ShowCommand());
        commands.put("remove", new RemoveCommand());
        commands.put("gc", new GcCommand());
        commands.put("settle", new SettleCommand());
        commands.put("python list", new PythonListCommand());
        commands.put("doctor", new DoctorCommand());
        commands.put("completion", new CompletionCommand());
        return commands;
    }

    /** The whole command line as picocli knows it. */
    static CommandSpec root(Map<String, Command> commands) {
        CommandSpec root = CommandSpec.create().name("milieu");
        root.usageMessage()
                .description(
                        "Gives a program its own environment: packages, code, variables. Made once, shared, ready in milliseconds.")
                .footer(
                        "",
                        "Examples:",
                        "  milieu run --pip \"pandas>=2,<3\" -- python train.py",
                        "  milieu run --env env.json --working-dir src -- python -m app",
                        "  milieu explain --pip \"django<2\" --pip djangorestframework",
                        "  milieu gc --max-size 10GB --dry-run");
        addCommon(root);
        root.addOption(OptionSpec.builder("--version")
                .arity("0")
                .type(boolean.class)
                .versionHelp(true)
                .description("Print the version.")
                .build());
        Map<String, CommandSpec> groups = new LinkedHashMap<>();
        commands.forEach((path, command) -> {
            CommandSpec spec = command.spec();
            addCommon(spec);
            int blank = path.indexOf(' ');
            CommandSpec parent =
                    blank < 0 ? root : groups.computeIfAbsent(path.substring(0, blank), name -> group(root, name));
            spec.name(path.substring(blank + 1));
            parent.addSubcommand(spec.name(), spec);
        });
        return root;
    }

    private static CommandSpec group(CommandSpec root, String name) {
        CommandSpec group = CommandSpec.create().name(name);
        group.usageMessage().description("Interpreters on this machine.");
        addCommon(group);
        root.addSubcommand(name, group);
        return group;
    }

    private static void addCommon(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("-h", "--help")
                .arity("0")
                .type(boolean.class)
                .usageHelp(true)
                .description("Show this help.")
                .build());
        spec.addOption(OptionSpec.builder("--json")
                .arity("0")
                .type(boolean.class)
                .description("Write for programs.")
                .build());
        spec.addOption(OptionSpec.builder("-q", "--quiet")
                .arity("0")
                .type(boolean.class)
                .description("Show no progress.")
                .build());
        spec.addOption(OptionSpec.builder("--store")
                .type(String.class)
                .paramLabel("PATH")
                .description("The store's folder (default: MILIEU_STORE, else `milieu` in the cache folder).")
                .build());
    }

    private static Session session(
            ParseResult words, Terminal terminal, Map<String, String> variables, Path directory) {
        String store = words.matchedOptionValue("--store", "");
        return new Session(
                terminal,
                variables,
                directory,
                store.isEmpty() ? Milieu.defaultStore(variables) : directory.resolve(store),
                words.matchedOptionValue("--json", false),
                words.matchedOptionValue("--quiet", false));
    }
}
