package io.milieu.cli;

import io.milieu.core.Milieu;
import io.milieu.core.base.Amounts;
import io.milieu.core.build.Environment;
import io.milieu.core.json.JsonValue;
import io.milieu.core.reclaim.ReclaimResult;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code milieu settle}: does what a run leaves for later: byte code, and bringing new layers to stable storage. */
final class SettleCommand implements Command {
    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage()
                .description(
                        "Compiles byte code for environments and brings new layers to stable storage; at most once an hour, frees space if the store is larger than MILIEU_MAX_SIZE (default: 20GB). `run` and `create` start this in the background.")
                .footer("", "Examples:", "  milieu settle", "  milieu settle 3f2a");
        spec.addPositional(PositionalParamSpec.builder()
                .index("0..*")
                .arity("0..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel("ID")
                .description("Ids, or their beginnings; all environments if there is none.")
                .build());
        return spec;
    }

    @Override
    public int run(ParseResult words, Session session) throws InterruptedException {
        Milieu milieu = session.milieu();
        List<String> ids = words.matchedPositionalValue(0, List.of());
        List<Environment> environments = ids.isEmpty()
                ? milieu.environments()
                : ids.stream().map(milieu::environment).toList();
        for (Environment environment : environments) {
            milieu.settle(environment);
        }
        Optional<ReclaimResult> reclaimed = milieu.keepBudget();
        if (session.json()) {
            session.terminal()
                    .data(JsonValue.object()
                            .put(
                                    "settled",
                                    JsonValue.ofStrings(environments.stream()
                                            .map(environment -> environment.id().name())
                                            .toList()))
                            .build());
        } else if (!session.quiet()) {
            session.terminal().out().println("settled " + Amounts.count(environments.size(), "environment"));
            reclaimed
                    .filter(result -> result.bytes() > 0)
                    .ifPresent(result -> session.terminal().out().println(result.sentence()));
        }
        return 0;
    }
}
