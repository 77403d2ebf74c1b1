package io.milieu.ray.agent;

import io.milieu.core.json.JsonValue.JsonArray;
import io.milieu.core.lease.Lease;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An environment that workers can be started in, until it is given back.
 *
 * @param context how, for the raylet
 * @param lease keeps the packages from being reclaimed, if there are any
 * @param folders of code that is in use
 * @param plugged what of plug-ins' it uses
 */
record Prepared(String context, Optional<Lease> lease, List<Path> folders, JsonArray plugged) {
    /** Copies the list. */
    Prepared {
        folders = List.copyOf(folders);
    }
}
