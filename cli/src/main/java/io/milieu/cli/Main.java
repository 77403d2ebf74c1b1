package io.milieu.cli;

import io.milieu.core.Milieu;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The program {@code milieu}. */
public final class Main {
    static final String VERSION = "milieu 0.1.0";
    static final int FAILED = 1;
    static final int USAGE = 2;
    private static final int INTERRUPTED = 130;

    private static final String CALLERS_LOCALE = "MILIEU_CALLERS_LC_ALL";

    private Main() {}

    /** Runs a command line and ends the process with its exit code. */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        Terminal terminal = Terminal.of(out, err, System.getenv(), Boolean.getBoolean("milieu.terminal"));
        int code = run(
                List.of(args), terminal, callers(System.getenv()), Path.of("").toAbsolutePath());
        out.flush();
        System.exit(code);
    }

    /** The launcher sets a locale that Java can write all names in, and hands on the caller's, which is the worker's. */
    private static Map<String, String> callers(Map<String, String> variables) {
        String locale = variables.get(CALLERS_LOCALE);
        if (locale == null) {
            return variables;
        }
        Map<String, String> own = new HashMap<>(variables);
        own.remove(CALLERS_LOCALE);
        if (locale.startsWith("=")) {
            own.put("LC_ALL", locale.substring(1));
        } else {
            own.remove("LC_ALL");
        }
        return own;
    }

    /** Runs a command line; {@return the exit code} */
    static int run(List<String> args, Terminal terminal, Map<String, String> variables, Path directory) {
        // What comes after `--` is the worker's.
        int own = args.contains("--") ? args.indexOf("--") : args.size();
        boolean json = args.subList(0, own).contains("--json");
        CommandFailure failure;
        try {
            return dispatch(args, terminal, variables, directory, json);
        } catch (ParameterException e) {
            String hint = "`" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help` tells what it takes.";
            String message = String.valueOf(e.getMessage());
            failure = CommandFailure.of(new MilieuException(CoreError.USAGE, message, List.of(hint), e), USAGE);
        } catch (InterruptedException e) {
            return INTERRUPTED;
        } catch (RuntimeException | Error e) {
            failure = CommandFailure.of(e, FAILED);
        }
        terminal.failure(failure, json);
        if (variables.getOrDefault("MILIEU_DEBUG", "").equals("1")) {
            terminal.trace(failure);
        }
        return failure.exitCode();
    }

    private static int dispatch(
            List<String> args, Terminal terminal, Map<String, String> variables, Path directory, boolean json)
            throws InterruptedException {
        Map<String, Command> commands = commands();
        ParseResult words = new CommandLine(root(commands))
                .setInterpolateVariables(false)
                .setUsageHelpAutoWidth(true)
                .parseArgs(args.toArray(String[]::new));
        if (words.isVersionHelpRequested()) {
            terminal.out().println(VERSION);
            return 0;
        }
        List<ParseResult> chain = chain(words);
        ParseResult last = chain.getLast();
        CommandLine line = last.commandSpec().commandLine();
        if (last.isUsageHelpRequested()) {
            line.usage(terminal.out());
            return 0;
        }
        Command command = commands.get(
                chain.stream().skip(1).map(each -> each.commandSpec().name()).collect(Collectors.joining(" ")));
        if (command == null) {
            line.usage(terminal.err());
            return USAGE;
        }
        String folder = given(chain, "--store", "");
        Path root = folder.isEmpty() ? Milieu.defaultStore(variables) : directory.resolve(folder);
        try (OpenStore store = new OpenStore(root, variables)) {
            boolean quiet = given(chain, "--quiet", false);
            return command.run(last, new Session(terminal, variables, directory, store, json, quiet));
        } catch (RuntimeException | Error e) {
            throw CommandFailure.of(e, command.failure());
        }
    }

    /** Every command by its words, in the order of the help. */
    static Map<String, Command> commands() {
        Map<String, Command> commands = new LinkedHashMap<>();
        commands.put("run", new RunCommand());
        commands.put("create", new CreateCommand());
        commands.put("plan", new PlanCommand());
        commands.put("lock", new LockCommand());
        commands.put("explain", new ExplainCommand());
        commands.put("tree", new TreeCommand());
        commands.put("list", new ListCommand());
        commands.put("show", new ShowCommand());
        commands.put("remove", new RemoveCommand());
        commands.put("gc", new GcCommand());
        commands.put("settle", new SettleCommand());
        commands.put("python list", new PythonListCommand());
        commands.put("agent", new AgentCommand());
        commands.put("ray install", RayCommands.INSTALL);
        commands.put("ray status", RayCommands.STATUS);
        commands.put("ray uninstall", RayCommands.UNINSTALL);
        commands.put("ray agent", new RayAgentCommand());
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
        group.usageMessage()
                .description(name.equals("ray") ? "Milieu in a Ray cluster." : "Interpreters on this machine.");
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

    /** The words of the program itself, then those of its command, then those of that command's. */
    private static List<ParseResult> chain(ParseResult words) {
        return Stream.iterate(words, each -> each != null, ParseResult::subcommand)
                .toList();
    }

    /** {@return the value of an option that every level takes; the innermost counts} */
    private static <T> T given(List<ParseResult> chain, String option, T otherwise) {
        T value = otherwise;
        for (ParseResult each : chain) {
            value = each.matchedOptionValue(option, value);
        }
        return value;
    }
}
