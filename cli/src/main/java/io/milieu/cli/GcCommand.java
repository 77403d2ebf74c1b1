package io.milieu.cli;

import io.milieu.core.base.Amounts;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonArray;
import io.milieu.core.reclaim.CachePlan;
import io.milieu.core.reclaim.ReclaimPlan;
import io.milieu.core.reclaim.ReclaimPolicy;
import io.milieu.core.reclaim.ReclaimResult;
import io.milieu.core.reclaim.Reclaimer;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code milieu gc}: brings the store under its size, the least recently used first. */
final class GcCommand implements Command {
    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage()
                .description(
                        "Frees space: removes the least recently used until the store is under its size. What a living worker uses stays. `run` and `create` do this in the background, at most once an hour. Cached answers of indexes go when they were not used for 30 days, or take more than a tenth of that size.")
                .footer("", "Examples:", "  milieu gc", "  milieu gc --max-size 5GB --dry-run");
        spec.addOption(OptionSpec.builder("--max-size")
                .type(String.class)
                .paramLabel("SIZE")
                .description("What may stay, such as 5GB or 500MB (default: MILIEU_MAX_SIZE, else 20GB).")
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
                ? ReclaimPolicy.STANDARD.withMaxBytes(
                        ReclaimPolicy.bytes("--max-size ", words.matchedOptionValue("--max-size", "")))
                : session.milieu().budget();
        if (words.matchedOptionValue("--dry-run", false)) {
            ReclaimPlan plan = reclaimer.plan(policy);
            report(session, plan);
            return 0;
        }
        ReclaimResult result = reclaimer.reclaim(policy);
        if (session.json()) {
            data(session, result.removed(), result.caches(), result.bytesAfter() + result.bytes(), result.bytesAfter());
        } else {
            session.terminal().out().println(result.sentence());
        }
        return 0;
    }

    private static void report(Session session, ReclaimPlan plan) {
        if (session.json()) {
            data(session, plan.victims(), plan.caches(), plan.bytesBefore(), plan.bytesAfter());
            return;
        }
        PrintStream out = session.terminal().out();
        for (ReclaimPlan.Victim victim : plan.victims()) {
            out.println("would remove " + victim.entry().name() + "  "
                    + Amounts.size(victim.entry().bytes()) + "  " + words(victim.reason()));
        }
        for (CachePlan.Share share : plan.caches().shares()) {
            out.println("would remove " + Amounts.count(share.files(), "file") + " of caches/" + share.cache() + "  "
                    + Amounts.size(share.bytes()) + "  " + words(share.reason()));
        }
        out.println(Amounts.size(plan.bytesBefore()) + " before, " + Amounts.size(plan.bytesAfter()) + " after");
    }

    private static void data(
            Session session, List<ReclaimPlan.Victim> victims, CachePlan caches, long before, long after) {
        List<JsonValue> entries = victims.stream()
                .<JsonValue>map(victim -> JsonValue.object()
                        .put("entry", victim.entry().name().toString())
                        .put("bytes", victim.entry().bytes())
                        .put("reason", victim.reason().name().toLowerCase(Locale.ROOT))
                        .build())
                .toList();
        List<JsonValue> shares = caches.shares().stream()
                .<JsonValue>map(share -> JsonValue.object()
                        .put("cache", share.cache())
                        .put("files", share.files())
                        .put("bytes", share.bytes())
                        .put("reason", share.reason().name().toLowerCase(Locale.ROOT))
                        .build())
                .toList();
        session.terminal()
                .data(JsonValue.object()
                        .put("removed", new JsonArray(entries))
                        .put("caches", new JsonArray(shares))
                        .put("bytes_before", before)
                        .put("bytes_after", after)
                        .build());
    }

    private static String words(ReclaimPlan.Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
