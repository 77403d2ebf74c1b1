package io.milieu.python.part;

import io.milieu.core.json.JsonValue;
import io.milieu.core.plan.EnvironmentRequest;
import io.milieu.core.plan.PlanOptions;
import io.milieu.core.plan.PlanOptions.IndexOptions;
import io.milieu.core.spec.RuntimeEnv;
import io.milieu.python.index.DistributionNames;
import io.milieu.python.index.ProjectFile;
import io.milieu.python.name.PackageName;
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
 * @param settings what the request tells the backends of packages that it names ({@code --config-settings})
 */
record BuildSetting(
        EnvironmentRequest request,
        IndexOptions fieldIndex,
        String executable,
        String identity,
        Map<String, String> repositories,
        Map<PackageName, List<String>> settings) {
    BuildSetting {
        repositories = Map.copyOf(repositories);
        settings = Map.copyOf(settings);
    }

    /** {@return the settings for the backend of a source distribution, which has the name of its project in its own} */
    List<String> settingsOf(ProjectFile file) {
        return settings.entrySet().stream()
                .filter(each -> DistributionNames.version(file.fileName(), each.getKey())
                        .isPresent())
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse(List.of());
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
