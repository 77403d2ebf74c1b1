package io.milieu.core.posix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One process, told apart from every other that has or had its number. On Linux the start is the 22nd field of
 * {@code /proc/<pid>/stat} (proc(5)), the PID namespace and the boot; elsewhere it is the start time in milliseconds.
 *
 * @param pid the process number, as seen by whoever took the identity
 * @param start when and where it started; opaque, safe in file names
 */
public record ProcessIdentity(long pid, String start) {
    private static final Pattern START = Pattern.compile("[0-9a-z]+(-[0-9a-z]+)*");
    private static final Path PROC = Path.of("/proc");

    /** Checks the form. */
    public ProcessIdentity {
        if (pid <= 0 || !START.matcher(start).matches()) {
            throw new IllegalArgumentException("not a process identity: `" + pid + "-" + start + "`");
        }
    }

    /** {@return the identity of this process} */
    public static ProcessIdentity self() {
        return of(ProcessHandle.current().pid())
                .orElseThrow(() -> new IllegalStateException("the system does not say when this process started"));
    }

    /** {@return the identity of the living process of that number, if there is one and the system tells} */
    public static Optional<ProcessIdentity> of(long pid) {
        try {
            Optional<String> start = isLinux(PROC) ? linuxStart(PROC, pid) : portableStart(pid);
            return start.map(value -> new ProcessIdentity(pid, value));
        } catch (IOException untold) {
            return Optional.empty();
        }
    }

    /** {@return the identity that {@link #toString} wrote, if the text is one} */
    public static Optional<ProcessIdentity> parse(String text) {
        int dash = text.indexOf('-');
        if (dash < 1 || dash > 18 || !text.chars().limit(dash).allMatch(Character::isDigit)) {
            return Optional.empty();
        }
        long pid = Long.parseLong(text.substring(0, dash));
        String start = text.substring(dash + 1);
        return pid > 0 && START.matcher(start).matches()
                ? Optional.of(new ProcessIdentity(pid, start))
                : Optional.empty();
    }

    /**
     * {@return whether the process may still run} A process of an earlier boot is dead. One of another PID namespace (a
     * container that shares a folder with us) cannot be seen from here and counts as alive, as does one whose state the system
     * does not tell: another user's where {@code /proc} hides it, or any while too many files are open.
     */
    public boolean alive() {
        return alive(PROC);
    }

    boolean alive(Path proc) {
        if (!isLinux(proc)) {
            return portableStart(pid).filter(start::equals).isPresent();
        }
        String[] parts = start.split("-", -1);
        try {
            if (parts.length == 3 && !parts[2].equals(BootId.read())) {
                return false;
            }
            if (parts.length == 3 && !parts[1].equals(pidNamespace(proc))) {
                return true;
            }
            return linuxStart(proc, pid).filter(start::equals).isPresent();
        } catch (NoSuchFileException goneOrHidden) {
            return Posix.isProcess(pid);
        } catch (IOException untold) {
            return true;
        }
    }

    /** {@return pid and start in one word that is safe in file names} */
    @Override
    public String toString() {
        return pid + "-" + start;
    }

    private static boolean isLinux(Path proc) {
        return Files.exists(proc.resolve("self/stat"));
    }

    /** {@return the start of that process, nothing if it has ended and only waits to be noticed} */
    private static Optional<String> linuxStart(Path proc, long pid) throws IOException {
        String stat = read(proc.resolve(pid + "/stat"));
        // The second field is the command in parentheses and may hold anything, parentheses included.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        boolean dead = fields[0].equals("Z") || fields[0].equals("X");
        return dead ? Optional.empty() : Optional.of(fields[19] + "-" + pidNamespace(proc) + "-" + BootId.read());
    }

    /** A process may end between the opening of its file and the reading: ESRCH. */
    private static String read(Path stat) throws IOException {
        try {
            return Files.readString(stat);
        } catch (IOException e) {
            if (Files.exists(stat)) {
                throw e;
            }
            throw new NoSuchFileException(stat.toString());
        }
    }

    private static Optional<String> portableStart(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(process -> process.info().startInstant())
                .map(instant -> Long.toString(instant.toEpochMilli()));
    }

    private static String pidNamespace(Path proc) {
        try {
            String link = Files.readSymbolicLink(proc.resolve("self/ns/pid")).toString();
            return link.replaceAll("[^0-9]", "");
        } catch (IOException notVisible) {
            return "0";
        }
    }
}
