package io.milieu.python.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.base.Digest;
import io.milieu.core.error.MilieuException;
import io.milieu.core.json.Json;
import io.milieu.python.error.PythonError;
import io.milieu.python.index.ProjectFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectUrlTest {
    private static final String HASH = "0".repeat(64);

    private static String written(PinnedSource source) {
        return Json.canonical(DirectUrl.of(source).json());
    }

    @Test
    void eachKindOfSourceIsWrittenAsTheStandardSays() {
        URI archive = URI.create("https://user:word@host.example/demo-1.0.zip");
        assertThat(written(new PinnedSource.Archive(ProjectFile.at("demo-1.0.zip", archive), new Digest(HASH), "sub")))
                .isEqualTo("{\"archive_info\":{\"hash\":\"sha256=" + HASH + "\",\"hashes\":{\"sha256\":\"" + HASH
                        + "\"}},\"subdirectory\":\"sub\",\"url\":\"https://host.example/demo-1.0.zip\"}");
        assertThat(written(new PinnedSource.Commit("https://word@host.example/demo", "abc", "main", "")))
                .isEqualTo("{\"url\":\"https://host.example/demo\","
                        + "\"vcs_info\":{\"commit_id\":\"abc\",\"requested_revision\":\"main\",\"vcs\":\"git\"}}");
        assertThat(written(new PinnedSource.Folder(Path.of("/code/demo"), new Digest(HASH), true, "")))
                .isEqualTo("{\"dir_info\":{\"editable\":true},\"url\":\"file:///code/demo\"}");
    }

    @Test
    void whatOlderToolsWroteIsRead() {
        assertThat(DirectUrl.parse("{\"url\":\"https://host.example/a.zip\",\"archive_info\":{\"hash\":\"md5=00\"}}"))
                .isEqualTo(new DirectUrl("https://host.example/a.zip", new DirectUrl.Archive(Map.of("md5", "00")), ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | it is no JSON object",
                "{'url':'https://host.example'} | it must have exactly one of `archive_info`, `vcs_info` and `dir_info`; it has 0",
                "{'archive_info':{}} | `url` is missing",
                "{'url':1,'archive_info':{}} | `url` is no string",
                "{'url':'https://host.example','archive_info':[]} | `archive_info` is no object",
                "{'url':'https://host.example','archive_info':{'hash':'00'}} | `hash` is not of the form `algorithm=value`",
                "{'url':'https://host.example','vcs_info':{'vcs':'git'}} | `commit_id` is missing",
                "{'url':'file:///a','dir_info':{'editable':1}} | `editable` is no boolean",
                "{'url':'https://host.example','dir_info':{}} | `url` of a folder must be an absolute file URL, not `https://host.example`"
            },
            quoteCharacter = '"')
    void whatBreaksTheStandardIsRefused(String json, String problem) {
        assertThatThrownBy(() -> DirectUrl.parse(json.replace('\'', '"')))
                .hasMessage("`direct_url.json`: " + problem)
                .isInstanceOfSatisfying(
                        MilieuException.class, e -> assertThat(e.code()).isEqualTo(PythonError.METADATA_INVALID));
    }

    @ParameterizedTest
    @CsvSource({
        "HTTPS://user:word@host.example/a, HTTPS://host.example/a",
        "https://us@er:wo@rd@host.example/a@b, https://host.example/a@b",
        "git+ssh://git:word@host.example/a, git+ssh://git@host.example/a",
        "https://host.example/a@b, https://host.example/a@b",
        "'https://${NAME}:word@host.example/a', https://host.example/a"
    })
    void credentialsAreNeverKept(String url, String anonymous) {
        assertThat(Anonymous.url(url)).isEqualTo(anonymous);
    }

    @Test
    void aUserInfoOfAnyLengthIsTakenAway() {
        assertThat(Anonymous.url("https://" + "a@".repeat(100_000) + "host.example/"))
                .isEqualTo("https://host.example/");
    }
}
