package io.milieu.core.posix;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The system calls that Java does not offer. Needs {@code --enable-native-access}. Thread-safe. */
public final class Posix {
    private static final Path DESCRIPTORS = Path.of("/dev/fd");

    private Posix() {}

    /** Returns when everything written so far to the file system that holds the folder is on stable storage (syncfs(2)). */
    public static void sync(Path folder) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            NativeCalls calls = new NativeCalls(arena);
            int descriptor = calls.openFolder(folder.toString());
            try {
                calls.syncFileSystem(descriptor);
            } finally {
                calls.close(descriptor);
            }
        }
    }

    /** {@return whether there is a process of that number, be it another user's (kill(2))} */
    static boolean isProcess(long pid) {
        try (Arena arena = Arena.ofConfined()) {
            return new NativeCalls(arena).isProcess(Math.toIntExact(pid));
        }
    }

    /** {@return what the system says about an error number, in the language of this program's locale (strerror(3))} */
    static String errorText(int error) {
        try (Arena arena = Arena.ofConfined()) {
            return new NativeCalls(arena).errorText(error);
        }
    }

    /**
     * Puts another program into the place of this one: same process number, same standard streams (execve(2)). No other
     * descriptor is handed on, no signal is blocked. Shutdown hooks do not run and nothing is flushed but the standard streams.
     *
     * @param command the program, found as {@link Executables#find} does, and its arguments
     * @param variables all its environment variables
     * @param directory its working folder
     * @throws MilieuException {@link CoreError#COMMAND_FAILED}; this program then goes on in its own working folder. Otherwise it does not
     *     return
     */
    public static void exec(List<String> command, Map<String, String> variables, Path directory) {
        String name = command.getFirst();
        Path program = Executables.find(name, variables, directory).orElseThrow(() -> failed(name, "no such program"));
        if (command.stream().anyMatch(Posix::hasNul)
                || variables.entrySet().stream().anyMatch(entry -> hasNul(entry.getKey() + entry.getValue()))) {
            throw failed(name, "an argument or a variable contains a NUL character");
        }
        System.out.flush();
        System.err.flush();
        try (Arena arena = Arena.ofConfined()) {
            replace(new NativeCalls(arena), program.toAbsolutePath(), command, variables, directory);
        } catch (IOException e) {
            throw new MilieuException(
                    CoreError.COMMAND_FAILED, "cannot start `" + name + "`: " + e.getMessage(), hints(), e);
        }
    }

    private static void replace(
            NativeCalls calls, Path program, List<String> command, Map<String, String> variables, Path directory)
            throws IOException {
        List<String> assignments = variables.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
        Path before = Path.of("").toAbsolutePath();
        if (!calls.closeAllOnExec()) {
            closeEachOnExec(calls);
        }
        calls.changeFolder(directory.toString());
        try {
            // Java blocks some signals in its threads, and a blocked signal stays blocked in the next program.
            calls.unblockSignals();
            calls.execute(program.toString(), command, assignments);
        } finally {
            calls.changeFolder(before.toString());
        }
    }

    private static void closeEachOnExec(NativeCalls calls) throws IOException {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path path : open) {
                int descriptor = Integer.parseInt(String.valueOf(path.getFileName()));
                if (descriptor > 2) {
                    calls.closeOnExec(descriptor);
                }
            }
        }
    }

    private static boolean hasNul(String text) {
        return text.indexOf('\0') >= 0;
    }

    private static MilieuException failed(String name, String reason) {
        return new MilieuException(CoreError.COMMAND_FAILED, "cannot start `" + name + "`: " + reason, hints());
    }

    private static List<String> hints() {
        return List.of("Check the command's name, that its file is executable, and the variable `PATH`.");
    }
}
