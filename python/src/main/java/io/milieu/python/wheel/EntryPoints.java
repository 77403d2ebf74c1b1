package io.milieu.python.wheel;

import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the commands from {@code entry_points.txt} (entry points specification): INI with {@code =} as the only delimiter. */
final class EntryPoints {
    private EntryPoints() {}

    /** {@return the targets of console and GUI scripts by the name of the command, as they stand in the file} */
    static Map<String, String> commands(String text) {
        Map<String, String> commands = new LinkedHashMap<>();
        String section = "";
        for (String raw : text.split("\\R")) {
            String line = raw.strip();
            int equals = line.indexOf('=');
            if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
                continue;
            }
            if (line.startsWith("[") && line.endsWith("]")) {
                section = line.substring(1, line.length() - 1).strip();
            } else if (equals > 0 && (section.equals("console_scripts") || section.equals("gui_scripts"))) {
                commands.put(
                        line.substring(0, equals).strip(),
                        line.substring(equals + 1).strip());
            }
        }
        return commands;
    }
}
