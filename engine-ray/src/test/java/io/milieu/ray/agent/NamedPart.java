package io.milieu.ray.agent;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
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
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Handles {@code pip}: the first requirement names what becomes of it, {@code missing} or {@code ray==1} among others. */
final class NamedPart implements Part {
    final AtomicInteger resolved = new AtomicInteger();

    @Override
    public String name() {
        return "named";
    }

    @Override
    public Set<String> fields() {
        return Set.of("pip");
    }

    @Override
    public Inquiry inspect(EnvironmentRequest request) {
        String name = String.join("", request.spec().toJson().object("pip").strings("packages"))
                + String.join("", request.spec().toJson().strings("pip"));
        JsonObject facts = JsonValue.object()
                .put("python", request.options().python())
                .put(
                        "packages",
                        new JsonValue.JsonArray(List.of(JsonValue.object()
                                .put("name", name.replaceAll("=.*", ""))
                                .put("version", name.replaceAll(".*=", ""))
                                .build())))
                .build();
        return new Inquiry() {
            @Override
            public JsonObject facts() {
                return facts;
            }

            @Override
            public JsonObject resolve(BuildListener listener) {
                resolved.incrementAndGet();
                if (name.equals("missing")) {
                    throw new MilieuException(
                            CoreError.FETCH_FAILED, "there is no `missing`", List.of("Ask for something else."));
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
            public void contribute(Staging staging, Launch.Builder launch) {
                launch.interpreter(staging.published().resolve("bin/python").toString())
                        .searchPath(staging.published().resolve("bin").toString())
                        .variable("VIRTUAL_ENV", staging.published().toString());
            }
        };
    }
}
