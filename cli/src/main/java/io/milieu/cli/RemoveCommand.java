package io.milieu.cli;

import io.milieu.core.Milieu;
import io.milieu.core.json.JsonValue;
import io.milieu.core.reclaim.Reclaimer;
import io.milieu.core.store.EntryName;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code milieu remove}: takes environments away that nobody uses. */
final class RemoveCommand implements Command {
    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage()
                .description(
                        "Removes environments. Refuses those that a living worker uses. Their layers stay until `milieu gc`.")
                .footer("", "Examples:", "  milieu remove 3f2a 91bc");
        spec.addPositional(PositionalParamSpec.builder()
                .index("0..*")
                .arity("1..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .required(true)
                .paramLabel("ID")
                .description("Ids, or their beginnings.")
                .build());
        return spec;
    }

    @Override
    public int run(ParseResult words, Session session) throws InterruptedException {
        Milieu milieu = session.milieu();
        List<String> ids = words.matchedPositionalValue(0, List.of());
        // All are found before the first is removed: a misspelt one leaves everything as it was.
        List<EntryName> found = ids.stream().map(milieu::entry).toList();
        List<String> removed = new ArrayList<>();
        for (EntryName environment : found) {
            new Reclaimer(milieu.store()).remove(environment);
            removed.add(environment.digits());
            if (!session.json()) {
                session.terminal()
                        .out()
                        .println("removed " + environment.digits().substring(0, 12));
            }
        }
        if (session.json()) {
            session.terminal()
                    .data(JsonValue.object()
                            .put("removed", JsonValue.ofStrings(removed))
                            .build());
        }
        return 0;
    }
}
