package io.milieu.cli;

import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonArray;
import io.milieu.python.interpreter.BrokenInterpreter;
import io.milieu.python.interpreter.Finding;
import io.milieu.python.interpreter.Interpreter;
import io.milieu.python.part.PythonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code milieu python list}: the interpreters that environments can be made for. */
final class PythonListCommand implements Command {
    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage()
                .description("Lists the interpreters on this machine, those that cannot be used with the reason.")
                .footer("", "Examples:", "  milieu python list", "  milieu python list --json");
        return spec;
    }

    @Override
    public int run(ParseResult words, Session session) {
        List<JsonValue> rows = new ArrayList<>();
        for (Finding finding : PythonNode.of(session.milieu().node()).finder().all()) {
            switch (finding) {
                case Interpreter good -> {
                    rows.add(JsonValue.object()
                            .put("version", good.version())
                            .put("implementation", good.build().implementation())
                            .put("path", good.requested().toString())
                            .put("executable", good.executable().toString())
                            .build());
                    print(session, good.version(), good.requested().toString());
                }
                case BrokenInterpreter broken -> {
                    rows.add(JsonValue.object()
                            .put("path", broken.path().toString())
                            .put("problem", broken.problem())
                            .build());
                    print(session, "unusable", broken.path() + ": " + broken.problem());
                }
            }
        }
        if (session.json()) {
            session.terminal()
                    .data(JsonValue.object()
                            .put("interpreters", new JsonArray(rows))
                            .build());
        }
        return 0;
    }

    private static void print(Session session, String version, String where) {
        if (!session.json()) {
            session.terminal().out().printf("%-10s %s%n", version, where);
        }
    }
}
