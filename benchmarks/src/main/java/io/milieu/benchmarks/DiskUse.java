package io.milieu.benchmarks;

import io.milieu.core.Milieu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What twenty environments that share most packages take on the disk: blocks as {@code du} counts them, each inode once. */
final class DiskUse {
    private static final int ENVIRONMENTS = 20;
    private static final List<String> SHARED = List.of("pandas", "scikit-learn", "matplotlib");
    private static final List<String> DIFFERENT =
            List.of("requests", "flask", "rich", "httpx", "ipython", "nbformat", "tornado", "jsonschema");

    private final Contest contest;
    private final MilieuSide milieu;
    private final CommandSide commands;

    DiskUse(Contest contest, MilieuSide milieu, CommandSide commands) {
        this.contest = contest;
        this.milieu = milieu;
        this.commands = commands;
    }

    String table() throws IOException, InterruptedException {
        Path store = contest.fresh();
        Milieu open = milieu.open(store);
        Path uv = contest.fresh();
        Path cache = Files.createDirectories(uv.resolve("cache"));
        for (int i = 0; i < ENVIRONMENTS; i++) {
            milieu.make(open, requirements(i));
            commands.uvInstall(Files.createDirectories(uv.resolve("venv-" + i)), cache, requirements(i));
        }
        Path pip = contest.fresh();
        commands.pipInstall(pip, requirements(0));
        StringBuilder text = new StringBuilder(
                "| " + ENVIRONMENTS
                        + " environments | all, MiB | one copy of each package | environments alone |\n| --- | ---: | ---: | ---: |\n");
        line(text, "milieu", store, store.resolve("wheels-v1"));
        line(text, "uv (hard links)", uv, cache);
        text.append(String.format(
                Locale.ROOT,
                "| pip (the first, times %d) | %.1f | | |%n",
                ENVIRONMENTS,
                ENVIRONMENTS * mebibytes(pip)));
        return text.toString();
    }

    private static void line(StringBuilder text, String who, Path all, Path packages)
            throws IOException, InterruptedException {
        double total = mebibytes(all);
        double once = mebibytes(packages);
        text.append(String.format(Locale.ROOT, "| %s | %.1f | %.1f | %.1f |%n", who, total, once, total - once));
    }

    private static List<String> requirements(int number) {
        List<String> all = new ArrayList<>(SHARED);
        for (int i = 0; i < DIFFERENT.size(); i++) {
            if ((number >> (i % 5) & 1) == 1) {
                all.add(DIFFERENT.get(i));
            }
        }
        return Extras.with(all, number);
    }

    private static double mebibytes(Path folder) throws IOException, InterruptedException {
        Process du = new ProcessBuilder("du", "-s", "-B1024", folder.toString()).start();
        String answer = new String(du.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (du.waitFor() != 0) {
            throw new IOException("du failed for " + folder);
        }
        return Long.parseLong(answer.split("\\s", 2)[0]) / 1024.0;
    }
}
