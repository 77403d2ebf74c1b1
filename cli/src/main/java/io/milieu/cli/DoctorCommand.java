package io.milieu.cli;

import io.milieu.core.Milieu;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonArray;
import io.milieu.core.reclaim.Finding;
import io.milieu.core.reclaim.StoreCheck;
import io.milieu.core.store.EntryName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code milieu doctor}: looks for anything broken in the store. */
final class DoctorCommand implements Command {
    private static final int BROKEN = 1;

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage()
                .description("Looks for anything broken in the store and says what to do. Exit code 1 if something is.")
                .footer("", "Examples:", "  milieu doctor", "  milieu doctor --deep --json");
        spec.addOption(OptionSpec.builder("--deep")
                .arity("0")
                .type(boolean.class)
                .description("Also read all files of packages, and compare their hashes.")
                .build());
        return spec;
    }

    @Override
    public int run(ParseResult words, Session session) {
        List<Finding> findings = findings(session, words.matchedOptionValue("--deep", false));
        boolean broken = findings.stream().anyMatch(finding -> !finding.harmless());
        if (session.json()) {
            List<JsonValue> rows = findings.stream()
                    .<JsonValue>map(finding -> JsonValue.object()
                            .put("kind", finding.kind().name().toLowerCase(Locale.ROOT))
                            .put("path", finding.path().toString())
                            .put("sentence", finding.sentence())
                            .put("harmless", finding.harmless())
                            .build())
                    .toList();
            session.terminal()
                    .data(JsonValue.object()
                            .put("healthy", !broken)
                            .put("findings", new JsonArray(rows))
                            .build());
        } else {
            findings.forEach(finding -> session.terminal()
                    .out()
                    .println((finding.harmless() ? "note    " : "broken  ") + finding.sentence()));
            session.terminal()
                    .out()
                    .println(
                            broken
                                    ? "The store has broken parts, see above."
                                    : findings.isEmpty()
                                            ? "The store is healthy."
                                            : "Nothing is broken; `milieu gc` clears the notes.");
        }
        return broken ? BROKEN : 0;
    }

    private static List<Finding> findings(Session session, boolean deep) {
        Milieu milieu = session.milieu();
        List<Finding> findings = new ArrayList<>(StoreCheck.of(milieu.store()));
        for (EntryName environment : milieu.brokenEnvironments()) {
            findings.add(new Finding(
                    Finding.Kind.DESCRIPTION_BROKEN,
                    milieu.store().layout().entry(environment),
                    "the description of `" + environment.brief() + "` cannot be understood"));
        }
        if (deep) {
            try (ProgressDisplay display = new ProgressDisplay(session.terminal())) {
                findings.addAll(milieu.damages(
                        session.quiet() ? layers -> {} : layers -> display.draw("Checking    " + layers, false)));
            }
        }
        return findings;
    }
}
