package io.milieu.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code milieu completion}: a script that teaches a shell to complete commands and options. */
final class CompletionCommand implements Command {
    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage()
                .description("Prints a completion script for bash and zsh.")
                .footer("", "Examples:", "  source <(milieu completion)");
        return spec;
    }

    @Override
    public int run(ParseResult words, Session session) {
        CommandLine line = new CommandLine(Main.root(Main.commands()));
        session.terminal().out().println(AutoComplete.bash("milieu", line));
        return 0;
    }
}
