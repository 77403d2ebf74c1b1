package io.milieu.cli;

import io.milieu.core.base.Amounts;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonArray;
import io.milieu.core.reclaim.ReclaimPlan;
import io.milieu.core.reclaim.ReclaimPolicy;
import io.milieu.core.reclaim.ReclaimResult;
import io.milieu.core.reclaim.Reclaimer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code milieu gc}: brings the store under its size, the least recently used first. */
final class GcCommand implements Command {
    private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([kmgt]?)i?b?");

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage()
                .description(
                        "Frees space: removes the least recently used until the store is under its size. What a living worker uses stays.")
                .footer("", "Examples:", "  milieu gc", "  milieu gc --max-size 5GB --dry-run");
        spec.addOption(OptionSpec.builder("--max-size")
                .type(String.class)
                .paramLabel("SIZE")
                .description("What may stay, such as 5GB or 500MB (default: 20GB).")
                .build());
        spec.addOption(OptionSpec.builder("--dry-run", "-n")
                .arity("0")
                .type(boolean.class)
                .description("Only say what would be removed, and why.")
                .build());
        return spec;
    }

    @Override
    public int run(ParseResult words, Session session) throws InterruptedException {
        Reclaimer reclaimer = new Reclaimer(session.milieu().store());
        ReclaimPolicy policy = words.hasMatchedOption("--max-size")
                ? ReclaimPolicy.STANDARD.withMaxBytes(bytes(words.matchedOptionValue("--max-size", "")))
                : ReclaimPolicy.STANDARD;
        if (words.matchedOptionValue("--dry-run", false)) {
            ReclaimPlan plan = reclaimer.plan(policy);
            report(session, plan.victims(), plan.bytesBefore(), plan.bytesAfter(), "would remove");
            return 0;
        }
        ReclaimResult result = reclaimer.reclaim(policy);
        if (session.json()) {
            report(session, result.removed(), result.bytesAfter() + result.bytes(), result.bytesAfter(), "removed");
        } else {
            session.terminal().out().println(result.sentence());
        }
        return 0;
    }

    private static void report(
            Session session, List<ReclaimPlan.Victim> victims, long before, long after, String verb) {
        if (session.json()) {
            List<JsonValue> rows = victims.stream()
                    .<JsonValue>map(victim -> JsonValue.object()
                            .put("entry", victim.entry().name().toString())
                            .put("bytes", victim.entry().bytes())
                            .put("reason", victim.reason().name().toLowerCase(Locale.ROOT))
                            .build())
                    .toList();
            session.terminal()
                    .data(JsonValue.object()
                            .put("removed", new JsonArray(rows))
                            .put("bytes_before", before)
                            .put("bytes_after", after)
                            .build());
            return;
        }
        victims.forEach(victim -> session.terminal()
                .out()
                .println(verb + " " + victim.entry().name() + "  "
                        + Amounts.size(victim.entry().bytes()) + "  "
                        + victim.reason().name().toLowerCase(Locale.ROOT).replace('_', ' ')));
        session.terminal().out().println(Amounts.size(before) + " before, " + Amounts.size(after) + " after");
    }

    /** {@return the bytes that a size in decimal units means} */
    static long bytes(String text) {
        Matcher size = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            throw new MilieuException(
                    CoreError.USAGE,
                    "`--max-size " + text + "` is not a size",
                    List.of("Give a number with a unit, such as 5GB or 500MB."));
        }
        double factor = Math.pow(1000, " kmgt".indexOf(size.group(2).isEmpty() ? " " : size.group(2)));
        return (long) (Double.parseDouble(size.group(1)) * factor);
    }
}
