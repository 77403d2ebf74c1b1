package io.milieu.python.part;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.event.BuildEvent;
import io.milieu.core.event.BuildListener;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.link.LinkMode;
import io.milieu.core.link.Linker;
import io.milieu.core.plan.EnvironmentRequest;
import io.milieu.core.plan.Launch;
import io.milieu.core.plan.LayerPaths;
import io.milieu.core.plan.LayerRecipe;
import io.milieu.core.plan.PartPlan;
import io.milieu.core.posix.Posix;
import io.milieu.core.store.LayerKey;
import io.milieu.core.store.Staging;
import io.milieu.python.index.IndexClient;
import io.milieu.python.interpreter.Interpreter;
import io.milieu.python.venv.ByteCode;
import io.milieu.python.venv.Installation;
import io.milieu.python.venv.VenvPython;
import io.milieu.python.venv.VenvSpec;
import io.milieu.python.venv.VirtualEnvironment;
import io.milieu.python.venv.WheelLayer;
import io.milieu.python.wheel.WheelManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The virtual environment of one lock: the wheels it is made of, and how they are linked into it. */
final class PythonPlan implements PartPlan {
    private final PythonNode node;
    private final EnvironmentRequest request;
    private final JsonObject section;
    private final List<LockedWheels.Wheel> wheels;
    private final Lazy<Interpreter> interpreter;
    private final Lazy<List<LayerRecipe>> layers;

    PythonPlan(PythonNode node, EnvironmentRequest request, JsonObject section) {
        this.node = node;
        this.request = request;
        this.section = section;
        this.wheels = LockedWheels.read(section);
        this.interpreter = new Lazy<>(
                () -> node.interpreterAt(Path.of(section.string("interpreter").orElseThrow())));
        this.layers = new Lazy<>(this::recipes);
    }

    @Override
    public List<LayerRecipe> layers() {
        return layers.get();
    }

    private List<LayerRecipe> recipes() {
        Lazy<PythonInquiry> inquiry = new Lazy<>(() -> PythonInquiry.of(node, request, interpreter.get()));
        Lazy<IndexClient> client = new Lazy<>(() -> inquiry.get().client(BuildListener.none()));
        Lazy<SourceBuilds> builds = new Lazy<>(() -> new SourceBuilds(
                node, client::get, inquiry.get().setting(), (_, sha256) -> sha256, BuildListener.none()));
        return wheels.stream()
                .map(wheel -> wheel.isWheel()
                        ? WheelWork.recipe(wheel, client::get, node.unpacker())
                        : builds.get().recipe(wheel.source(), wheel.label()))
                .toList();
    }

    @Override
    public JsonObject identity() {
        List<String> requested = wheels.stream()
                .filter(LockedWheels.Wheel::requested)
                .map(LockedWheels.Wheel::name)
                .toList();
        JsonValue.ObjectBuilder identity = JsonValue.object()
                .put("layout", 1)
                .put("interpreter", section.string("interpreter_identity").orElse(""))
                .put("extend_base", section.bool("extend_base", false))
                .put("requested", JsonValue.ofStrings(requested));
        if (section.bool("elsewhere", false)) {
            identity.put("elsewhere", true);
        }
        section.string("extend_venv").ifPresent(folder -> identity.put("extend_venv", folder));
        List<String> direct = wheels.stream()
                .map(LockedWheels.Wheel::directUrl)
                .filter(text -> !text.isEmpty())
                .toList();
        if (!direct.isEmpty()) {
            identity.put("direct", JsonValue.ofStrings(direct));
        }
        return identity.build();
    }

    @Override
    public long assemble(Staging staging, LayerPaths layers, BuildListener listener) throws IOException {
        if (section.bool("elsewhere", false)) {
            throw new MilieuException(
                    CoreError.USAGE,
                    "packages for another platform or version of Python cannot be installed here",
                    List.of("`milieu plan` shows them, `milieu lock` writes them down."));
        }
        List<Installation> installations = new ArrayList<>();
        for (LockedWheels.Wheel wheel : wheels) {
            WheelLayer layer = node.layer(layers.of(key(wheel)));
            installations.add(new Installation(layer, wheel.requested(), wheel.directUrl()));
        }
        LinkMode mode = request.options().linkMode();
        Linker linker = wheels.isEmpty()
                ? Linker.of(mode)
                : node.linker(mode, layers.of(key(wheels.getFirst())).resolve(WheelManifest.FILE), staging.directory());
        VenvSpec spec = new VenvSpec(
                staging.directory(),
                staging.published(),
                python(),
                installations,
                section.bool("extend_base", false),
                section.string("extend_venv").map(Path::of),
                linker);
        VirtualEnvironment.Outcome outcome = VirtualEnvironment.create(spec);
        outcome.warnings().forEach(warning -> listener.on(new BuildEvent.Warning(warning)));
        return outcome.bytes();
    }

    @Override
    public void contribute(Staging staging, Launch.Builder launch) {
        Path root = staging.published();
        VenvPython python = python();
        launch.interpreter(root.resolve("bin/python").toString())
                .baseInterpreter(python.executable().toString())
                .searchPath(root.resolve("bin").toString())
                .sitePackages(root.resolve(python.sitePackages()).toString())
                .variable("VIRTUAL_ENV", root.toString());
    }

    @Override
    public List<Check> checks(Rigour rigour) {
        return List.of((environment, launch) ->
                new EnvironmentTrial(environment, python().sitePackages(), node.variables()).run(rigour));
    }

    @Override
    public void afterwards(LayerPaths layers, Path scratch) throws IOException, InterruptedException {
        List<WheelLayer> open = new ArrayList<>();
        VenvPython python = python();
        for (LockedWheels.Wheel wheel : wheels) {
            Path layer = layers.of(key(wheel));
            if (!ByteCode.isComplete(layer, python.cacheTag())) {
                open.add(WheelLayer.read(layer));
            }
        }
        if (!open.isEmpty()) {
            int processes = Runtime.getRuntime().availableProcessors();
            new ByteCode(python, processes, node.variables(), Posix::sync).compile(open, scratch);
        }
    }

    private LayerKey key(LockedWheels.Wheel wheel) {
        return wheel.key(section.string("interpreter_identity").orElse(""));
    }

    private VenvPython python() {
        Interpreter base = interpreter.get();
        return new VenvPython(
                base.executable(),
                base.version(),
                base.build().implementation(),
                base.build().freeThreaded(),
                base.layout().purelib(),
                base.build().cacheTag());
    }
}
