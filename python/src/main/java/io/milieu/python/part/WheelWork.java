package io.milieu.python.part;

import io.milieu.core.event.BuildEvent;
import io.milieu.core.event.BuildListener;
import io.milieu.core.plan.LayerRecipe;
import io.milieu.core.store.Bucket;
import io.milieu.core.store.LayerKey;
import io.milieu.core.store.Staging;
import io.milieu.python.index.IndexClient;
import io.milieu.python.index.ProjectFile;
import io.milieu.python.source.PinnedSource;
import io.milieu.python.wheel.WheelManifest;
import io.milieu.python.wheel.WheelUnpacker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Makes the layer of one wheel: fetched, verified, unpacked. */
final class WheelWork implements LayerRecipe.Work {
    static final Bucket WHEELS = new Bucket("wheels", 1, 64, true);

    private final LockedWheels.Wheel wheel;
    private final Supplier<IndexClient> client;
    private final WheelUnpacker unpacker;

    private WheelWork(LockedWheels.Wheel wheel, Supplier<IndexClient> client, WheelUnpacker unpacker) {
        this.wheel = wheel;
        this.client = client;
        this.unpacker = unpacker;
    }

    static LayerKey key(PinnedSource.Archive wheel) {
        return new LayerKey(WHEELS, wheel.sha256());
    }

    static LayerRecipe recipe(LockedWheels.Wheel wheel, Supplier<IndexClient> client, WheelUnpacker unpacker) {
        return new LayerRecipe(
                key(wheel.archive()),
                wheel.label(),
                wheel.archive().file().size(),
                new WheelWork(wheel, client, unpacker));
    }

    @Override
    public long produce(Staging staging, BuildListener listener) throws IOException, InterruptedException {
        String label = wheel.label();
        ProjectFile file = wheel.archive().file();
        long total = file.size();
        // Inside the staging folder, so that whatever ends this process, the file goes with the folder.
        Path download = staging.directory().resolve(file.fileName());
        client.get().download(file, download, bytes -> listener.on(new BuildEvent.Fetching(label, bytes, total)));
        listener.on(new BuildEvent.Unpacking(label));
        WheelManifest manifest = unpacker.unpack(download, staging.directory());
        Files.delete(download);
        staging.declareReadOnly();
        return manifest.bytes();
    }
}
