package io.milieu.cli;

import io.milieu.cli.picture.Diagram;
import io.milieu.cli.picture.Dot;
import io.milieu.cli.picture.Svg;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonArray;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.plan.EnvironmentRequest;
import io.milieu.core.plan.Plan;
import io.milieu.python.name.PackageName;
import io.milieu.python.resolve.NoSolutionException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code milieu explain}: why these versions, or why there is no solution (then the failure itself is the explanation). */
final class ExplainCommand implements Command {
    private static final JsonObject NOTHING = JsonValue.object().build();

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage()
                .description(
                        "Says why each package is in the environment and who limits its version; for packages that are named, also what stands in the way of newer versions; or why no set of versions works.")
                .footer(
                        "",
                        "Examples:",
                        "  milieu explain --pip pandas numpy",
                        "  milieu explain --pip jupyter --svg > jupyter.svg",
                        "  milieu explain --pip \"django<2\" --pip djangorestframework");
        picture(spec, "--dot", "Print the graph of packages, or of the proof that there is no solution, for Graphviz.");
        picture(spec, "--svg", "Print the same as an SVG picture.");
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
        EnvironmentRequest request = RequestOptions.read(words, session.directory());
        Plan plan;
        try {
            plan = session.plan(session.milieu(), request);
        } catch (NoSolutionException e) {
            draw(words, session, () -> ProofPicture.of(e.proof()));
            throw e;
        }
        JsonObject section = plan.lock().sections().getOrDefault("python", NOTHING);
        if (draw(words, session, () -> PackageGraph.of(section).diagram())) {
            return 0;
        }
        List<String> only = words.matchedPositionalValue(0, List.<String>of()).stream()
                .map(PackageName::normalize)
                .toList();
        List<JsonObject> shown = shown(packages(plan), only);
        NewerVersions newer = new NewerVersions(session, request);
        List<JsonValue> told = new ArrayList<>();
        for (JsonObject entry : shown) {
            List<String> above = only.isEmpty()
                    ? List.of()
                    : newer.than(name(entry), entry.string("version").orElse("0"));
            if (session.json()) {
                told.add(only.isEmpty() ? entry : with(entry, above));
            } else {
                print(entry, above, session.terminal().out());
            }
        }
        if (session.json()) {
            session.terminal()
                    .data(JsonValue.object()
                            .put("packages", new JsonArray(told))
                            .build());
        }
        return 0;
    }

    private static void picture(CommandSpec spec, String name, String help) {
        spec.addOption(OptionSpec.builder(name)
                .type(boolean.class)
                .arity("0")
                .description(help)
                .build());
    }

    private static boolean draw(ParseResult words, Session session, Supplier<Diagram> diagram) {
        PrintStream out = session.terminal().out();
        if (words.matchedOptionValue("--dot", false)) {
            out.print(Dot.of(diagram.get()));
            return true;
        }
        if (words.matchedOptionValue("--svg", false)) {
            out.print(Svg.of(diagram.get()));
            return true;
        }
        return false;
    }

    private static List<JsonObject> packages(Plan plan) {
        return plan.lock().sections().getOrDefault("python", NOTHING).array("packages").stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .toList();
    }

    private static String name(JsonObject entry) {
        return PackageName.normalize(entry.string("name").orElse(""));
    }

    private static List<JsonObject> shown(List<JsonObject> all, List<String> only) {
        List<String> names = all.stream().map(ExplainCommand::name).toList();
        only.stream().filter(name -> !names.contains(name)).findFirst().ifPresent(absent -> {
            throw new MilieuException(CoreError.USAGE, "package `" + absent + "` is not part of the environment");
        });
        return all.stream()
                .filter(each -> only.isEmpty() || only.contains(name(each)))
                .toList();
    }

    private static JsonObject with(JsonObject entry, List<String> newer) {
        Map<String, JsonValue> members = new LinkedHashMap<>(entry.members());
        members.put("newer", JsonValue.ofStrings(newer));
        return new JsonObject(members);
    }

    private static void print(JsonObject entry, List<String> newer, PrintStream out) {
        out.println(
                entry.string("name").orElse("?") + " " + entry.string("version").orElse("?"));
        entry.strings("required_by")
                .forEach(who -> out.println(
                        "    because " + who.replaceFirst(": ", " asks for ").replaceFirst("^you asks", "you ask")));
        if (!newer.isEmpty()) {
            out.println("    newer versions:");
            newer.forEach(line -> out.println("        " + line));
        }
    }
}
