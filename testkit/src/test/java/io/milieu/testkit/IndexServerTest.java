package io.milieu.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IndexServerTest {
    private static final String JSON = "application/vnd.pypi.simple.v1+json";

    private final MadeWheel demo = WheelMaker.wheel("My.Demo", "1.0")
            .requiresPython(">=3.8")
            .requiresDist("base")
            .make();
    private final MadeWheel base = WheelMaker.wheel("base", "2.0").make();
    private final HttpClient client = HttpClient.newHttpClient();
    private IndexServer index = start(IndexServer.builder());

    @TempDir
    Path directory;

    private IndexServer start(IndexBuilder builder) {
        return builder.add(demo, base)
                .yanked(base.fileName(), "broken & \"bad\"")
                .uploaded(base.fileName(), Instant.parse("2025-05-05T00:00:00Z"))
                .start();
    }

    private void restart(IndexBuilder builder) {
        index.close();
        index = start(builder);
    }

    @AfterEach
    void stop() {
        index.close();
        client.close();
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return client.send(request(path, headers).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(index.root().resolve(path));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private HttpResponse<byte[]> wheel(String... headers) throws IOException, InterruptedException {
        URI uri = index.fileUri(demo.fileName());
        return client.send(request(uri.getPath(), headers).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    @Test
    void htmlPageTellsHashPythonYankAndSidecar() throws Exception {
        HttpResponse<String> page = get("/simple/base/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html");
        assertThat(page.body())
                .contains("<a href=\"../../files/" + base.fileName() + "#sha256=" + base.sha256Hex()
                        + "\" data-yanked=\"broken &amp; &quot;bad&quot;\" data-core-metadata=\"sha256="
                        + Hashes.hex(base.metadata().getBytes(StandardCharsets.UTF_8)) + "\">"
                        + base.fileName() + "</a>");
        assertThat(get("/simple/my-demo/").body()).contains("data-requires-python=\"&gt;=3.8\"");
    }

    @Test
    void jsonPageTellsTheSame() throws Exception {
        HttpResponse<String> page = get("/simple/base/", "Accept", JSON + ", text/html;q=0.1");
        assertThat(page.headers().firstValue("Content-Type")).contains(JSON);
        assertThat(page.body())
                .isEqualTo(String.format(
                        """
                {"meta":{"api-version":"1.1"},"name":"base","versions":["2.0"],"files":[{"filename":"%1$s",\
                "url":"../../files/%1$s","hashes":{"sha256":"%2$s"},"size":%3$d,"upload-time":"2025-05-05T00:00:00Z",\
                "yanked":"broken & \\"bad\\"","core-metadata":{"sha256":"%4$s"}}]}""",
                        base.fileName(),
                        base.sha256Hex(),
                        base.bytes().length,
                        Hashes.hex(base.metadata().getBytes(StandardCharsets.UTF_8))));
        assertThat(get("/simple/", "Accept", JSON).body())
                .isEqualTo(
                        "{\"meta\":{\"api-version\":\"1.1\"},\"projects\":[{\"name\":\"base\"},{\"name\":\"my-demo\"}]}");
    }

    @Test
    void acceptHeaderIsWeighed() throws Exception {
        String both = JSON + ";q=0.2, text/html;q=0.9";
        assertThat(get("/simple/", "Accept", both).headers().firstValue("Content-Type"))
                .contains("text/html");
        assertThat(get("/simple/", "Accept", "image/png").statusCode()).isEqualTo(406);
        restart(IndexServer.builder().without(IndexFeature.JSON));
        assertThat(get("/simple/", "Accept", JSON).headers().firstValue("Content-Type"))
                .contains("text/html");
    }

    @Test
    void otherSpellingsAreRedirected() throws Exception {
        assertThat(get("/simple/My.Demo/").headers().firstValue("Location")).contains("/simple/my-demo/");
        assertThat(get("/simple/my-demo").headers().firstValue("Location")).contains("/simple/my-demo/");
        assertThat(get("/simple").headers().firstValue("Location")).contains("/simple/");
        assertThat(get("/simple/unknown/").statusCode()).isEqualTo(404);
    }

    @Test
    void rangesAreServed() throws Exception {
        byte[] all = demo.bytes();
        assertThat(wheel().body()).isEqualTo(all);
        HttpResponse<byte[]> first = wheel("Range", "bytes=0-9");
        assertThat(first.statusCode()).isEqualTo(206);
        assertThat(first.body()).isEqualTo(Arrays.copyOf(all, 10));
        assertThat(first.headers().firstValue("Content-Range")).contains("bytes 0-9/" + all.length);
        assertThat(wheel("Range", "bytes=100-").body()).isEqualTo(Arrays.copyOfRange(all, 100, all.length));
        assertThat(wheel("Range", "bytes=-22").body()).isEqualTo(Arrays.copyOfRange(all, all.length - 22, all.length));
        HttpResponse<byte[]> outside = wheel("Range", "bytes=999999-");
        assertThat(outside.statusCode()).isEqualTo(416);
        assertThat(outside.headers().firstValue("Content-Range")).contains("bytes */" + all.length);
        assertThat(wheel("Range", "bytes=0-9", "If-Range", "\"old\"").statusCode())
                .isEqualTo(200);
        assertThat(index.requests().get(1)).hasToString("GET /files/" + demo.fileName() + " bytes=0-9 -> 206");
    }

    @Test
    void unchangedIs304() throws Exception {
        String tag = wheel().headers().firstValue("ETag").orElseThrow();
        assertThat(wheel("If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(wheel("If-Modified-Since", "Mon, 01 Jan 2024 00:00:00 GMT").statusCode())
                .isEqualTo(304);
        String page = get("/simple/base/").headers().firstValue("ETag").orElseThrow();
        assertThat(get("/simple/base/", "If-None-Match", page).statusCode()).isEqualTo(304);
        index.publish(WheelMaker.wheel("base", "3.0").make());
        assertThat(get("/simple/base/", "If-None-Match", page).statusCode()).isEqualTo(200);
    }

    @Test
    void headTellsLengthAndRanges() throws Exception {
        HttpRequest head = request("/files/" + demo.fileName()).HEAD().build();
        HttpResponse<Void> reply = client.send(head, HttpResponse.BodyHandlers.discarding());
        assertThat(reply.headers().firstValue("Content-Length")).contains("" + demo.bytes().length);
        assertThat(reply.headers().firstValue("Accept-Ranges")).contains("bytes");
    }

    @Test
    void pipInstallsFromServerAndFromItsDirectory() throws Exception {
        Pip pip = Pip.into(directory.resolve("served"));
        pip.installs("--index-url", index.uri().toString(), "my-demo", "base==2.0");
        assertThat(directory.resolve("served/my_demo/__init__.py")).exists();
        assertThat(index.count("*.whl.metadata")).isGreaterThanOrEqualTo(2);
        Path simple = IndexServer.builder().add(demo).writeTo(directory.resolve("tree"));
        Pip local = Pip.into(directory.resolve("local"));
        local.installs("--no-deps", "--index-url", simple.toUri().toString(), "my-demo");
        assertThat(directory.resolve("local/my_demo/__init__.py")).exists();
    }

    @Test
    void featuresCanBeMissing() throws Exception {
        restart(IndexServer.builder()
                .without(IndexFeature.HASHES)
                .without(IndexFeature.SIDECARS)
                .without(IndexFeature.RANGES)
                .without(IndexFeature.HTML));
        assertThat(get("/simple/base/", "Accept", "text/html").statusCode()).isEqualTo(406);
        assertThat(get("/simple/base/").body()).contains("\"hashes\":{}").contains("\"core-metadata\":false");
        assertThat(get("/files/" + base.fileName() + ".metadata").statusCode()).isEqualTo(404);
        HttpResponse<byte[]> whole = wheel("Range", "bytes=0-9");
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.headers().firstValue("Accept-Ranges")).isEmpty();
    }

    @Test
    void pagesAreCompressedOnDemand() throws Exception {
        restart(IndexServer.builder().with(IndexFeature.GZIP));
        HttpRequest request =
                request("/simple/base/", "Accept-Encoding", "gzip").build();
        HttpResponse<InputStream> packed = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        HttpResponse<String> plain = get("/simple/base/");
        assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(packed.headers().firstValue("ETag"))
                .isNotEqualTo(plain.headers().firstValue("ETag"));
        assertThat(new GZIPInputStream(packed.body()).readAllBytes())
                .isEqualTo(plain.body().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void filesComeAndGoWhileRunning() throws Exception {
        index.publish(WheelMaker.wheel("late", "1").make());
        assertThat(get("/simple/late/").statusCode()).isEqualTo(200);
        index.remove("late-1-py3-none-any.whl");
        assertThat(get("/simple/late/").statusCode()).isEqualTo(404);
    }

    @Test
    void flatPageLinksAllFilesAndFilesMayLiveElsewhere() throws Exception {
        assertThat(get("/find-links/").body())
                .contains("<a href=\"../files/" + base.fileName() + "#sha256=")
                .contains("<a href=\"../files/" + demo.fileName() + "#sha256=");
        restart(IndexServer.builder()
                .filesAt(URI.create("http://files.example.org"))
                .file("odd-1.tar.gz", new byte[1]));
        assertThat(get("/simple/odd/").body())
                .contains("<a href=\"http://files.example.org/files/odd-1.tar.gz#sha256=");
    }

    @Test
    void stoppedServerRefusesConnections() {
        index.close();
        Assertions.assertThatThrownBy(() -> get("/simple/")).isInstanceOf(ConnectException.class);
    }
}
