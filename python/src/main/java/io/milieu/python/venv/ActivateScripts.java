package io.milieu.python.venv;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes the scripts with which people enter an environment; workers are started by absolute path and need none. */
final class ActivateScripts {
    private static final Map<String, String> TEMPLATES = Map.of(
            "activate", template("activate"),
            "activate.fish", template("activate.fish"),
            "activate.csh", template("activate.csh"));

    private ActivateScripts() {}

    static void write(Path bin, Path published) throws IOException {
        for (Map.Entry<String, String> template : TEMPLATES.entrySet()) {
            String name = template.getKey();
            String text = template.getValue()
                    .replace("@VIRTUAL_ENV@", quoted(published.toString(), name))
                    .replace("@PROMPT@", quoted("(" + published.getFileName() + ") ", name));
            Files.writeString(bin.resolve(name), text);
        }
    }

    /** In all three shells nothing is special inside single quotes but the quote, and for some the backslash and the bang. */
    private static String quoted(String text, String name) {
        String safe = name.endsWith(".fish") ? text.replace("\\", "\\\\") : text;
        String bangs = name.endsWith(".csh") ? safe.replace("!", "\\!") : safe;
        return "'" + bangs.replace("'", "'\\''") + "'";
    }

    private static String template(String name) {
        try (InputStream in = ActivateScripts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource `" + name + "` is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
