package io.milieu.agent.build;

import io.milieu.core.event.BuildListener;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.plan.EnvironmentRequest;
import io.milieu.core.plan.Inquiry;
import io.milieu.core.plan.Launch;
import io.milieu.core.plan.LayerPaths;
import io.milieu.core.plan.LayerRecipe;
import io.milieu.core.plan.Part;
import io.milieu.core.plan.PartPlan;
import io.milieu.core.store.Staging;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Handles {@code pip} by waiting until the test lets the first of its packages through; {@code broken} fails. */
public final class GatedPart implements Part {
    /** The names that are being resolved, in the order in which they began. */
    public final BlockingQueue<String> begun = new LinkedBlockingQueue<>();

    /** How often somebody looked. */
    public final AtomicInteger inspected = new AtomicInteger();

    private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();

    public void open(String name) {
        gate(name).countDown();
    }

    @Override
    public String name() {
        return "gated";
    }

    @Override
    public Set<String> fields() {
        return Set.of("pip");
    }

    @Override
    public Inquiry inspect(EnvironmentRequest request) {
        inspected.incrementAndGet();
        String name = String.join("", request.spec().toJson().strings("pip"));
        JsonObject facts = JsonValue.object().put("name", name).build();
        return new Inquiry() {
            @Override
            public JsonObject facts() {
                return facts;
            }

            @Override
            public JsonObject resolve(BuildListener listener) throws InterruptedException {
                begun.add(name);
                gate(name).await();
                if (name.startsWith("broken")) {
                    throw new IllegalStateException("broken as it should be");
                }
                return facts;
            }
        };
    }

    @Override
    public PartPlan plan(EnvironmentRequest request, JsonObject section) {
        return new PartPlan() {
            @Override
            public List<LayerRecipe> layers() {
                return List.of();
            }

            @Override
            public JsonObject identity() {
                return section;
            }

            @Override
            public long assemble(Staging staging, LayerPaths layers, BuildListener listener) {
                return 0;
            }

            @Override
            public void contribute(Staging staging, Launch.Builder launch) {}
        };
    }

    private CountDownLatch gate(String name) {
        return gates.computeIfAbsent(name, absent -> new CountDownLatch(1));
    }
}
