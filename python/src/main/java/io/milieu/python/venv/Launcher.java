package io.milieu.python.venv;

import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of scripts: the line that names the interpreter, and the call of a command (entry points specification). */
final class Launcher {
    /** What Linux before 5.1 reads of a first line. */
    private static final int SHEBANG_AT_MOST = 127;

    private static final String IDENTIFIERS = "[\\p{L}_][\\p{L}\\p{N}_]*(?:\\.[\\p{L}_][\\p{L}\\p{N}_]*)*";
    private static final Pattern TARGET =
            Pattern.compile("(" + IDENTIFIERS + ")\\s*:\\s*(" + IDENTIFIERS + ")\\s*(?:\\[.*\\])?");
    private static final Pattern NAME = Pattern.compile("[^/\\\\\\p{Cntrl}]+");

    private final String shebang;

    /** @param python the path of the interpreter in the environment's final place */
    Launcher(String python) {
        shebang = shebang(python);
    }

    /** {@return the script of a command}
     *
     * @throws MilieuException {@code WHEEL_REFUSED} if the name would leave {@code bin/} or the target is no function
     */
    String command(String distribution, String name, String target) {
        Matcher parts = TARGET.matcher(target);
        if (!NAME.matcher(name).matches() || name.equals(".") || name.equals("..")) {
            throw refused(distribution, "command `" + name + "` with a name that is no file name");
        }
        if (!parts.matches()) {
            throw refused(distribution, "command `" + name + "` that calls `" + target + "`, which is no function");
        }
        String function = parts.group(2);
        int dot = function.indexOf('.');
        String imported = dot < 0 ? function : function.substring(0, dot);
        return shebang + "import sys\nfrom " + parts.group(1) + " import " + imported
                + "\n\nif __name__ == \"__main__\":\n    sys.exit(" + function + "())\n";
    }

    /** {@return a script with its first line replaced; the rest byte by byte} */
    byte[] rewritten(byte[] script) {
        int lineEnd = 0;
        while (lineEnd < script.length && script[lineEnd] != '\n') {
            lineEnd++;
        }
        byte[] first = shebang.getBytes(StandardCharsets.UTF_8);
        int from = Math.min(lineEnd + 1, script.length);
        byte[] all = new byte[first.length + script.length - from];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(script, from, all, first.length, script.length - from);
        return all;
    }

    /**
     * A path that is too long for the kernel or has a blank goes through the shell: the lines are a command to the shell and
     * a string literal to Python.
     */
    private static String shebang(String python) {
        String line = "#!" + python;
        if (line.getBytes(StandardCharsets.UTF_8).length <= SHEBANG_AT_MOST
                && python.chars().noneMatch(Character::isWhitespace)) {
            return line + "\n";
        }
        String quoted = python.replaceAll("([\\\\\"$`])", "\\\\$1");
        return "#!/bin/sh\n'''exec' \"" + quoted + "\" \"$0\" \"$@\"\n' '''\n";
    }

    private static MilieuException refused(String distribution, String what) {
        return new MilieuException(
                PythonError.WHEEL_REFUSED,
                "`" + distribution + "` declares a " + what,
                List.of("Ask its publisher for a correct file, or exclude this version."));
    }
}
