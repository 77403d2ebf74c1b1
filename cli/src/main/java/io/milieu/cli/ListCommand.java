package io.milieu.cli;

import io.milieu.core.Milieu;
import io.milieu.core.base.Amounts;
import io.milieu.core.build.Environment;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonArray;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.lease.Lease;
import io.milieu.core.store.EntryName;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code milieu list}: the environments in the store. */
final class ListCommand implements Command {
    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage()
                .description(
                        "Lists the environments in the store: id, workers that use it, what it was asked for with.")
                .footer("", "Examples:", "  milieu list", "  milieu list --json");
        return spec;
    }

    @Override
    public int run(ParseResult words, Session session) {
        Milieu milieu = session.milieu();
        List<Lease> leases = milieu.leases().list();
        List<JsonValue> rows = new ArrayList<>();
        for (Environment environment : milieu.environments()) {
            int users = (int) leases.stream()
                    .filter(lease -> lease.entry().equals(environment.id().key().entry()))
                    .count();
            JsonObject spec = environment.description().object("spec");
            rows.add(JsonValue.object()
                    .put("id", environment.id().name())
                    .put("directory", environment.directory().toString())
                    .put("leases", users)
                    .put("spec", spec)
                    .build());
            if (!session.json()) {
                session.terminal()
                        .out()
                        .printf(
                                "%s  %-10s  %s%n",
                                environment.id().brief(),
                                users == 0 ? "unused" : Amounts.count(users, "worker"),
                                summary(spec));
            }
        }
        for (EntryName broken : milieu.brokenEnvironments()) {
            session.terminal()
                    .warning("the description of `" + broken.brief() + "` cannot be understood; `milieu remove "
                            + broken.digits().substring(0, 12) + "` removes the environment");
        }
        if (session.json()) {
            session.terminal()
                    .data(JsonValue.object()
                            .put("environments", new JsonArray(rows))
                            .build());
        }
        return 0;
    }

    private static String summary(JsonObject spec) {
        List<String> words = new ArrayList<>();
        spec.members()
                .forEach((field, value) -> words.add(field + "="
                        + switch (value) {
                            case JsonArray array -> String.join(",", spec.strings(field));
                            default -> Json.compact(value);
                        }));
        String text = String.join("  ", words);
        return text.length() > 100 ? text.substring(0, 97) + "..." : text;
    }
}
