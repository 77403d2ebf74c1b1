package io.milieu.cli;

import io.milieu.core.Milieu;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.python.name.PackageName;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code milieu tree}: which package is there because of which. */
final class TreeCommand implements Command {
    private static final JsonObject NOTHING = JsonValue.object().build();

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage()
                .description(
                        "Shows packages as a tree, each below what requires it: of an environment that exists, or of what a request would get.",
                        "In brackets stands the requirement; (*) marks a package that was opened out above.")
                .footer(
                        "",
                        "Examples:",
                        "  milieu tree 3f2a",
                        "  milieu tree --pip jupyter --depth 2",
                        "  milieu tree --locked --invert --package urllib3");
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .arity("0..1")
                .type(String.class)
                .paramLabel("ID")
                .description("An environment's id, or its beginning.")
                .build());
        spec.addOption(OptionSpec.builder("--invert")
                .type(boolean.class)
                .arity("0")
                .description("Put each package above those that require it.")
                .build());
        spec.addOption(OptionSpec.builder("--depth")
                .type(Integer.class)
                .paramLabel("N")
                .description("Show so many levels below the top.")
                .build());
        spec.addOption(OptionSpec.builder("--package")
                .type(String.class)
                .paramLabel("NAME")
                .description("Show the tree of that package only.")
                .build());
        RequestOptions.addTo(spec);
        ProjectOptions.addTo(spec);
        return spec;
    }

    @Override
    public int run(ParseResult words, Session session) throws InterruptedException {
        int depth = words.matchedOptionValue("--depth", Integer.MAX_VALUE);
        if (depth < 0) {
            throw new MilieuException(
                    CoreError.USAGE, "`--depth " + depth + "` is not a number of levels: it is 0 or more");
        }
        PackageGraph packages = PackageGraph.of(section(words, session));
        if (session.json()) {
            session.terminal()
                    .data(JsonValue.object().put("packages", packages.toJson()).build());
            return 0;
        }
        PackageGraph shown = words.matchedOptionValue("--invert", false) ? packages.inverted() : packages;
        String only = PackageName.normalize(words.matchedOptionValue("--package", ""));
        if (!only.isEmpty() && !packages.versions().containsKey(only)) {
            throw new MilieuException(CoreError.USAGE, "package `" + only + "` is not part of the environment");
        }
        List<String> top = only.isEmpty() ? List.copyOf(shown.requested().keySet()) : List.of(only);
        shown.tree(top, depth).forEach(session.terminal().out()::println);
        return 0;
    }

    private static JsonObject section(ParseResult words, Session session) throws InterruptedException {
        Milieu milieu = session.milieu();
        String id = words.matchedPositionalValue(0, "");
        if (!id.isEmpty()) {
            return milieu.environment(id)
                    .description()
                    .object("lock")
                    .object("sections")
                    .object("python");
        }
        return session.plan(milieu, RequestOptions.read(words, session.directory()))
                .lock()
                .sections()
                .getOrDefault("python", NOTHING);
    }
}
