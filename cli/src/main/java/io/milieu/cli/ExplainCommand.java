package io.milieu.cli;

import io.milieu.core.Milieu;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonArray;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.plan.Plan;
import io.milieu.python.name.PackageName;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code milieu explain}: why these versions, or why there is no solution (then the failure itself is the explanation). */
final class ExplainCommand implements Command {
    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage()
                .description(
                        "Says why each package is in the environment and who limits its version; or why no set of versions works.")
                .footer(
                        "",
                        "Examples:",
                        "  milieu explain --pip pandas numpy",
                        "  milieu explain --pip \"django<2\" --pip djangorestframework");
        RequestOptions.addTo(spec);
        ProjectOptions.addTo(spec);
        spec.addPositional(PositionalParamSpec.builder()
                .index("0..*")
                .arity("0..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel("PACKAGE")
                .description("Only these packages.")
                .build());
        return spec;
    }

    @Override
    public int run(ParseResult words, Session session) throws InterruptedException {
        Milieu milieu = session.milieu();
        Plan plan = session.plan(milieu, RequestOptions.read(words, session.directory()));
        List<String> only = words.matchedPositionalValue(0, List.<String>of()).stream()
                .map(PackageName::normalize)
                .toList();
        List<JsonObject> all = packages(plan);
        List<String> names = all.stream().map(ExplainCommand::name).toList();
        only.stream().filter(name -> !names.contains(name)).findFirst().ifPresent(absent -> {
            throw new MilieuException(CoreError.USAGE, "package `" + absent + "` is not part of the environment");
        });
        List<JsonObject> shown = all.stream()
                .filter(each -> only.isEmpty() || only.contains(name(each)))
                .toList();
        if (session.json()) {
            session.terminal()
                    .data(JsonValue.object()
                            .put("packages", new JsonArray(List.copyOf(shown)))
                            .build());
        } else {
            shown.forEach(entry -> print(entry, session.terminal().out()));
        }
        return 0;
    }

    private static List<JsonObject> packages(Plan plan) {
        JsonObject nothing = JsonValue.object().build();
        return plan.lock().sections().getOrDefault("python", nothing).array("packages").stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .toList();
    }

    private static String name(JsonObject entry) {
        return PackageName.normalize(entry.string("name").orElse(""));
    }

    private static void print(JsonObject entry, PrintStream out) {
        out.println(
                entry.string("name").orElse("?") + " " + entry.string("version").orElse("?"));
        entry.strings("required_by")
                .forEach(who -> out.println(
                        "    because " + who.replaceFirst(": ", " asks for ").replaceFirst("^you asks", "you ask")));
    }
}
