package io.milieu.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** uv and pip as users run them: a virtual environment, then the packages. */
final class CommandSide {
    private final List<String> index;
    private final String python;
    private final String uv;
    private final String pip;
    private final Tool tool;

    /**
     * The commands as they are measured.
     *
     * @param index the URL of the index; empty for the configured one
     */
    CommandSide(String index, Path python, Path tools, Tool tool) {
        this.index = index.isEmpty() ? List.of() : List.of("--index-url", index);
        this.python = python.toString();
        this.uv = tools.resolve("uv").toString();
        this.pip = tools.resolve("pip").toString();
        this.tool = tool;
    }

    void uvInstall(Path folder, Path cache, List<String> requirements) throws IOException, InterruptedException {
        tool.run(folder, List.of(uv, "venv", "-q", "--python", python, "--cache-dir", cache.toString(), venv(folder)));
        uvInstallAgain(folder, cache, requirements);
    }

    /** Into an environment that is there. */
    void uvInstallAgain(Path folder, Path cache, List<String> requirements) throws IOException, InterruptedException {
        List<String> command =
                words(uv, "pip", "install", "-q", "--python", venv(folder), "--cache-dir", cache.toString());
        command.addAll(index);
        command.addAll(requirements);
        tool.run(folder, command);
    }

    void uvCompile(Path folder, Path cache, List<String> requirements) throws IOException, InterruptedException {
        Path file = Files.write(folder.resolve("requirements.in"), requirements);
        List<String> command =
                words(uv, "pip", "compile", "-q", "--python", python, "--cache-dir", cache.toString(), file.toString());
        command.addAll(index);
        tool.run(folder, command);
    }

    /** Without its cache and without byte code, as the others. */
    void pipInstall(Path folder, List<String> requirements) throws IOException, InterruptedException {
        tool.run(folder, List.of(python, "-m", "venv", "--without-pip", venv(folder)));
        List<String> command = words(pip, "--python", venv(folder), "install", "-q", "--no-cache-dir", "--no-compile");
        command.addAll(index);
        command.addAll(requirements);
        tool.run(folder, command);
    }

    private static String venv(Path folder) {
        return folder.resolve("venv").toString();
    }

    private static List<String> words(String... words) {
        return new ArrayList<>(List.of(words));
    }
}
