package io.milieu.ray.agent;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.plan.Lock;
import io.milieu.ray.env.RayEnv;
import java.util.List;
import java.util.regex.Pattern;

/** Workers must run the Ray that the node runs: the base interpreter's, which environments see and never install. */
final class RayVersion {
    private static final Pattern NAME = Pattern.compile("[\"\\s]ray\\s*[=<>~!\\[@\"]");

    private RayVersion() {}

    /** {@return whether the packages field speaks of Ray itself} */
    static boolean isMentioned(RayEnv env) {
        return NAME.matcher(env.key()).find();
    }

    /**
     * Looks whether an environment brings a Ray of its own.
     *
     * @throws MilieuException {@link CoreError#SPEC_INVALID} if it does
     */
    static void requireUntouched(Lock lock) {
        for (JsonObject section : lock.sections().values()) {
            section.array("packages").stream()
                    .filter(JsonObject.class::isInstance)
                    .map(JsonObject.class::cast)
                    .filter(each -> each.string("name").filter("ray"::equals).isPresent())
                    .findFirst()
                    .ifPresent(ray -> {
                        throw new MilieuException(
                                CoreError.SPEC_INVALID,
                                "Changing the ray version is not allowed: the requirements ask for ray "
                                        + ray.string("version").orElse("") + ", which is not the cluster's",
                                List.of(
                                        "Leave `ray` out of the requirements, or give the version that the cluster runs."));
                    });
        }
    }
}
