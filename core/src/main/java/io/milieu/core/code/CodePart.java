package io.milieu.core.code;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonArray;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.plan.EnvironmentRequest;
import io.milieu.core.plan.Inquiry;
import io.milieu.core.plan.Part;
import io.milieu.core.plan.PartPlan;
import io.milieu.core.spec.RuntimeEnv;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Handles {@code working_dir}, {@code py_modules} and {@code java_jars}: the user's own code, by content. Stateless. */
public final class CodePart implements Part {
    /** Stateless. */
    public CodePart() {}

    @Override
    public String name() {
        return "code";
    }

    @Override
    public Set<String> fields() {
        return Set.of("working_dir", "py_modules", "java_jars");
    }

    /** Code is exact once it has been looked at. */
    @Override
    public Inquiry inspect(EnvironmentRequest request) {
        RuntimeEnv spec = request.spec();
        Path base = request.directory();
        JsonValue.ObjectBuilder facts = JsonValue.object();
        spec.workingDir()
                .ifPresent(path -> facts.put(
                        "working_dir",
                        CodeItem.of(CodeSource.ofWorkingDir(path, base), workingDirRules(spec))
                                .toJson()));
        facts.put(
                "py_modules",
                array(spec.pyModules().stream()
                        .map(path -> CodeItem.of(CodeSource.ofPyModule(path, base), moduleRules(spec)))
                        .toList()));
        facts.put(
                "java_jars",
                array(spec.javaJars().stream().map(path -> jar(path, base)).toList()));
        return Inquiry.answered(facts.build());
    }

    @Override
    public PartPlan plan(EnvironmentRequest request, JsonObject section) {
        RuntimeEnv spec = request.spec();
        return new CodePlan(
                section.get("working_dir").stream()
                        .map(item -> new CodeWork(CodeItem.of((JsonObject) item), workingDirRules(spec)))
                        .toList(),
                CodeItem.list(section, "py_modules").stream()
                        .map(item -> new CodeWork(item, moduleRules(spec)))
                        .toList(),
                CodeItem.list(section, "java_jars").stream()
                        .map(item -> new CodeWork(item, moduleRules(spec)))
                        .toList());
    }

    private static IgnoreRules workingDirRules(RuntimeEnv spec) {
        return IgnoreRules.of(spec.excludes(), IgnoreRules.WORKING_DIR_DEFAULTS);
    }

    private static IgnoreRules moduleRules(RuntimeEnv spec) {
        return IgnoreRules.of(spec.excludes(), List.of("__pycache__"));
    }

    private static CodeItem jar(String written, Path base) {
        if (written.contains("://")) {
            throw new MilieuException(
                    CoreError.NOT_SUPPORTED,
                    "remote `java_jars` such as `" + Redacted.urls(written) + "` are not supported yet",
                    List.of("Name a file of this node."));
        }
        Path path = base.resolve(written).normalize();
        if (!Files.isRegularFile(path)) {
            throw new MilieuException(
                    CoreError.PATH_INVALID, "`" + written + "` in `java_jars` must be an existing file");
        }
        return CodeItem.file(CodeItem.Kind.FILE, path);
    }

    private static JsonArray array(List<CodeItem> items) {
        return new JsonArray(items.stream().<JsonValue>map(CodeItem::toJson).toList());
    }
}
