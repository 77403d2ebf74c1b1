package io.milieu.python.venv;

import io.milieu.python.wheel.WheelManifest;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The layer of one wheel.
 *
 * @param directory absolute
 * @param manifest what it holds
 */
public record WheelLayer(Path directory, WheelManifest manifest) {

    /** Reads the manifest of a layer. */
    public static WheelLayer read(Path directory) throws IOException {
        return new WheelLayer(directory, WheelManifest.read(directory));
    }
}
