package io.milieu.ray.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.fetch.FetchSettings;
import io.milieu.core.fetch.Fetcher;
import io.milieu.ray.gcs.ControlStore;
import io.milieu.ray.gcs.FakeControlStore;
import io.milieu.ray.packages.Packages.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackagesTest {
    @TempDir
    Path folder;

    private FakeControlStore uploaded;
    private ControlStore store;
    private Fetcher fetcher;

    @BeforeEach
    void open() throws IOException {
        uploaded = new FakeControlStore();
        store = new ControlStore(uploaded.address(), "c1", Optional.of("secret-word"), Optional.empty());
        fetcher = new Fetcher(FetchSettings.of(Map.of(), List.of()));
    }

    @AfterEach
    void close() {
        fetcher.close();
        store.close();
        uploaded.close();
    }

    @Test
    void whatADriverUploadedIsUnpackedAsItIs() throws Exception {
        uploaded.values.put("gcs://_ray_pkg_1.zip", zip("top/main.py"));
        Path package1 = packages(Map.of()).obtain(Kind.WORKING_DIR, "gcs://_ray_pkg_1.zip");
        assertThat(package1).isEqualTo(root().resolve("working_dir_files/_ray_pkg_1"));
        assertThat(package1.resolve("top/main.py")).content().isEqualTo("top/main.py");
        assertThat(uploaded.shown).containsExactly("c1 Bearer secret-word");
    }

    @Test
    void anArchiveThatPeopleOfferLosesTheFolderAroundIt() throws Exception {
        Path archive = Files.write(folder.resolve("code.zip"), zip("code-1.0/main.py", "code-1.0/data.txt"));
        Path unpacked = packages(Map.of()).obtain(Kind.WORKING_DIR, "file://" + archive);
        assertThat(unpacked.resolve("main.py")).exists();
        assertThat(unpacked.resolve("data.txt")).exists();
    }

    @Test
    void aFolderThatEveryNodeHasIsUsedWhereItIs() throws Exception {
        Packages packages = packages(Map.of());
        Path code = Files.createDirectories(folder.resolve("shared/code"));
        Path found = packages.obtain(Kind.PY_MODULES, "local://" + code);
        packages.release(found);
        assertThat(found).isEqualTo(code).isDirectory();
        assertFails(packages, "local://" + folder.resolve("missing"), CoreError.PATH_INVALID);
    }

    @Test
    void manyWhoWantTheSameUnpackItOnce() throws Exception {
        uploaded.values.put("gcs://p.zip", zip("main.py"));
        Packages packages = packages(Map.of());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Path>> tasks = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                tasks.add(() -> packages.obtain(Kind.WORKING_DIR, "gcs://p.zip"));
            }
            Set<Path> folders = new HashSet<>();
            for (Future<Path> each : threads.invokeAll(tasks)) {
                folders.add(each.get());
            }
            assertThat(folders).hasSize(1);
        }
        assertThat(uploaded.shown).hasSize(1);
        assertThat(children(root().resolve("working_dir_files"))).containsExactly("p");
    }

    @Test
    void beyondTheLimitUnusedPackagesGoLeastRecentlyUsedFirst() throws Exception {
        for (String name : List.of("a", "b", "c")) {
            uploaded.values.put("gcs://" + name + ".zip", zip(name + ".py"));
        }
        // About six bytes.
        Packages packages = packages(Map.of("RAY_RUNTIME_ENV_WORKING_DIR_CACHE_SIZE_GB", "0.000000006"));
        Path a = packages.obtain(Kind.WORKING_DIR, "gcs://a.zip");
        Path b = packages.obtain(Kind.WORKING_DIR, "gcs://b.zip");
        Path c = packages.obtain(Kind.WORKING_DIR, "gcs://c.zip");
        packages.release(b);
        packages.release(a);
        assertThat(Stream.of(a, b, c).filter(Files::exists)).containsExactly(c);
        assertThat(packages.obtain(Kind.WORKING_DIR, "gcs://b.zip").resolve("b.py"))
                .exists();
    }

    @Test
    void whatCannotBeHadIsTold() throws Exception {
        Packages packages = packages(Map.of());
        assertFails(packages, "gcs://missing.zip", CoreError.FETCH_FAILED);
        assertFails(packages, "file:///no/such.zip", CoreError.PATH_INVALID);
        assertFails(packages, "s3://bucket/code.zip", CoreError.NOT_SUPPORTED);
        assertFails(packages, "/a/path", CoreError.PATH_INVALID);
        assertFails(packages, "https://host/page.html", CoreError.PATH_INVALID);
        assertFails(packages, "gcs://../../../escape.zip", CoreError.PATH_INVALID);
        uploaded.values.put("gcs://broken.zip", "no zip at all".getBytes(StandardCharsets.UTF_8));
        assertFails(packages, "gcs://broken.zip", CoreError.ARCHIVE_REFUSED);
        uploaded.values.put("gcs://evil.zip", zip("../evil.py"));
        assertFails(packages, "gcs://evil.zip", CoreError.ARCHIVE_REFUSED);
        uploaded.close();
        assertFails(packages, "gcs://later.zip", CoreError.FETCH_FAILED);
        assertThat(children(root().resolve("working_dir_files"))).isEmpty();
    }

    @Test
    void aDiskThatCannotBeWrittenIsSaid() throws Exception {
        uploaded.values.put("gcs://p.zip", zip("main.py"));
        assertThatThrownBy(() -> store.copy("gcs://p.zip", folder.resolve("no/such/folder/p.zip")))
                .isInstanceOfSatisfying(
                        MilieuException.class,
                        failure -> assertThat(failure.code()).isEqualTo(CoreError.IO_FAILED))
                .hasMessageContaining("write the package");
    }

    private static void assertFails(Packages packages, String uri, CoreError code) {
        assertThatThrownBy(() -> packages.obtain(Kind.WORKING_DIR, uri))
                .isInstanceOfSatisfying(
                        MilieuException.class,
                        failure -> assertThat(failure.code())
                                .as(failure.getMessage())
                                .isEqualTo(code));
    }

    private Packages packages(Map<String, String> variables) {
        return new Packages(root(), new PackageSource(store, fetcher), variables);
    }

    private Path root() {
        return folder.resolve("resources");
    }

    private static List<String> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.map(each -> String.valueOf(each.getFileName())).toList();
        }
    }

    private static byte[] zip(String... names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (String name : names) {
                out.putNextEntry(new ZipEntry(name));
                out.write(name.getBytes(StandardCharsets.UTF_8));
                out.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
