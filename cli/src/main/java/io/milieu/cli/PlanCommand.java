package io.milieu.cli;

import io.milieu.core.Milieu;
import io.milieu.core.base.Amounts;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonArray;
import io.milieu.core.plan.LayerRecipe;
import io.milieu.core.plan.Plan;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code milieu plan}: what would be done, without doing it. */
final class PlanCommand implements Command {
    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage()
                .description("Resolves, and prints what a run would fetch and link. Builds nothing.")
                .footer("", "Examples:", "  milieu plan --pip \"pandas>=2\"", "  milieu plan --env env.json --json");
        RequestOptions.addTo(spec);
        ProjectOptions.addTo(spec);
        ProjectOptions.addTargetTo(spec);
        return spec;
    }

    @Override
    public int run(ParseResult words, Session session) throws InterruptedException {
        Milieu milieu = session.milieu();
        print(session.plan(milieu, RequestOptions.read(words, session.directory())), milieu, session);
        return 0;
    }

    private static void print(Plan plan, Milieu milieu, Session session) {
        List<JsonValue> layers = new ArrayList<>();
        long missing = 0;
        int absent = 0;
        PrintStream out = session.terminal().out();
        for (LayerRecipe layer : plan.layers()) {
            boolean present = milieu.store().find(layer.key()).isPresent();
            absent += present ? 0 : 1;
            missing += present ? 0 : Math.max(0, layer.bytes());
            layers.add(JsonValue.object()
                    .put("label", layer.label())
                    .put("key", layer.key().toString())
                    .put("bytes", layer.bytes())
                    .put("present", present)
                    .build());
            if (!session.json()) {
                out.printf("%-9s %s%n", present ? "in store" : Amounts.size(Math.max(0, layer.bytes())), layer.label());
            }
        }
        boolean made = milieu.store().find(plan.id().key()).isPresent();
        if (session.json()) {
            session.terminal()
                    .data(JsonValue.object()
                            .put("environment", plan.id().name())
                            .put("present", made)
                            .put("layers", new JsonArray(layers))
                            .put("lock", plan.lock().toJson())
                            .build());
        } else {
            out.println("environment " + plan.id().brief()
                    + (made
                            ? ": ready"
                            : ": to be made; " + Amounts.count(absent, "layer") + " to fetch, "
                                    + Amounts.size(missing)));
        }
    }
}
