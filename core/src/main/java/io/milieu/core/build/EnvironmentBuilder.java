package io.milieu.core.build;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.event.BuildEvent;
import io.milieu.core.event.BuildEvent.Stage;
import io.milieu.core.event.BuildListener;
import io.milieu.core.lease.Pin;
import io.milieu.core.lease.Pins;
import io.milieu.core.plan.LayerPaths;
import io.milieu.core.plan.LayerRecipe;
import io.milieu.core.plan.PartPlan;
import io.milieu.core.plan.Plan;
import io.milieu.core.posix.DiskFailure;
import io.milieu.core.reclaim.Reclaimer;
import io.milieu.core.store.LayerKey;
import io.milieu.core.store.Staging;
import io.milieu.core.store.Store;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Executes plans: obtains the layers that the store lacks, in parallel, and assembles the environment, once per node. Holds no
 * state of its own; thread-safe.
 */
public final class EnvironmentBuilder {
    private final Store store;
    private final Pins pins;
    private final Validator validator;
    private final Reclaimer reclaimer;

    /** A builder on that store. */
    public EnvironmentBuilder(Store store, Pins pins, Validator validator) {
        this.store = store;
        this.pins = pins;
        this.validator = validator;
        this.reclaimer = new Reclaimer(store);
    }

    /** {@return the environment of the plan, if the store has it and its description can be understood} */
    public Optional<Environment> find(Plan plan) {
        return store.find(plan.id().key()).flatMap(Environment::find);
    }

    /**
     * Makes the environment of a plan, or waits for whoever is making it.
     *
     * @param plan what to make
     * @param listener told of progress
     * @return the environment, present and complete
     * @throws MilieuException with the failure of the first layer or step that failed
     * @throws InterruptedException if the calling thread was interrupted; nothing half-made is left
     */
    public Environment build(Plan plan, BuildListener listener) throws InterruptedException {
        Optional<Environment> present = find(plan);
        if (present.isPresent()) {
            return present.get();
        }
        discardBroken(plan.id().key());
        List<LayerRecipe> layers = plan.layers();
        try (Pin _ = pin(plan, plan.id().key())) {
            Map<LayerKey, Path> paths = obtain(layers, listener);
            LayerPaths where = key -> {
                Path path = paths.get(key);
                if (path == null) {
                    throw new MilieuException(CoreError.DEFECT, "layer `" + key + "` is not part of this plan");
                }
                return path;
            };
            Path directory = store.obtain(plan.id().key(), staging -> assemble(plan, staging, where, listener));
            return Environment.read(directory);
        }
    }

    /**
     * Does what is worth doing once the environment is in use: byte code for its layers. Meant for a thread nobody waits for. One
     * at a time does this on a node: the others wait, and then find most of it done.
     *
     * @param plan of the environment
     * @param environment nothing happens if it was reclaimed or settled meanwhile
     * @throws MilieuException if the disk fails; the environment is good all the same
     * @throws InterruptedException if the calling thread was interrupted
     */
    public void afterwards(Plan plan, Environment environment) throws InterruptedException {
        LayerKey self = environment.id().key();
        try {
            try (FileLock _ = store.amend();
                    Pin _ = pin(plan, self)) {
                if (store.find(self).isPresent() && !environment.isSettled()) {
                    settle(plan);
                    environment.markSettled();
                }
            }
            store.scratch().emptyTrash();
        } catch (IOException e) {
            throw DiskFailure.of(
                    "settle the environment `" + environment.id().brief() + "`", environment.directory(), e);
        }
    }

    /** What is there but was not found has no description that can be understood: it is made anew. */
    private void discardBroken(LayerKey environment) throws InterruptedException {
        if (store.find(environment).isPresent()) {
            Path directory = store.layout().entry(environment.entry());
            reclaimer.removeIf(
                    environment.entry(), () -> Environment.find(directory).isEmpty());
        }
    }

    private void settle(Plan plan) throws IOException, InterruptedException {
        LayerPaths where = key ->
                store.find(key).orElseThrow(() -> new MilieuException(CoreError.DEFECT, "layer `" + key + "` is gone"));
        Path scratch = store.scratch().folder();
        try {
            for (PartPlan part : plan.parts().values()) {
                part.afterwards(where, scratch);
            }
        } finally {
            store.scratch().discard(scratch);
        }
    }

    private Pin pin(Plan plan, LayerKey environment) throws InterruptedException {
        Stream<LayerKey> layers = plan.layers().stream().map(LayerRecipe::key);
        return pins.pin(Stream.concat(layers, Stream.of(environment)).toList());
    }

    private Map<LayerKey, Path> obtain(List<LayerRecipe> layers, BuildListener listener) throws InterruptedException {
        long start = System.nanoTime();
        Map<LayerKey, Path> paths = new ConcurrentHashMap<>();
        List<LayerRecipe> missing = new ArrayList<>();
        for (LayerRecipe layer : layers) {
            store.find(layer.key()).ifPresentOrElse(path -> paths.put(layer.key(), path), () -> missing.add(layer));
        }
        long bytes =
                missing.stream().mapToLong(layer -> Math.max(0, layer.bytes())).sum();
        listener.on(new BuildEvent.Planned(layers.size(), missing.size(), bytes));
        if (missing.isEmpty()) {
            return paths;
        }
        listener.on(new BuildEvent.StageStarted(Stage.FETCH));
        // The heaviest first: the last download to end decides when the environment is ready.
        missing.sort((a, b) -> Long.compare(b.bytes(), a.bytes()));
        List<Callable<Path>> tasks = new ArrayList<>();
        for (LayerRecipe layer : missing) {
            tasks.add(() -> {
                layer.work().prepare(listener);
                Path path = store.obtain(layer.key(), staging -> layer.work().produce(staging, listener));
                listener.on(new BuildEvent.LayerReady(layer.label()));
                return paths.put(layer.key(), path);
            });
        }
        try {
            Fork.all(tasks);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
        listener.on(new BuildEvent.StageFinished(Stage.FETCH, since(start)));
        return paths;
    }

    private long assemble(Plan plan, Staging staging, LayerPaths layers, BuildListener listener)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        listener.on(new BuildEvent.StageStarted(Stage.ASSEMBLE));
        long bytes = 0;
        for (PartPlan part : plan.parts().values()) {
            bytes += part.assemble(staging, layers, listener);
        }
        for (LayerRecipe layer : plan.layers()) {
            staging.reference(layer.key());
        }
        Environment.describe(staging.directory(), plan, plan.launch(staging));
        listener.on(new BuildEvent.StageFinished(Stage.ASSEMBLE, since(start)));
        validator.validate(plan, staging, listener);
        return bytes;
    }

    private static MilieuException failure(@Nullable Throwable cause) {
        return cause instanceof MilieuException known
                ? known
                : MilieuException.defect("a layer could not be built", cause);
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
