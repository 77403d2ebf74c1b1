package io.milieu.core.annotation;

import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.spec.Field;
import io.milieu.core.spec.Problem;
import io.milieu.core.spec.RuntimeEnv;
import io.milieu.core.spec.RuntimeEnvBuilder;
import io.milieu.core.spec.SpecInvalidException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@link WithRuntimeEnv}. Every method throws {@link SpecInvalidException} if what it reads breaks a rule. */
public final class AnnotatedRuntimeEnv {
    private AnnotatedRuntimeEnv() {}

    /** {@return the runtime env of the class: its own, over that of its superclass; empty if none is annotated} */
    public static RuntimeEnv of(Class<?> type) {
        Class<?> parent = type.getSuperclass();
        RuntimeEnv own = declared(type);
        return parent == null ? own : RuntimeEnv.inherit(of(parent), own);
    }

    /** {@return the runtime env of the method: its own, over that of the class that declares it} */
    public static RuntimeEnv of(Method method) {
        return RuntimeEnv.inherit(of(method.getDeclaringClass()), declared(method));
    }

    private static RuntimeEnv declared(AnnotatedElement element) {
        WithRuntimeEnv annotation = element.getDeclaredAnnotation(WithRuntimeEnv.class);
        return annotation == null ? RuntimeEnv.EMPTY : read(annotation);
    }

    private static RuntimeEnv read(WithRuntimeEnv annotation) {
        List<Problem> problems = new ArrayList<>();
        RuntimeEnv elements = elements(annotation, problems);
        RuntimeEnv json = annotation.json().isEmpty() ? RuntimeEnv.EMPTY : RuntimeEnv.parse(annotation.json());
        for (String field : elements.presentFields()) {
            if (json.presentFields().contains(field)) {
                problems.add(new Problem("$." + field, "is given both in `json` and as an element of the annotation"));
            }
        }
        if (!problems.isEmpty()) {
            throw new SpecInvalidException(problems, List.of());
        }
        Map<String, JsonValue> both = new LinkedHashMap<>(elements.toJson().members());
        both.putAll(json.toJson().members());
        return RuntimeEnv.of(new JsonObject(both));
    }

    private static RuntimeEnv elements(WithRuntimeEnv annotation, List<Problem> problems) {
        RuntimeEnvBuilder builder = RuntimeEnv.builder()
                .workingDir(annotation.workingDir())
                .pyModules(List.of(annotation.pyModules()))
                .pip(List.of(annotation.pip()))
                .uv(List.of(annotation.uv()))
                .conda(annotation.conda())
                .imageUri(annotation.imageUri())
                .pyExecutable(annotation.pyExecutable())
                .javaJars(List.of(annotation.javaJars()))
                .excludes(List.of(annotation.excludes()));
        for (String entry : annotation.envVars()) {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                builder.envVar(entry.substring(0, equals), entry.substring(equals + 1));
            } else {
                problems.add(
                        new Problem("$." + Field.ENV_VARS.key(), "`" + entry + "` must have the form `NAME=value`"));
            }
        }
        return builder.build();
    }
}
