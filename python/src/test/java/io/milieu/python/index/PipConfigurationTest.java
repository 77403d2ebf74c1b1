package io.milieu.python.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.io.IOException;
import java.lang.Thread.State;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks the pip of the system's Python, in a home of its own. */
class PipConfigurationTest {
    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();

    private IndexConfiguration ask(Path python) {
        environment.put("HOME", folder.toString());
        return new PipConfiguration(environment, folder.resolve("cache")).of(python);
    }

    /** A wrapper, so that the test can count the runs. */
    private Path python() throws IOException {
        Path wrapper = folder.resolve("python");
        if (!Files.exists(wrapper)) {
            String script = "#!/bin/sh\necho run >> '" + folder + "/runs'\nexec python3 \"$@\"\n";
            Files.writeString(wrapper, script);
            Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwx------"));
            environment.put("PATH", System.getenv("PATH"));
        }
        return wrapper;
    }

    private long runs() throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve("runs"))) {
            return lines.count();
        }
    }

    @Test
    void configurationFilesAndVariablesCountAsInPip() throws IOException {
        Files.createDirectories(folder.resolve(".config/pip"));
        Files.writeString(folder.resolve(".config/pip/pip.conf"), """
                [global]
                index-url = http://one.example.org/simple
                extra-index-url = http://two.example.org/simple/
                    http://three.example.org/simple/
                trusted-host = two.example.org
                [install]
                no-binary = Some_Name
                prefer-binary = true
                """);
        environment.put("PIP_FIND_LINKS", "/some/wheels http://links.example.org/page");
        environment.put("PIP_PRE", "1");
        environment.put("PIP_INDEX_URL", "http://main.example.org/simple/");
        environment.put("PIP_CERT", "/some/bundle.pem");

        IndexConfiguration configuration = ask(python());

        assertThat(configuration.indexes())
                .containsExactly(
                        URI.create("http://two.example.org/simple/"),
                        URI.create("http://three.example.org/simple/"),
                        URI.create("http://main.example.org/simple/"));
        assertThat(configuration.findLinks()).containsExactly("/some/wheels", "http://links.example.org/page");
        assertThat(configuration.trustedHosts()).containsExactly("two.example.org");
        assertThat(configuration.certificates()).contains(Path.of("/some/bundle.pem"));
        assertThat(configuration.prereleases()).isTrue();
        assertThat(configuration.preferBinary()).isTrue();
        assertThat(configuration.formats().noBinary()).containsExactly("some-name");
    }

    @Test
    void withoutAnyConfigurationPipsOwnIndexIsUsed() throws IOException {
        IndexConfiguration configuration = ask(python());
        assertThat(configuration.indexes()).hasSize(1);
        assertThat(configuration.indexes().getFirst().getScheme()).isEqualTo("https");

        environment.put("PIP_NO_INDEX", "1");
        assertThat(ask(python()).indexes()).isEmpty();
    }

    @Test
    void pipIsAskedOnceUntilItsConfigurationChanges() throws IOException {
        IndexConfiguration before = ask(python());
        assertThat(ask(python())).isEqualTo(before);
        assertThat(runs()).isEqualTo(1);

        Files.createDirectories(folder.resolve(".pip"));
        Files.writeString(folder.resolve(".pip/pip.conf"), "[global]\nindex-url = http://new.example.org/simple/\n");
        assertThat(ask(python()).indexes()).containsExactly(URI.create("http://new.example.org/simple/"));
        assertThat(runs()).isEqualTo(2);

        environment.put("PIP_INDEX_URL", "http://me:secret@other.example.org/simple/");
        ask(python());
        ask(python());
        assertThat(runs()).as("answers with credentials are not kept").isEqualTo(4);
    }

    @Test
    void threadsThatAskAtOnceRunItsPipOnce() throws Exception {
        Path python = python();
        environment.put("HOME", folder.toString());
        environment.put("PIP_INDEX_URL", "http://me:secret@example.org/simple/");
        PipConfiguration pip = new PipConfiguration(environment, folder.resolve("cache"));
        Path go = folder.resolve("go");
        String waiting = "#!/bin/sh\necho run >> '" + folder + "/runs'\nwhile [ ! -e '" + go
                + "' ]; do :; done\nexec python3 \"$@\"\n";
        Files.writeString(python, waiting);
        pip.ask(python);
        List<FutureTask<IndexConfiguration>> answers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            FutureTask<IndexConfiguration> answer = new FutureTask<>(() -> pip.of(python));
            Thread thread = Thread.ofPlatform().start(answer);
            answers.add(answer);
            while (!Set.of(State.WAITING, State.TIMED_WAITING).contains(thread.getState())) {
                Thread.onSpinWait();
            }
        }
        Files.createFile(go);
        for (FutureTask<IndexConfiguration> answer : answers) {
            assertThat(answer.get().indexes()).hasSize(1);
        }
        assertThat(runs()).isEqualTo(1);
    }

    @Test
    void whatNobodyWaitedForEndsWithTheReader() throws Exception {
        Path python = python();
        environment.put("HOME", folder.toString());
        Path asked = folder.resolve("asked");
        Files.writeString(python, "#!/bin/sh\necho $$ > '" + asked + "'\nexec /usr/bin/tail -f /dev/null\n");
        PipConfiguration pip = new PipConfiguration(environment, folder.resolve("cache"));
        pip.ask(python);
        while (!Files.exists(asked) || Files.size(asked) == 0) {
            Thread.onSpinWait();
        }
        pip.close();
        ProcessHandle.of(Long.parseLong(Files.readString(asked).strip()))
                .ifPresent(process ->
                        process.onExit().orTimeout(10, TimeUnit.SECONDS).join());
        pip.ask(python);
        assertThat(folder.resolve("cache")).doesNotExist();
    }

    @Test
    void whatLiesInTheFolderOfTheUserIsNotRun() throws Exception {
        Path marker = folder.resolve("marker");
        Path user = Files.createDirectory(folder.resolve("user"));
        Files.writeString(user.resolve("json.py"), "open('" + marker + "', 'w')\n");
        Path python = python();
        // As if this process stood there.
        Files.writeString(python, "#!/bin/sh\n[ \"$PWD\" = / ] || exit 9\ncd '" + user + "'\nexec python3 \"$@\"\n");
        assertThat(ask(python).indexes()).hasSize(1);
        assertThat(marker).doesNotExist();
    }

    @Test
    void anInterpreterWithoutPipUsesTheOneItWasDeliveredWith() throws IOException {
        Path python = folder.resolve("bare");
        // An empty folder in the place of the installed packages: this interpreter has no pip of its own.
        Files.writeString(python, "#!/bin/sh\nexec python3 -S \"$@\"\n");
        Files.setPosixFilePermissions(python, PosixFilePermissions.fromString("rwx------"));
        environment.put("PATH", System.getenv("PATH"));
        assertThat(ask(python).indexes()).hasSize(1);
    }

    @Test
    void aProgramThatIsNoPython() throws IOException {
        Path program = folder.resolve("false");
        Files.writeString(program, "#!/bin/sh\necho nonsense >&2\nexit 3\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        assertThatThrownBy(() -> ask(program))
                .hasMessage("the pip of `" + program + "` does not tell its configuration: nonsense")
                .isInstanceOfSatisfying(
                        MilieuException.class, e -> assertThat(e.code()).isEqualTo(CoreError.COMMAND_FAILED));
    }
}
