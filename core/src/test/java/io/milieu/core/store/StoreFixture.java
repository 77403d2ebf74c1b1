package io.milieu.core.store;

import io.milieu.core.base.Digest;
import io.milieu.core.posix.BootId;
import io.milieu.core.posix.ProcessIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** What tests of the store begin with. */
public final class StoreFixture {
    /** A point in time. */
    public static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

    private StoreFixture() {}

    /** {@return the store in that folder, at that time} */
    public static Store at(Path root, Instant now) {
        return Store.open(
                root,
                new StoreSettings(InstantSource.fixed(now), ProcessIdentity.self(), BootId.current(), folder -> {}));
    }

    /** {@return the store in that folder, with the real clock} */
    public static Store real(Path root) {
        return Store.open(root, StoreSettings.standard());
    }

    /** {@return the key of a layer} */
    public static LayerKey layer(String name) {
        return new LayerKey(Bucket.LAYERS, Digest.ofText(name));
    }

    /** {@return the key of an environment} */
    public static LayerKey environment(String name) {
        return new LayerKey(Bucket.ENVIRONMENTS, Digest.ofText(name));
    }

    /** {@return a source of one file in a folder} */
    public static LayerSource text(String content, LayerKey... references) {
        return staging -> {
            List.of(references).forEach(staging::reference);
            Files.createDirectory(staging.directory().resolve("folder"));
            Files.writeString(staging.directory().resolve("folder/file"), content);
            return content.length();
        };
    }

    /** {@return a source that must not be asked} */
    public static LayerSource forbidden() {
        return staging -> {
            throw new AssertionError("built again");
        };
    }
}
