package io.milieu.python.interpreter;

import io.milieu.core.posix.DiskFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the interpreter behind the Python of a virtual environment (PEP 405) without running it. */
final class VenvBase {
    private static final String CONFIGURATION = "pyvenv.cfg";
    private static final int NESTED_AT_MOST = 8;

    private VenvBase() {}

    /**
     * {@return the interpreter that the environment of this executable was made from; the executable itself if it is in none}
     *
     * @throws IOException if a file on the way cannot be read
     */
    static Path of(Path executable) throws IOException {
        Path current = executable;
        for (int depth = 0; depth < NESTED_AT_MOST; depth++) {
            Optional<Path> environment = environment(current);
            if (environment.isEmpty()) {
                return current;
            }
            Path real = current.toRealPath();
            current = real.startsWith(environment.get().toRealPath()) ? home(environment.get(), current) : real;
        }
        throw new IOException("virtual environments inside each other without end: " + executable);
    }

    /** {@return the folder with the {@code pyvenv.cfg} that makes Python see an environment around this executable} */
    static Optional<Path> environment(Path executable) {
        Path folder = executable.toAbsolutePath().getParent();
        for (int level = 0; level < 2 && folder != null; level++) {
            if (Files.isRegularFile(folder.resolve(CONFIGURATION))) {
                return Optional.of(folder);
            }
            folder = folder.getParent();
        }
        return Optional.empty();
    }

    /** {@return whether what is installed in its base can be imported in an environment, too} Nothing said means yes, as Python has it. */
    static boolean showsBase(Path environment) {
        try {
            return Files.readAllLines(environment.resolve(CONFIGURATION), StandardCharsets.UTF_8).stream()
                    .map(line -> line.split("=", 2))
                    .filter(pair -> pair.length == 2 && pair[0].strip().equals("include-system-site-packages"))
                    .map(pair -> pair[1].strip().equalsIgnoreCase("true"))
                    .findFirst()
                    .orElse(true);
        } catch (IOException e) {
            throw DiskFailure.of("read the configuration of the virtual environment", environment, e);
        }
    }

    /** For an environment with a copy of the program, which only its configuration leads away from. */
    private static Path home(Path environment, Path executable) throws IOException {
        String name = executable.getFileName().toString();
        try (var lines = Files.lines(environment.resolve(CONFIGURATION), StandardCharsets.UTF_8)) {
            Path home = lines.map(line -> line.split("=", 2))
                    .filter(pair -> pair.length == 2 && pair[0].strip().equals("home"))
                    .map(pair -> Path.of(pair[1].strip()))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no `home` in " + environment.resolve(CONFIGURATION)));
            Path same = home.resolve(name);
            return Files.exists(same) ? same : home.resolve("python3");
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
