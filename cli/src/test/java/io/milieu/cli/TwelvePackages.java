package io.milieu.cli;

import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.link.LinkMode;
import io.milieu.core.plan.EnvironmentRequest;
import io.milieu.core.plan.PlanOptions;
import io.milieu.core.spec.RuntimeEnv;
import io.milieu.testkit.IndexBuilder;
import io.milieu.testkit.IndexServer;
import io.milieu.testkit.WheelMaker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;

/** Packages {@code pkg0} to {@code pkg11}, each larger than the one before, and requests for some of them. */
final class TwelvePackages {
    private static final List<LinkMode> MODES = List.of(LinkMode.AUTO, LinkMode.SYMLINK, LinkMode.HARDLINK);

    /** JUnit warns of every link out of a temporary directory that it deletes; environments are made of them. */
    private static final Logger DELETIONS = Logger.getLogger("org.junit.jupiter.api.io");

    private TwelvePackages() {}

    /** {@return the names} */
    static List<String> names() {
        return IntStream.range(0, 12).mapToObj(i -> "pkg" + i).toList();
    }

    /** Starts an index that has them, all of version 1.0. */
    static IndexServer serve() {
        DELETIONS.setLevel(Level.OFF);
        IndexBuilder index = IndexServer.builder();
        for (int i = 0; i < 12; i++) {
            WheelMaker wheel = WheelMaker.wheel("pkg" + i, "1.0")
                    .consoleScript("run-pkg" + i, "pkg" + i + ":main")
                    .data("data", "share/pkg" + i + ".txt", new byte[i * 100])
                    .module("shared_namespace/pkg" + i + ".py", "x = " + i + "\n")
                    .module("pkg" + i + "/__init__.py", "def main():\n    return " + i + "\n")
                    .file("pkg" + i + "/data.bin", noise(i));
            for (int module = 0; module < i; module++) {
                wheel.module("pkg" + i + "/sub/m" + module + ".py", "x = " + module + "\n".repeat(i * 20));
            }
            index.add(wheel.make());
        }
        return index.start();
    }

    /** {@return a request for these packages from the index at a URL} */
    static EnvironmentRequest request(String index, List<String> packages, LinkMode mode) {
        JsonObject spec =
                JsonValue.object().put("pip", JsonValue.ofStrings(packages)).build();
        PlanOptions options = PlanOptions.DEFAULTS
                .withIndex(new PlanOptions.IndexOptions(index, List.of(), List.of(), false, false))
                .withLinkMode(mode);
        return new EnvironmentRequest(RuntimeEnv.of(spec), options, Path.of("/"));
    }

    /** {@return a request for some of them, linked in some way} */
    static EnvironmentRequest anyRequest(String index, Random random) {
        List<String> names = new ArrayList<>(names());
        Collections.shuffle(names, random);
        return request(index, names.subList(0, random.nextInt(3, 13)), MODES.get(random.nextInt(MODES.size())));
    }

    /** {@return the variables of this process without any setting of the developer's own pip, Python or Milieu} */
    static Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>(System.getenv());
        variables.keySet().removeIf(name -> name.matches("(PIP|PYTHON|MILIEU|XDG|UV)_?.*|(?i)(https?|no|all)_proxy"));
        variables.put("PIP_CONFIG_FILE", "/dev/null");
        return variables;
    }

    private static byte[] noise(int seed) {
        byte[] bytes = new byte[seed * seed * 1000];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
