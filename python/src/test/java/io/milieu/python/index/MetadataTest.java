package io.milieu.python.index;

import static io.milieu.python.index.IndexFixture.DEMO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.python.metadata.CoreMetadata;
import io.milieu.testkit.Fault;
import io.milieu.testkit.IndexBuilder;
import io.milieu.testkit.IndexFeature;
import io.milieu.testkit.IndexServer;
import io.milieu.testkit.MadeWheel;
import io.milieu.testkit.SdistMaker;
import io.milieu.testkit.WheelMaker;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetadataTest {
    private static final MadeWheel WHEEL = WheelMaker.wheel("demo", "1.0")
            .requiresDist("other>=1")
            .description("long text ".repeat(100))
            .file("demo/data.bin", random(200_000))
            .make();
    private static final String FIELDS =
            WHEEL.metadata().substring(0, WHEEL.metadata().indexOf("\n\n") + 1);

    @TempDir
    Path folder;

    private IndexFixture fixture;

    @BeforeEach
    void makeFixture() {
        fixture = new IndexFixture(folder.resolve("cache"));
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(2).nextBytes(bytes);
        return bytes;
    }

    private static IndexBuilder index() {
        return IndexServer.builder().add(WHEEL);
    }

    private static ProjectFile file(IndexClient client) {
        return client.files(DEMO).files().getFirst();
    }

    @Test
    void theFileBesideTheWheelIsEnough() {
        try (IndexServer server = index().start()) {
            IndexClient client = fixture.client(server);
            assertThat(client.metadata(file(client))).isEqualTo(FIELDS).contains("Requires-Dist: other>=1\n");
            assertThat(server.count("*.whl.metadata")).isEqualTo(1);
            assertThat(server.count("*.whl")).isZero();
        }
    }

    @Test
    void aWrongFileBesideTheWheelIsRefused() {
        try (IndexServer server = index().start()) {
            server.fault("*.metadata", Fault.wrongBytes());
            IndexClient client = fixture.client(server);
            ProjectFile file = file(client);
            assertThatThrownBy(() -> client.metadata(file))
                    .hasMessageStartingWith("`" + file.uri() + ".metadata` has the hash `sha256:")
                    .hasMessageEndingWith("`, but `" + file.sidecar().hashes().getFirst() + "` was promised")
                    .isInstanceOfSatisfying(
                            MilieuException.class, e -> assertThat(e.code()).isEqualTo(CoreError.HASH_MISMATCH));
        }
    }

    @Test
    void withoutThatFileTheEndOfTheWheelIsRead() {
        try (IndexServer server = index().without(IndexFeature.SIDECARS).start()) {
            server.fault("*.whl", Fault.headWithoutRanges());
            IndexClient client = fixture.client(server);
            assertThat(client.metadata(file(client))).isEqualTo(FIELDS);
            assertThat(server.requests())
                    .filteredOn(each -> each.path().endsWith(".whl"))
                    .isNotEmpty()
                    .allMatch(
                            each -> each.method().equals("GET") && each.range().isPresent());
        }
    }

    @Test
    void aPromisedButMissingFileIsNoFailure() {
        try (IndexServer server = index().start()) {
            server.fault("*.metadata", Fault.status(404));
            IndexClient client = fixture.client(server);
            assertThat(client.metadata(file(client))).isEqualTo(FIELDS);
        }
    }

    @Test
    void metadataFarFromTheEndIsReadWithASecondRequest() {
        MadeWheel wheel = withMetadataFirst();
        try (IndexServer server = IndexServer.builder()
                .file(wheel.fileName(), wheel.bytes())
                .without(IndexFeature.SIDECARS)
                .start()) {
            IndexClient client = fixture.client(server);
            assertThat(client.metadata(file(client))).isEqualTo("Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n");
            assertThat(server.requests())
                    .filteredOn(each -> each.range().isPresent())
                    .hasSize(2);
        }
    }

    @Test
    void aServerWithoutRangesSendsTheWheelOnce() {
        try (IndexServer server = index().without(IndexFeature.SIDECARS).start()) {
            server.fault("*.whl", Fault.ignoresRange());
            IndexClient client = fixture.client(server);
            ProjectFile file = file(client);
            assertThat(client.metadata(file)).isEqualTo(FIELDS);
            int before = server.count("*.whl");
            fixture.client(server).download(file, folder.resolve("wheel"), _ -> {});

            assertThat(server.count("*.whl")).isEqualTo(before).isEqualTo(2);
            assertThat(folder.resolve("wheel")).hasBinaryContent(WHEEL.bytes());
            client.download(file, folder.resolve("wheel"), _ -> {});
            assertThat(server.count("*.whl")).isEqualTo(3);
        }
    }

    @Test
    void metadataIsAskedForOnceByAllClients() {
        try (IndexServer server = index().start()) {
            IndexClient client = fixture.client(server);
            client.metadata(file(client));
            server.clearRequests();
            assertThat(client.metadata(file(client))).isEqualTo(FIELDS);
            IndexClient other = fixture.client(server);
            assertThat(other.metadata(file(other))).isEqualTo(FIELDS);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void whatIsReplacedWithoutAHashIsSeenByTheNextClient() {
        try (IndexServer server = index().start()) {
            server.fault("*.whl", Fault.ignoresRange());
            IndexClient client = fixture.client(server);
            ProjectFile file = ProjectFile.at(WHEEL.fileName(), server.fileUri(WHEEL.fileName()));
            assertThat(client.metadata(file)).isEqualTo(FIELDS);
            MadeWheel other =
                    WheelMaker.wheel("demo", "1.0").requiresDist("another").make();
            server.publish(other);
            assertThat(client.metadata(file))
                    .as("one client does not contradict itself")
                    .isEqualTo(FIELDS);

            assertThat(fixture.client(server).metadata(file)).contains("Requires-Dist: another\n");
            IndexCache shared = new IndexCache(folder);
            CoreMetadata first = CoreMetadata.parse(FIELDS);
            CoreMetadata second = CoreMetadata.parse(FIELDS);
            assertThat(shared.metadata(file, () -> first)).isSameAs(first);
            assertThat(shared.metadata(file, () -> second)).isSameAs(second);
            fixture.client(server).download(file, folder.resolve("wheel"), _ -> {});
            assertThat(folder.resolve("wheel")).hasBinaryContent(other.bytes());
        }
    }

    @Test
    void aSourceDistributionHasMetadataOnlyBesideIt() {
        try (IndexServer server = IndexServer.builder()
                .add(SdistMaker.sdist("demo", "1.0").make())
                .start()) {
            IndexClient client = fixture.client(server);
            assertThatThrownBy(() -> client.metadata(file(client)))
                    .hasMessage("`demo-1.0.tar.gz` is no wheel, and `" + server.fileUri("demo-1.0.tar.gz")
                            + "` has no metadata file beside it");
        }
    }

    @Test
    void aWheelWithoutMetadataIsRefused() {
        MadeWheel broken =
                WheelMaker.wheel("demo", "1.0").broken().withoutMetadata().make();
        try (IndexServer server =
                IndexServer.builder().file(broken.fileName(), broken.bytes()).start()) {
            IndexClient client = fixture.client(server);
            assertThatThrownBy(() -> client.metadata(file(client)))
                    .hasMessage("the wheel `" + server.fileUri(broken.fileName())
                            + "` cannot be used: it has 0 files `*.dist-info/METADATA`, not one");
        }
    }

    @Test
    void aBrokenDownloadContinuesAndAWrongOneIsRefused() {
        try (IndexServer server = index().start()) {
            IndexClient client = fixture.client(server);
            ProjectFile file = file(client);
            server.fault("*.whl", Fault.truncated(100_000).times(1));
            client.download(file, folder.resolve("wheel"), _ -> {});
            assertThat(folder.resolve("wheel")).hasBinaryContent(WHEEL.bytes());
            assertThat(server.requests().getLast().status()).isEqualTo(206);

            server.fault("*.whl", Fault.wrongBytes());
            assertThatThrownBy(() -> client.download(file, folder.resolve("other"), _ -> {}))
                    .hasMessageEndingWith("`, but `" + file.identity().orElseThrow() + "` was promised");
            assertThat(folder.resolve("other")).doesNotExist();
        }
    }

    @Test
    void filesOnAnotherServerGetNoCredentials() {
        try (IndexServer files = index().start();
                IndexServer pages = index().filesAt(files.root()).start()) {
            IndexClient client =
                    fixture.client(IndexConfiguration.empty().withMainIndex(IndexFixture.withUser(pages.uri())));
            client.download(file(client), folder.resolve("wheel"), _ -> {});
            assertThat(pages.requests())
                    .allMatch(each -> each.header("Authorization").isPresent());
            assertThat(files.requests())
                    .hasSize(1)
                    .allMatch(each -> each.header("Authorization").isEmpty());
        }
    }

    @Test
    void aFileThatIsGone() {
        try (IndexServer server = index().start()) {
            IndexClient client = fixture.client(server);
            ProjectFile file = file(client);
            server.remove(WHEEL.fileName());
            URI uri = server.fileUri(WHEEL.fileName());
            assertThatThrownBy(() -> client.download(file, folder.resolve("wheel"), _ -> {}))
                    .hasMessage("could not download `" + uri + "`: the index lists it, but it does not exist");
        }
    }

    @Test
    void recordsSurviveARecordThatWasCutOff() {
        ByteBuffer one = MetadataLog.record("one", "first text");
        ByteBuffer two = MetadataLog.record("two", "");
        ByteBuffer log = ByteBuffer.allocate(one.capacity() * 2 + two.capacity() - 3);
        log.put(one.slice(0, one.capacity() - 3)).put(two).put(one);
        assertThat(MetadataLog.parse(log.array()))
                .containsOnlyKeys("one", "two")
                .containsEntry("one", "first text");
        assertThat(MetadataLog.parse(random(1000))).isEmpty();
    }

    private static MadeWheel withMetadataFirst() {
        try (var bytes = new java.io.ByteArrayOutputStream();
                var zip = new java.util.zip.ZipOutputStream(bytes)) {
            String metadata = "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n\ntext\n";
            zip.putNextEntry(new java.util.zip.ZipEntry("demo-1.0.dist-info/METADATA"));
            zip.write(metadata.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            zip.putNextEntry(new java.util.zip.ZipEntry("demo/data.bin"));
            zip.write(random(100_000));
            zip.finish();
            return new MadeWheel("demo-1.0-py3-none-any.whl", bytes.toByteArray(), metadata);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
