package io.milieu.agent.api;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.milieu.agent.build.Build;
import io.milieu.agent.build.BuildQueue;
import io.milieu.core.Milieu;
import io.milieu.core.error.MilieuException;
import io.milieu.core.event.BuildEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the agent counts, as Prometheus reads it. Counting costs a few additions; the registry comes into being when somebody first asks, so that
 * an agent starts without it. Thread-safe.
 */
public final class Statistics {
    private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> builds = new ConcurrentHashMap<>();
    private final LongAdder bytes = new LongAdder();
    private final Set<String> registered = new HashSet<>();
    private Optional<PrometheusMeterRegistry> registry = Optional.empty();

    /** Nothing has happened yet. */
    public Statistics() {}

    /** Counts a request. */
    public void asked(String method) {
        requests.computeIfAbsent(method, absent -> new LongAdder()).increment();
    }

    /** Counts the end of a build by its outcome, and what it planned to fetch. */
    public void happened(BuildEvent event) {
        switch (event) {
            case BuildEvent.Ready _ -> count("ready");
            case BuildEvent.Failed(MilieuException failure) ->
                count(failure.code().id());
            case BuildEvent.Planned planned -> bytes.add(Math.max(0, planned.bytes()));
            default -> {}
        }
    }

    private void count(String outcome) {
        builds.computeIfAbsent(outcome, absent -> new LongAdder()).increment();
    }

    /** {@return all figures in Prometheus's text form} */
    synchronized String scrape(Milieu milieu, BuildQueue queue) {
        PrometheusMeterRegistry all = registry.orElseGet(() -> fresh(milieu, queue));
        registry = Optional.of(all);
        requests.forEach((method, count) -> counter(all, "milieu.requests", Tag.of("method", method), count));
        builds.forEach((outcome, count) -> counter(all, "milieu.builds", Tag.of("outcome", outcome), count));
        return all.scrape();
    }

    private PrometheusMeterRegistry fresh(Milieu milieu, BuildQueue queue) {
        PrometheusMeterRegistry made = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Gauge.builder("milieu.leases", milieu, store -> store.leases().list().size())
                .description("leases of living holders")
                .register(made);
        Gauge.builder("milieu.builds.queued", queue, all -> in(all, Build.State.QUEUED))
                .description("builds that wait for their turn")
                .register(made);
        Gauge.builder("milieu.builds.running", queue, all -> in(all, Build.State.RUNNING))
                .description("builds that are being worked on")
                .register(made);
        FunctionCounter.builder("milieu.planned", bytes, LongAdder::doubleValue)
                .baseUnit("bytes")
                .description("what was missing in the store and was to be fetched")
                .register(made);
        new JvmMemoryMetrics().bindTo(made);
        return made;
    }

    private static long in(BuildQueue queue, Build.State state) {
        return queue.active().stream().filter(build -> build.state() == state).count();
    }

    private void counter(MeterRegistry all, String name, Tag tag, LongAdder count) {
        if (registered.add(name + tag)) {
            FunctionCounter.builder(name, count, LongAdder::doubleValue)
                    .tags(List.of(tag))
                    .register(all);
        }
    }
}
