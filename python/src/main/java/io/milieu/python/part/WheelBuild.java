package io.milieu.python.part;

import io.milieu.core.error.MilieuException;
import io.milieu.core.event.BuildListener;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.plan.Launch;
import io.milieu.core.plan.LayerRecipe;
import io.milieu.core.store.Staging;
import io.milieu.python.build.BuildBackend;
import io.milieu.python.build.BuildFolder;
import io.milieu.python.build.BuildSystem;
import io.milieu.python.build.StaticMetadata;
import io.milieu.python.error.PythonError;
import io.milieu.python.metadata.CoreMetadata;
import io.milieu.python.metadata.DeclaredRequirement;
import io.milieu.python.requirement.Requirement;
import io.milieu.python.source.PinnedSource;
import io.milieu.python.source.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Builds the wheel of one source: in a copy of its tree, in an environment with what its backend requires. Nobody waits for the layer
 * while that environment is made.
 */
final class WheelBuild {
    private final SourceBuilds sources;
    private final PythonNode node;
    private final BuildSetting setting;
    private final PinnedSource source;

    WheelBuild(SourceBuilds sources, PythonNode node, BuildSetting setting, PinnedSource source) {
        this.sources = sources;
        this.node = node;
        this.setting = setting;
        this.source = source;
    }

    /** Sees to it that the wheel's layer is in the store. */
    void run(BuildListener listener) throws InterruptedException {
        List<String> purpose = sources.purpose();
        if (purpose.contains(source.label())) {
            List<String> circle = new ArrayList<>(purpose.subList(purpose.indexOf(source.label()), purpose.size()));
            circle.add(source.label());
            throw new MilieuException(
                    PythonError.BUILD_FAILED,
                    "`" + source.label() + "` is needed to build itself: " + String.join(" needs ", circle),
                    List.of("Offer a wheel of one of them, for example in a folder named with `--find-links`."));
        }
        var _ = sources.in(source, listener, tree -> build(tree, listener));
    }

    private Path build(SourceTree tree, BuildListener listener) throws IOException, InterruptedException {
        try (BuildFolder folder = BuildFolder.in(node.caches().resolve("builds-v1"))) {
            Path project = place(tree, folder).project(source.subdirectory());
            BuildSystem system = BuildSystem.read(project, source.label());
            Path log = log();
            return node.workshop().in(setting.environment(system.requires(), source.label()), listener, launch -> {
                BuildBackend backend = backend(system, project, launch, log);
                List<Requirement> more = more(backend, system);
                if (more.isEmpty()) {
                    return layer(backend, folder, listener);
                }
                return node.workshop()
                        .in(
                                setting.environment(more, source.label()),
                                listener,
                                wider -> layer(backend(system, project, wider, log), folder, listener));
            });
        }
    }

    /** {@return the settings as a backend gets them: a key that is given several times has a list} */
    private JsonObject settings() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (String setting : source.settings()) {
            int equals = setting.indexOf('=');
            all.computeIfAbsent(setting.substring(0, equals), key -> new ArrayList<>())
                    .add(setting.substring(equals + 1));
        }
        Map<String, JsonValue> values = new LinkedHashMap<>();
        all.forEach((key, texts) ->
                values.put(key, texts.size() == 1 ? JsonValue.of(texts.getFirst()) : JsonValue.ofStrings(texts)));
        return new JsonObject(values);
    }

    /** What is editable is built where it lies (PEP 660), everything else in a copy. */
    private SourceTree place(SourceTree tree, BuildFolder folder) throws IOException {
        if (isEditable()) {
            return tree;
        }
        SourceTree place = new SourceTree(folder.folder("tree"));
        tree.copy(place.root());
        return place;
    }

    private boolean isEditable() {
        return source.bare() instanceof PinnedSource.Folder folder && folder.editable();
    }

    /** {@return everything that is required, if the backend asks for more than the tree said; else nothing} */
    private List<Requirement> more(BuildBackend backend, BuildSystem system) throws IOException, InterruptedException {
        List<Requirement> all = new ArrayList<>(system.requires());
        for (String text : backend.requires(settings())) {
            Requirement requirement = Requirement.parse(text);
            if (!all.contains(requirement)) {
                all.add(requirement);
            }
        }
        return all.size() == system.requires().size() ? List.of() : all;
    }

    private Path layer(BuildBackend backend, BuildFolder folder, BuildListener listener) throws InterruptedException {
        LayerRecipe recipe = new LayerRecipe(
                SourceBuilds.key(source, setting.identity()),
                source.label(),
                -1,
                (staging, told) -> produce(backend, folder, staging));
        return node.workshop().with(recipe, listener, layer -> layer);
    }

    private long produce(BuildBackend backend, BuildFolder folder, Staging staging)
            throws IOException, InterruptedException {
        Optional<CoreMetadata> promised = StaticMetadata.of(backend.project(), source.label());
        Path wheel = backend.build(folder.folder("wheel"), settings());
        long bytes = node.unpacker().unpack(wheel, staging.directory()).bytes();
        CoreMetadata built = sources.metadata(staging.directory());
        promised.ifPresent(metadata -> compare(metadata, built));
        staging.declareReadOnly();
        return bytes;
    }

    private void compare(CoreMetadata promised, CoreMetadata built) {
        String problem = !promised.name().equals(built.name())
                ? "the name `" + built.name() + "`, not `" + promised.name() + "`"
                : !promised.version().equals(built.version())
                        ? "the version `" + built.version() + "`, not `" + promised.version() + "`"
                        : !needs(promised).equals(needs(built))
                                ? "the requirements " + needs(built) + ", not " + needs(promised)
                                : "";
        if (!problem.isEmpty()) {
            throw new MilieuException(
                    PythonError.METADATA_INVALID,
                    "the wheel that was built of `" + source.label() + "` has " + problem
                            + ", which its sources promise");
        }
    }

    /** Without conditions, which backends write in many ways. */
    private static Set<String> needs(CoreMetadata metadata) {
        Set<String> needs = new TreeSet<>();
        for (DeclaredRequirement declared : metadata.requiresDist()) {
            if (declared instanceof DeclaredRequirement.Valid(Requirement requirement)) {
                needs.add(requirement.name() + " "
                        + new TreeSet<>(
                                List.of(requirement.specifiers().toString().split(","))));
            }
        }
        return needs;
    }

    private BuildBackend backend(BuildSystem system, Path project, Launch launch, Path log) {
        Map<String, String> variables = new HashMap<>(node.variables());
        variables.keySet().removeIf(name -> name.startsWith("PYTHON"));
        String path = String.join(":", launch.searchPath());
        String outer = variables.getOrDefault("PATH", "/usr/bin:/bin");
        variables.putAll(launch.variables());
        variables.put("PATH", path + ":" + outer);
        // What is imported must not leave byte code in layers.
        variables.put("PYTHONDONTWRITEBYTECODE", "1");
        variables.put("PYTHONNOUSERSITE", "1");
        Path python = Path.of(launch.interpreter().orElseThrow());
        return new BuildBackend(source.label(), system, project, isEditable(), python, variables, log);
    }

    private Path log() throws IOException {
        Path logs = Files.createDirectories(node.caches().resolve("build-logs-v1"));
        String name = source.label().replaceAll("[^A-Za-z0-9._-]+", "-");
        String end = UUID.randomUUID().toString().substring(0, 8);
        return Files.createFile(logs.resolve(name.substring(Math.max(0, name.length() - 80)) + "-" + end + ".log"));
    }
}
