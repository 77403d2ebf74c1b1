package io.milieu.core.build;

import io.milieu.core.event.BuildEvent;
import io.milieu.core.event.BuildListener;
import io.milieu.core.lease.Pin;
import io.milieu.core.lease.Pins;
import io.milieu.core.plan.EnvironmentRequest;
import io.milieu.core.plan.LayerRecipe;
import io.milieu.core.plan.Plan;
import io.milieu.core.plan.Planner;
import io.milieu.core.plan.Workshop;
import io.milieu.core.posix.DiskFailure;
import io.milieu.core.store.LayerKey;
import io.milieu.core.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The workshop of a store: the same planner and builder as for every request. What is worked with is pinned, so that reclaiming passes
 * it by. Thread-safe.
 */
public final class StoreWorkshop implements Workshop {
    private final Store store;
    private final Pins pins;
    private final Planner planner;
    private final EnvironmentBuilder builder;

    /** A workshop of these. */
    public StoreWorkshop(Store store, Pins pins, Planner planner, EnvironmentBuilder builder) {
        this.store = store;
        this.pins = pins;
        this.planner = planner;
        this.builder = builder;
    }

    @Override
    public <T> T in(EnvironmentRequest request, BuildListener listener, Job<T> job) throws InterruptedException {
        // How far the environment got is not how far that got which it is made for.
        BuildListener warned = event -> {
            if (event instanceof BuildEvent.Warning) {
                listener.on(event);
            }
        };
        Plan plan = planner.plan(request, warned);
        List<LayerKey> needed = Stream.concat(
                        plan.layers().stream().map(LayerRecipe::key),
                        Stream.of(plan.id().key()))
                .toList();
        try (Pin _ = pins.pin(needed)) {
            Environment environment = builder.build(plan, warned);
            return job.run(environment.launch());
        } catch (IOException e) {
            throw DiskFailure.of("work in an environment", store.layout().root(), e);
        }
    }

    @Override
    public <T> T with(LayerRecipe recipe, BuildListener listener, Use<T> use) throws InterruptedException {
        try (Pin _ = pins.pin(List.of(recipe.key()))) {
            if (store.find(recipe.key()).isEmpty()) {
                recipe.work().prepare(listener);
            }
            Path layer = store.obtain(recipe.key(), staging -> recipe.work().produce(staging, listener));
            return use.read(layer);
        } catch (IOException e) {
            throw DiskFailure.of(
                    "read what `" + recipe.label() + "` consists of",
                    store.layout().root(),
                    e);
        }
    }
}
