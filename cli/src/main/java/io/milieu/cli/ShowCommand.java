package io.milieu.cli;

import io.milieu.core.Milieu;
import io.milieu.core.build.Environment;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.lease.Holder;
import io.milieu.core.posix.ProcessIdentity;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code milieu show}: one environment, in full. */
final class ShowCommand implements Command {
    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage()
                .description(
                        "Shows one environment: where it is, its packages, how a worker is started in it, who uses it.")
                .footer("", "Examples:", "  milieu show 3f2a", "  milieu show 3f2a9c01d4e5 --json");
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .arity("1")
                .type(String.class)
                .required(true)
                .paramLabel("ID")
                .description("The environment's id, or its beginning.")
                .build());
        return spec;
    }

    @Override
    public int run(ParseResult words, Session session) {
        Milieu milieu = session.milieu();
        Environment environment = milieu.environment(words.matchedPositionalValue(0, ""));
        if (session.json()) {
            session.terminal().data(environment.description());
            return 0;
        }
        PrintStream out = session.terminal().out();
        out.println("id         " + environment.id().name());
        out.println("directory  " + environment.directory());
        environment.launch().interpreter().ifPresent(python -> out.println("python     " + python));
        environment.launch().workingDirectory().ifPresent(folder -> out.println("starts in  " + folder));
        milieu.leases().list().stream()
                .filter(lease -> lease.entry().equals(environment.id().key().entry()))
                .forEach(lease -> out.println("used by    " + holder(lease.holder())));
        for (JsonValue entry : packages(environment)) {
            if (entry instanceof JsonObject each) {
                out.println("package    " + each.string("name").orElse("?") + " "
                        + each.string("version").orElse("?"));
            }
        }
        return 0;
    }

    private static String holder(Holder holder) {
        return switch (holder) {
            case Holder.OfProcess(ProcessIdentity process) -> "process " + process.pid();
            case Holder.Named(String name, Instant end) -> name + " until " + end;
        };
    }

    private static List<JsonValue> packages(Environment environment) {
        return environment
                .description()
                .object("lock")
                .object("sections")
                .object("python")
                .array("packages");
    }
}
