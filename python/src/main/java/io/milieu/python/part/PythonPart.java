package io.milieu.python.part;

import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.plan.EnvironmentRequest;
import io.milieu.core.plan.Inquiry;
import io.milieu.core.plan.Part;
import io.milieu.core.plan.PartPlan;
import io.milieu.core.plan.Workshop;
import io.milieu.core.spec.RuntimeEnv;
import io.milieu.core.store.EntryName;
import io.milieu.python.wheel.LayerCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Handles {@code pip} and {@code uv}, and gives every spec a virtual environment of the chosen interpreter. */
final class PythonPart implements Part {
    private final PythonNode node;

    PythonPart(PythonNode node) {
        this.node = node;
    }

    @Override
    public String name() {
        return "python";
    }

    @Override
    public Set<String> fields() {
        return Set.of("pip", "uv");
    }

    @Override
    public boolean concerns(RuntimeEnv spec) {
        return true;
    }

    @Override
    public Inquiry inspect(EnvironmentRequest request) {
        return PythonInquiry.of(node, request);
    }

    @Override
    public PartPlan plan(EnvironmentRequest request, JsonObject section) {
        return new PythonPlan(node, request, section);
    }

    @Override
    public List<String> damaged(EntryName layer, Path directory) throws IOException {
        boolean wheel = layer.folder().equals(WheelWork.WHEELS.folder())
                || layer.folder().equals(SourceBuilds.BUILT.folder());
        return wheel ? LayerCheck.damaged(directory) : List.of();
    }

    @Override
    public void join(Workshop workshop) {
        node.join(workshop);
    }

    @Override
    public void close() {
        node.close();
    }
}
