package io.milieu.cli;

import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.plan.EnvironmentRequest;
import io.milieu.core.spec.RuntimeEnv;
import io.milieu.python.name.PackageName;
import io.milieu.python.resolve.NoSolutionException;
import io.milieu.python.resolve.Offer;
import io.milieu.python.version.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says what stands in the way of a newer version of a package, by asking for one. */
final class NewerVersions {
    private static final int MOST = 5;
    private static final String WHEELS_ONLY = "--wheels-only";

    private final Session session;
    private final EnvironmentRequest request;

    NewerVersions(Session session, EnvironmentRequest request) {
        this.session = session;
        this.request = request;
    }

    /** {@return what there is to say, a line each} */
    List<String> than(String name, String version) throws InterruptedException {
        Map<String, JsonValue> fields =
                new LinkedHashMap<>(request.spec().toJson().members());
        ProjectOptions.add(fields, List.of(name + ">" + version));
        List<String> words = new ArrayList<>(request.options().packageOptions());
        // An answer to a question is not worth builds.
        words.add(WHEELS_ONLY);
        EnvironmentRequest more = new EnvironmentRequest(
                RuntimeEnv.of(new JsonObject(fields)),
                request.options().withPackageOptions(words),
                request.directory());
        try {
            return List.of(session
                    .plan(session.milieu(), more)
                    .lock()
                    .sections()
                    .getOrDefault("python", JsonValue.object().build())
                    .array("packages")
                    .stream()
                    .filter(each -> each instanceof JsonObject entry
                            && PackageName.normalize(entry.string("name").orElse(""))
                                    .equals(name))
                    .map(each -> ((JsonObject) each).string("version").orElse("?")
                            + " could be had if it were asked for, but others would then be older")
                    .findFirst()
                    .orElse("a newer one could be had without it"));
        } catch (NoSolutionException none) {
            return reasons(name, Version.parse(version), none);
        }
    }

    private static List<String> reasons(String name, Version than, NoSolutionException none) {
        List<String> lines = new ArrayList<>();
        List<String> conflicting = List.of();
        for (Offer offer : none.offers()) {
            if (offer.name().normalized().equals(name)) {
                conflicting = newer(offer.usable(), than);
                offer.excluded().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .forEach(excluded -> {
                            List<String> versions = newer(excluded.getValue(), than);
                            if (!versions.isEmpty()) {
                                String reason = excluded.getKey();
                                lines.add(some(versions) + ": "
                                        + (reason.contains(WHEELS_ONLY) ? "would have to be built" : reason));
                            }
                        });
            }
        }
        if (!conflicting.isEmpty()) {
            lines.add(some(conflicting) + ":");
            none.getMessage().lines().skip(1).forEach(lines::add);
        }
        return lines.isEmpty() ? List.of("it is the newest") : lines;
    }

    private static List<String> newer(List<String> versions, Version than) {
        return versions.stream()
                .filter(text -> Version.tryParse(text)
                        .filter(each -> each.compareTo(than) > 0)
                        .isPresent())
                .toList();
    }

    /** The newest come first. */
    private static String some(List<String> versions) {
        return versions.size() <= MOST
                ? String.join(", ", versions)
                : String.join(", ", versions.subList(0, MOST)) + " and " + (versions.size() - MOST) + " more";
    }
}
