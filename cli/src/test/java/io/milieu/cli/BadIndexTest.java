package io.milieu.cli;

import static io.milieu.cli.FrontDoor.failed;
import static io.milieu.testkit.WheelMaker.wheel;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.cli.FrontDoor.Ended;
import io.milieu.testkit.Body;
import io.milieu.testkit.Fault;
import io.milieu.testkit.IndexFeature;
import io.milieu.testkit.IndexServer;
import io.milieu.testkit.MadeWheel;
import io.milieu.testkit.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Indexes that lie, loop, swell or say nonsense: a clear error in bounded memory, and nothing half-stored. */
class BadIndexTest {
    private static final String JSON = "application/vnd.pypi.simple.v1+json";
    private static final MadeWheel DEMO = wheel("demo", "1.0").make();

    @TempDir
    Path temp;

    private FrontDoor door;
    private final IndexServer index = IndexServer.builder().add(DEMO).start();

    @BeforeEach
    void openTheDoor() throws Exception {
        door = new FrontDoor(temp);
    }

    @AfterEach
    void closeTheIndex() throws Exception {
        index.close();
        door.assertClean();
    }

    private Ended create() throws Exception {
        Ended ended = door.with(index, "create", "--pip", "demo");
        assertThat(door.entries("wheels")).isZero();
        assertThat(door.entries("environments")).isZero();
        return ended;
    }

    private void page(String type, String body) {
        index.fault("/simple/demo/", (_, _) -> Reply.text(200, body).with("Content-Type", type));
    }

    private String entry(String size, String url) {
        return """
                {"meta": {"api-version": "1.0"}, "files": [{"filename": "%s", "url": "%s", "size": %s,
                  "hashes": {"sha256": "%s"}}]}""".formatted(DEMO.fileName(), url, size, DEMO.sha256Hex());
    }

    private static Body endless(long length) {
        byte[] piece = " ".repeat(1 << 16).getBytes(UTF_8);
        return new Body() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public void write(OutputStream out, long from, long count) throws IOException {
                for (long left = count; left > 0; left -= piece.length) {
                    out.write(piece, 0, (int) Math.min(left, piece.length));
                }
            }
        };
    }

    @Test
    void aFileThatIsLongerThanPromised() throws Exception {
        page(JSON, entry("100", "../../files/" + DEMO.fileName()));
        assertThat(create())
                .isEqualTo(failed(
                        1,
                        "hash-mismatch",
                        "`" + index.fileUri(DEMO.fileName()) + "` has more than the 100 bytes that were promised"));
    }

    @Test
    void aFileThatIsShorterThanPromised() throws Exception {
        page(JSON, entry("100000", "../../files/" + DEMO.fileName()));
        assertThat(create())
                .isEqualTo(failed(
                        1,
                        "fetch-failed",
                        "could not download `" + index.fileUri(DEMO.fileName())
                                + "` after 4 attempts: the server cannot continue where the transfer broke off"));
    }

    @Test
    void metadataThatIsNotWhatThePagePromised() throws Exception {
        index.fault("*.metadata", Fault.wrongBytes());
        Ended ended = create();
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err())
                .startsWith(
                        "error[hash-mismatch]: `" + index.fileUri(DEMO.fileName()) + ".metadata` has the hash `sha256:")
                .endsWith("` was promised\n");
    }

    @Test
    void redirectsThatNeverEnd() throws Exception {
        index.fault("/simple/demo/", Fault.redirectLoop());
        assertThat(create())
                .isEqualTo(failed(
                        1, "fetch-failed", "could not download `" + index.uri() + "demo/`: more than 10 redirects"));
        index.clearFaults();
        index.fault("*.whl", Fault.redirectLoop());
        assertThat(door.with(index, "create", "--refresh", "--pip", "demo"))
                .isEqualTo(failed(
                        1,
                        "fetch-failed",
                        "could not download `" + index.fileUri(DEMO.fileName()) + "`: more than 10 redirects"));
    }

    @Test
    void redirectsToFilesOfThisMachine() throws Exception {
        index.fault("/simple/demo/", (_, _) -> Reply.redirect("file:///etc/hosts"));
        assertThat(create())
                .isEqualTo(failed(
                        1,
                        "fetch-failed",
                        "could not download `" + index.uri()
                                + "demo/`: a redirect to `file:///etc/hosts`, which is not followed"));
    }

    @Test
    void aLoginIsNotCarriedToAnotherServer() throws Exception {
        try (IndexServer other = IndexServer.builder().add(DEMO).start()) {
            index.fault("*.whl", Fault.redirectTo(other.root()));
            index.fault("/simple/*", Fault.basicAuth("me", "secret"));
            String url = index.uri().toString().replace("//", "//me:secret@");
            assertThat(door.run("create", "--index-url", url, "--pip", "demo").code())
                    .isZero();
            assertThat(other.requests())
                    .isNotEmpty()
                    .allSatisfy(request ->
                            assertThat(request.header("Authorization")).isEmpty());
        }
    }

    @Test
    void aPageOfHalfAGigabyteInASmallHeap() throws Exception {
        index.fault("/simple/demo/", (_, _) -> new Reply(200, Map.of("Content-Type", JSON), endless(500L << 20)));
        FrontDoor small = door.and("JDK_JAVA_OPTIONS", "-Xmx64m");
        Ended ended = small.child("", FrontDoor.indexed(index, "create", "--quiet", "--pip", "demo"));
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err())
                .endsWith("error[fetch-failed]: could not download `" + index.uri()
                        + "demo/`: the answer is larger than 33554432 bytes\n");
    }

    @Test
    void aPageThatSwellsWhenItIsUnpacked() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            endless(0).write(out, 0, 100L << 20);
        }
        index.fault(
                "/simple/demo/",
                (_, _) -> Reply.of(200, packed.toByteArray())
                        .with("Content-Type", JSON)
                        .with("Content-Encoding", "gzip"));
        assertThat(create())
                .isEqualTo(failed(
                        1,
                        "fetch-failed",
                        "could not download `" + index.uri() + "demo/`: the answer is larger than 33554432 bytes"));
    }

    @Test
    void aPageOfAnotherKind() throws Exception {
        page("image/png", "\u0089PNG");
        assertThat(create())
                .isEqualTo(failed(
                        1,
                        "page-invalid",
                        "the page `" + index.uri()
                                + "demo/` cannot be understood: it is neither JSON nor HTML but `image/png`",
                        "Check that the URL is that of a package index."));
    }

    @Test
    void linksThatLeaveTheirFolderAreNoFiles() throws Exception {
        for (String body : new String[] {
            "<a href=\"..%2F..%2Fdemo-1.0-py3-none-any.whl\">x</a>", "<a href=\"a%5Cdemo-1.0.tar.gz\">x</a><a href='"
        }) {
            page("text/html", body);
            Ended ended = door.with(index, "create", "--refresh", "--pip", "demo");
            assertThat(ended.err()).startsWith("error[no-matching-version]: ");
        }
        page(JSON, entry("1", "x").replace("\"filename\": \"", "\"filename\": \"../../"));
        assertThat(door.with(index, "create", "--refresh", "--pip", "demo").err())
                .startsWith("error[no-matching-version]: ");
        assertThat(door.entries("wheels")).isZero();
    }

    @Test
    void aServerThatIgnoresRangesIsAskedForTheWholeFile() throws Exception {
        try (IndexServer plain =
                IndexServer.builder().add(DEMO).without(IndexFeature.SIDECARS).start()) {
            plain.fault("*.whl", Fault.ignoresRange());
            plain.fault("*.whl", Fault.headWithLength(7));
            assertThat(door.with(plain, "create", "--pip", "demo").code()).isZero();
        }
    }

    @Test
    void aProjectInQuarantine() throws Exception {
        page(JSON, """
                {"files": [], "project-status": {"status": "quarantined", "reason": "steals\\u001b[31m keys"}}""");
        assertThat(create())
                .isEqualTo(failed(
                        1,
                        "package-quarantined",
                        "package `demo` is in quarantine, so its index offers no files (steals [31m keys)",
                        "It is believed to be harmful: do without it, or use another project."));
    }

    @Test
    void projectsThatAreGivenUpAndNewerProtocolsAreWarnedOf() throws Exception {
        for (String[] state : new String[][] {
            {"archived", "`demo` is archived: no new versions are to be expected (done)"},
            {"deprecated", "`demo` is deprecated: another project should be used (done)"}
        }) {
            page(
                    JSON,
                    entry(String.valueOf(DEMO.bytes().length), "../../files/" + DEMO.fileName())
                            .replace("\"1.0\"", "\"1.77\"")
                            .replace(
                                    "{\"meta\"",
                                    "{\"project-status\": {\"status\": \"" + state[0]
                                            + "\", \"reason\": \"done\"}, \"meta\""));
            Ended ended = door.loud(java.util.List.of(FrontDoor.indexed(index, "plan", "--refresh", "--pip", "demo")));
            assertThat(ended.code()).as(ended.err()).isZero();
            assertThat(ended.err())
                    .contains(state[1])
                    .contains("the index `" + index.uri()
                            + "` speaks a newer version of the index protocol than 1.4: what is new in it is not seen");
        }
    }
}
