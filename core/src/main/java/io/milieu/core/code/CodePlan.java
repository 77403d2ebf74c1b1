package io.milieu.core.code;

import io.milieu.core.event.BuildListener;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.plan.Launch;
import io.milieu.core.plan.LayerPaths;
import io.milieu.core.plan.LayerRecipe;
import io.milieu.core.plan.PartPlan;
import io.milieu.core.store.Staging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Code in an environment: {@code working_dir/}, {@code py_modules/0/}, {@code java_jars/0/}. Copied, not linked: a worker may write
 * beside its code as it may under Ray, and a layer must not change.
 *
 * @param workingDir at most one
 * @param modules of {@code py_modules}, in order
 * @param jars of {@code java_jars}, in order
 */
record CodePlan(List<CodeWork> workingDir, List<CodeWork> modules, List<CodeWork> jars) implements PartPlan {
    private static final String WORKING_DIR = "working_dir";
    private static final String MODULES = "py_modules";
    private static final String JARS = "java_jars";

    @Override
    public List<LayerRecipe> layers() {
        return Stream.of(workingDir, modules, jars)
                .flatMap(List::stream)
                .map(CodeWork::recipe)
                .toList();
    }

    @Override
    public JsonObject identity() {
        return JsonValue.object()
                .put(WORKING_DIR, workingDir.size())
                .put(
                        MODULES,
                        JsonValue.ofStrings(
                                modules.stream().map(CodePlan::inner).toList()))
                .put(JARS, jars.size())
                .build();
    }

    @Override
    public long assemble(Staging staging, LayerPaths layers, BuildListener listener) throws IOException {
        Path root = staging.directory();
        long bytes = 0;
        for (CodeWork work : workingDir) {
            bytes += CodeCopy.copy(tree(layers, work), Files.createDirectory(root.resolve(WORKING_DIR)));
        }
        for (int i = 0; i < modules.size(); i++) {
            CodeWork work = modules.get(i);
            Path target = Files.createDirectories(
                    root.resolve(MODULES).resolve(Integer.toString(i)).resolve(inner(work)));
            bytes += CodeCopy.copy(tree(layers, work), target);
        }
        for (int i = 0; i < jars.size(); i++) {
            Path target = Files.createDirectories(root.resolve(JARS).resolve(Integer.toString(i)));
            bytes += CodeCopy.copy(tree(layers, jars.get(i)), target);
        }
        return bytes;
    }

    /** As Ray orders PYTHONPATH: modules, then the working directory. */
    @Override
    public void contribute(Staging staging, Launch.Builder launch) {
        Path root = staging.published();
        for (int i = 0; i < modules.size(); i++) {
            launch.pythonPath(root.resolve(MODULES).resolve(Integer.toString(i)).toString());
        }
        if (!workingDir.isEmpty()) {
            launch.workingDirectory(root.resolve(WORKING_DIR).toString());
            launch.pythonPath(root.resolve(WORKING_DIR).toString());
        }
        for (int i = 0; i < jars.size(); i++) {
            launch.javaClassPath(root.resolve(JARS)
                    .resolve(Integer.toString(i))
                    .resolve(jars.get(i).item().name())
                    .toString());
        }
    }

    private static Path tree(LayerPaths layers, CodeWork work) {
        return layers.of(work.item().key()).resolve(CodeWork.TREE);
    }

    /** A folder is imported by its own name, so it goes in whole; everything else is what its layer holds. */
    private static String inner(CodeWork work) {
        return work.item().kind() == CodeItem.Kind.FOLDER ? work.item().name() : "";
    }
}
