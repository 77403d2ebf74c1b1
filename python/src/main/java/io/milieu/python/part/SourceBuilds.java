package io.milieu.python.part;

import io.milieu.core.base.Digest;
import io.milieu.core.code.ArchiveLimits;
import io.milieu.core.code.Archives;
import io.milieu.core.error.MilieuException;
import io.milieu.core.event.BuildEvent;
import io.milieu.core.event.BuildListener;
import io.milieu.core.plan.LayerRecipe;
import io.milieu.core.plan.Workshop;
import io.milieu.core.posix.DiskFailure;
import io.milieu.core.store.Bucket;
import io.milieu.core.store.LayerKey;
import io.milieu.core.store.Staging;
import io.milieu.python.build.StaticMetadata;
import io.milieu.python.error.PythonError;
import io.milieu.python.index.IndexClient;
import io.milieu.python.index.ProjectFile;
import io.milieu.python.metadata.CoreMetadata;
import io.milieu.python.resolve.Origins;
import io.milieu.python.source.Git;
import io.milieu.python.source.PinnedSource;
import io.milieu.python.source.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The sources of one request: brought to the store, read, and built. A source tree is a layer, and so is the wheel that is built of it,
 * whose key is that of the source, since builds are not reproducible. Thread-safe.
 */
final class SourceBuilds {
    static final Bucket SOURCES = new Bucket("sources", 1, 64, true);
    static final Bucket BUILT = new Bucket("built", 1, 64, true);

    /** Reads a source tree. */
    @FunctionalInterface
    interface Reading<T> {
        T of(SourceTree tree) throws IOException, InterruptedException;
    }

    /** Checks what came without a promise, before anything in it is run. */
    @FunctionalInterface
    interface Check {
        /** {@return the digest, if it may be used} */
        Digest checked(ProjectFile file, Digest sha256);
    }

    private final PythonNode node;
    private final Supplier<IndexClient> client;
    private final BuildSetting setting;
    private final Check check;
    private final BuildListener listener;

    SourceBuilds(
            PythonNode node, Supplier<IndexClient> client, BuildSetting setting, Check check, BuildListener listener) {
        this.check = check;
        this.node = node;
        this.client = client;
        this.setting = setting;
        this.listener = listener;
    }

    /** {@return the key of the wheel that is built of a source} */
    static LayerKey key(PinnedSource source, String interpreterIdentity) {
        String text = String.join("\n", "built 1", source.identity().hex(), source.subdirectory(), interpreterIdentity);
        return new LayerKey(BUILT, Digest.ofText(text));
    }

    /** {@return how the wheel of a source comes to be} */
    LayerRecipe recipe(PinnedSource source, String label) {
        return new LayerRecipe(key(source, setting.identity()), label, -1, new LayerRecipe.Work() {
            @Override
            public void prepare(BuildListener told) throws InterruptedException {
                new WheelBuild(SourceBuilds.this, node, setting, source).run(told);
            }

            @Override
            public long produce(Staging staging, BuildListener told) {
                throw new IllegalStateException("built before it is asked for: " + label);
            }
        });
    }

    /** {@return the metadata of every wheel that is built of a source distribution of an index} */
    CoreMetadata metadata(Origins.Indexed indexed, ProjectFile file) throws InterruptedException {
        if (file.sidecar().exists()) {
            CoreMetadata beside = indexed.get();
            if (beside.hasStaticDependencies()) {
                return beside;
            }
        }
        return metadata(archive(file).with(setting.settingsOf(file)));
    }

    /** {@return the metadata of every wheel of a source} */
    CoreMetadata metadata(PinnedSource source) throws InterruptedException {
        Optional<CoreMetadata> promised =
                in(source, listener, tree -> StaticMetadata.of(tree.project(source.subdirectory()), source.label()));
        if (promised.isPresent()) {
            return promised.get();
        }
        return node.workshop().with(recipe(source, source.label()), listener, this::metadata);
    }

    CoreMetadata metadata(Path layer) throws IOException {
        String distInfo = node.layer(layer).manifest().distInfo();
        return CoreMetadata.parse(
                Files.readString(layer.resolve("site").resolve(distInfo).resolve("METADATA")));
    }

    /** Reads the tree of a source, which is brought to the store first. */
    <T> T in(PinnedSource source, BuildListener told, Reading<T> reading) throws InterruptedException {
        if (source.bare() instanceof PinnedSource.Folder folder && folder.editable()) {
            try {
                return reading.of(new SourceTree(folder.path()));
            } catch (IOException e) {
                throw DiskFailure.of("build `" + source.label() + "`", folder.path(), e);
            }
        }
        LayerRecipe recipe = new LayerRecipe(
                new LayerKey(SOURCES, source.bare().identity()),
                source.label(),
                -1,
                (staging, all) -> fetch(source.bare(), staging, all));
        Workshop.Use<T> use = layer -> reading.of(new SourceTree(layer.resolve("tree")));
        return node.workshop().with(recipe, told, use);
    }

    private long fetch(PinnedSource.Bare source, Staging staging, BuildListener told)
            throws IOException, InterruptedException {
        Path tree = Files.createDirectory(staging.directory().resolve("tree"));
        return switch (source) {
            case PinnedSource.Archive archive -> unpack(archive, staging, tree, told);
            case PinnedSource.Commit commit -> {
                String full = setting.repositories().getOrDefault(commit.url(), commit.url());
                yield git().checkOut(
                                new PinnedSource.Commit(
                                        full, commit.commit(), commit.revision(), commit.subdirectory()),
                                tree);
            }
            case PinnedSource.Folder folder -> copy(folder, tree);
        };
    }

    private static long copy(PinnedSource.Folder folder, Path tree) throws IOException {
        new SourceTree(folder.path()).copy(tree);
        SourceTree copied = new SourceTree(tree);
        if (!copied.digest().equals(folder.content())) {
            throw new MilieuException(
                    PythonError.SOURCE_INVALID,
                    "`" + folder.path() + "` was changed while it was read",
                    List.of("Try again when nothing writes to it."));
        }
        return copied.bytes();
    }

    private long unpack(PinnedSource.Archive source, Staging staging, Path tree, BuildListener told)
            throws IOException, InterruptedException {
        ProjectFile file = source.file();
        Path download = staging.directory().resolve(file.fileName());
        client.get()
                .download(
                        file, download, bytes -> told.on(new BuildEvent.Fetching(source.label(), bytes, file.size())));
        long bytes = new Archives(ArchiveLimits.DEFAULT).extract(download, tree, true);
        Files.delete(download);
        return bytes;
    }

    private PinnedSource.Archive archive(ProjectFile file) {
        if (file.sha256().isPresent()) {
            return new PinnedSource.Archive(file, file.sha256().get(), "");
        }
        ProjectFile pinned = client.get().pin(file);
        Digest sha256 = check.checked(file, pinned.sha256().orElseThrow());
        return new PinnedSource.Archive(pinned, sha256, "");
    }

    /** {@return Git for this request} */
    Git git() {
        return new Git(node.variables(), setting.request().options().offline());
    }

    /** The names of what is built around this, outermost first. */
    List<String> purpose() {
        return setting.request().purpose();
    }
}
