package io.milieu.python.part;

import io.milieu.core.json.JsonValue;
import io.milieu.core.plan.EnvironmentRequest;
import io.milieu.core.plan.PlanOptions;
import io.milieu.core.plan.PlanOptions.IndexOptions;
import io.milieu.core.spec.RuntimeEnv;
import io.milieu.python.requirement.Requirement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * For whom something is built.
 *
 * @param request the wish that needs it
 * @param fieldIndex where packages come from, as far as its field says so
 * @param executable the interpreter
 * @param identity the interpreter's identity
 * @param repositories URLs of repositories as the request writes them, which may hold credentials, by their URLs without
 */
record BuildSetting(
        EnvironmentRequest request,
        IndexOptions fieldIndex,
        String executable,
        String identity,
        Map<String, String> repositories) {
    BuildSetting {
        repositories = Map.copyOf(repositories);
    }

    /** {@return the environment for a backend: the same interpreter and package sources, nothing else of the wish} */
    EnvironmentRequest environment(List<Requirement> requires, String label) {
        RuntimeEnv spec = RuntimeEnv.of(JsonValue.object()
                .put(
                        "pip",
                        JsonValue.ofStrings(
                                requires.stream().map(Requirement::toString).toList()))
                .build());
        PlanOptions options = PlanOptions.DEFAULTS
                .withPython(executable)
                .withIndex(index())
                .withLinkMode(request.options().linkMode())
                .withLockTtl(request.options().lockTtl())
                .withOffline(request.options().offline());
        return request.forBuild(spec, options, label);
    }

    private IndexOptions index() {
        IndexOptions own = request.options().index();
        return new IndexOptions(
                own.indexUrl().isEmpty() ? fieldIndex.indexUrl() : own.indexUrl(),
                both(fieldIndex.extraIndexUrls(), own.extraIndexUrls()),
                both(fieldIndex.findLinks(), own.findLinks()),
                own.noIndex() || fieldIndex.noIndex(),
                false);
    }

    private static List<String> both(List<String> one, List<String> other) {
        return Stream.concat(one.stream(), other.stream()).distinct().toList();
    }
}
