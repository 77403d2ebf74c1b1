package io.milieu.core.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ExecTest {
    @TempDir
    Path temp;

    /** Opens some descriptors, then makes way for a shell. */
    static final class Successor {
        public static void main(String[] arguments) throws IOException {
            try (ServerSocket socket = new ServerSocket(0);
                    FileOutputStream file = new FileOutputStream(arguments[0] + "/open")) {
                file.write(socket.getLocalPort() & 1);
                System.out.print("before ");
                Map<String, String> variables = Map.of("PATH", "/usr/bin:/bin", "GREETING", "grüße");
                Posix.exec(List.of("sh", "-c", arguments[1]), variables, Path.of(arguments[0]));
            }
        }
    }

    private record Ended(long pid, int code, List<String> lines) {}

    private Ended run(String script, String input) throws Exception {
        Process process = ChildJvm.of(Successor.class, temp.toRealPath().toString(), script)
                .start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.pid(), process.waitFor(), output.lines().toList());
    }

    @Test
    void theNewProgramHasTheProcessNumberFolderVariablesInputAndExitCode() throws Exception {
        Ended ended = run("echo $$; pwd; echo $GREETING $HOME; cat; exit 7", "typed");
        assertThat(ended.code()).isEqualTo(7);
        assertThat(ended.lines())
                .containsExactly("before " + ended.pid(), temp.toRealPath().toString(), "grüße", "typed");
    }

    @Test
    void noSignalIsBlockedOrIgnoredAndNoDescriptorIsHandedOn() throws Exception {
        Ended ended = run("ls /proc/$$/fd; cat /proc/self/status", "");
        assertThat(ended.lines().subList(0, 4)).containsExactly("before 0", "1", "2", "Name:\tcat");
        for (String mask : List.of("SigBlk", "SigIgn", "SigCgt")) {
            // Signals 32 and 33 are the C library's own, and ignored in everything that ProcessBuilder starts.
            assertThat(signals(ended, mask) & 0x7fff_ffffL).as(mask).isZero();
        }
    }

    private static long signals(Ended ended, String mask) {
        return ended.lines().stream()
                .filter(line -> line.startsWith(mask))
                .mapToLong(line -> Long.parseUnsignedLong(line.substring(line.indexOf('\t') + 1), 16))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aSignalEndsTheNewProgramAsItWouldEndAnyOther() throws Exception {
        assertThat(run("kill -TERM $$", "").code()).isEqualTo(128 + 15);
        assertThat(run("kill -INT $$", "").code()).isEqualTo(128 + 2);
        assertThat(run("ulimit -c 0; kill -QUIT $$", "").code()).isEqualTo(128 + 3);
    }

    @Test
    void aMissingProgramIsAClearFailureAndThisProcessGoesOn() {
        assertThatThrownBy(() -> Posix.exec(List.of("no-such-program"), Map.of("PATH", "/bin"), temp))
                .isInstanceOfSatisfying(
                        MilieuException.class, e -> assertThat(e.code()).isEqualTo(CoreError.COMMAND_FAILED))
                .hasMessage("cannot start `no-such-program`: no such program");
    }

    @Test
    void theSystemsReasonIsToldAndTheWorkingFolderIsAsBefore() throws Exception {
        Path script = Files.writeString(temp.resolve("script"), "no shebang");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        Path before = Path.of("/proc/self/cwd").toRealPath();
        assertThatThrownBy(() -> Posix.exec(List.of(script.toString()), Map.of(), temp))
                .hasMessage("cannot start `" + script + "`: execve: Exec format error");
        assertThat(Path.of("/proc/self/cwd").toRealPath()).isEqualTo(before);
        assertThatThrownBy(() -> Posix.exec(List.of("/bin/sh"), Map.of(), temp.resolve("absent")))
                .hasMessage("cannot start `/bin/sh`: chdir: No such file or directory");
    }

    @Test
    void aNulCharacterIsRefused() {
        assertThatThrownBy(() -> Posix.exec(List.of("/bin/sh", "a\0b"), Map.of(), temp))
                .hasMessage("cannot start `/bin/sh`: an argument or a variable contains a NUL character");
    }

    @Test
    void programsAreSearchedAsAShellDoes() throws Exception {
        Path tool = Files.writeString(Files.createDirectory(temp.resolve("bin")).resolve("tool"), "");
        assertThat(Executables.find("tool", Map.of("PATH", "bin"), temp)).isEmpty();
        assertThat(tool.toFile().setExecutable(true)).isTrue();
        assertThat(Executables.find("tool", Map.of("PATH", "absent:bin"), temp)).contains(tool);
        assertThat(Executables.find("bin/tool", Map.of(), temp)).contains(tool);
        assertThat(Executables.find("bin", Map.of("PATH", ""), temp)).isEmpty();
    }

    @Test
    void theFileSystemCanBeSynced() throws Exception {
        Posix.sync(temp);
        assertThatThrownBy(() -> Posix.sync(temp.resolve("absent")))
                .isInstanceOf(IOException.class)
                .hasMessage("open: No such file or directory");
    }
}
