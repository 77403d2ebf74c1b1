package io.milieu.cli;

import io.milieu.core.Milieu;
import io.milieu.core.build.Environment;
import io.milieu.core.json.JsonValue;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code milieu create}: makes an environment and prints where it is. */
final class CreateCommand implements Command {
    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage()
                .description("Makes an environment, ready for later runs, and prints its folder.")
                .footer(
                        "",
                        "Examples:",
                        "  milieu create --pip requests --pip flask",
                        "  $(milieu create --pip ruff)/bin/ruff --version");
        RequestOptions.addTo(spec);
        ProjectOptions.addTo(spec);
        return spec;
    }

    @Override
    public int run(ParseResult words, Session session) throws InterruptedException {
        Milieu milieu = session.milieu();
        Environment environment = session.prepare(milieu, RequestOptions.read(words, session.directory()));
        if (session.json()) {
            session.terminal()
                    .data(JsonValue.object()
                            .put("id", environment.id().name())
                            .put("directory", environment.directory().toString())
                            .put("launch", environment.launch().toJson())
                            .build());
        } else {
            session.terminal().out().println(environment.directory());
        }
        Settling.inBackground(session, milieu, environment);
        return 0;
    }
}
