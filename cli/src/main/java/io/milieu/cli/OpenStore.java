package io.milieu.cli;

import io.milieu.core.Milieu;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The store of one invocation, opened by the command that first needs it. Not thread-safe. */
final class OpenStore implements AutoCloseable {
    private final Path root;
    private final Map<String, String> variables;
    private @Nullable Milieu milieu;

    OpenStore(Path root, Map<String, String> variables) {
        this.root = root;
        this.variables = variables;
    }

    Milieu milieu() {
        if (milieu == null) {
            milieu = Milieu.open(root, variables, InstantSource.system());
        }
        return milieu;
    }

    @Override
    public void close() {
        if (milieu != null) {
            milieu.close();
        }
    }
}
