package io.milieu.core.plan;

import io.milieu.core.event.BuildListener;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.store.Staging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A part whose answers a test sets, and which remembers what it was asked. */
public final class ScriptedPart implements Part {
    private static final JsonObject NOTHING = new JsonObject(Map.of());

    /** What it was asked, in order, such as {@code resolve}. */
    public final List<String> calls = new CopyOnWriteArrayList<>();

    private final String name;
    private final Set<String> fields;
    private volatile JsonObject facts = NOTHING;
    private volatile JsonObject identity = NOTHING;
    private volatile List<LayerRecipe> layers = List.of();
    private volatile Resolving resolving = listener -> {};
    private volatile Writing assembling = staging -> {};
    private volatile Writing settling = scratch -> {};

    /** Runs while the part resolves. */
    @FunctionalInterface
    public interface Resolving {
        /** Reports, waits or fails. */
        void run(BuildListener listener) throws InterruptedException;
    }

    /** Runs while the part writes. */
    @FunctionalInterface
    public interface Writing {
        /** Writes, waits or fails. */
        void into(Path folder) throws IOException, InterruptedException;
    }

    /** A part that claims these fields. */
    public ScriptedPart(String name, String... fields) {
        this.name = name;
        this.fields = Set.of(fields);
    }

    /** Sets what it finds on the node. */
    public void facts(String fact) {
        facts = JsonValue.object().put("fact", fact).build();
    }

    /** Sets what enters the identity. */
    public void identity(String text) {
        identity = JsonValue.object().put("text", text).build();
    }

    /** Sets the layers. */
    public void layers(LayerRecipe... recipes) {
        layers = List.of(recipes);
    }

    /** Sets what happens while it resolves. */
    public void resolving(Resolving happening) {
        resolving = happening;
    }

    /** Sets what happens while it assembles. */
    public void assembling(Writing happening) {
        assembling = happening;
    }

    /** Sets what happens afterwards. */
    public void settling(Writing happening) {
        settling = happening;
    }

    /** {@return how often it resolved} */
    public long resolutions() {
        return calls.stream().filter("resolve"::equals).count();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<String> fields() {
        return fields;
    }

    @Override
    public Inquiry inspect(EnvironmentRequest request) {
        calls.add("inspect");
        JsonObject found = facts;
        return new Inquiry() {
            @Override
            public JsonObject facts() {
                return found;
            }

            @Override
            public JsonObject resolve(BuildListener listener) throws InterruptedException {
                calls.add("resolve");
                resolving.run(listener);
                return JsonValue.object()
                        .put("answer", resolutions())
                        .put("facts", found)
                        .build();
            }
        };
    }

    @Override
    public PartPlan plan(EnvironmentRequest request, JsonObject section) {
        calls.add("plan " + section.number("answer", 0));
        List<LayerRecipe> planned = new ArrayList<>(layers);
        return new PartPlan() {
            @Override
            public List<LayerRecipe> layers() {
                return planned;
            }

            @Override
            public JsonObject identity() {
                return identity;
            }

            @Override
            public long assemble(Staging staging, LayerPaths paths, BuildListener listener)
                    throws IOException, InterruptedException {
                for (LayerRecipe layer : planned) {
                    Files.createSymbolicLink(staging.directory().resolve(layer.label()), paths.of(layer.key()));
                }
                assembling.into(staging.directory());
                return 0;
            }

            @Override
            public void contribute(Staging staging, Launch.Builder launch) {
                launch.searchPath(staging.published().resolve(name).toString());
            }

            @Override
            public void afterwards(LayerPaths paths, Path scratch) throws IOException, InterruptedException {
                calls.add("afterwards");
                settling.into(scratch);
            }
        };
    }
}
