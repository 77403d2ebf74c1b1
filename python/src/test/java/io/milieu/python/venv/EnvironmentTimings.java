package io.milieu.python.venv;

import io.milieu.core.link.LinkMode;
import io.milieu.core.link.Linker;
import io.milieu.python.wheel.WheelUnpacker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints how long unpacking a folder of wheels, reading their manifests and creating an environment of them take. Arguments: the
 * folder, an empty folder to write into, a link mode. Nothing is deleted between rounds: freed inodes make ext4 slow.
 */
public final class EnvironmentTimings {
    private static final int ROUNDS = 40;

    private EnvironmentTimings() {}

    public static void main(String... arguments) throws Exception {
        Path out = Path.of(arguments[1]).toAbsolutePath();
        List<Path> layers = unpack(Path.of(arguments[0]), out.resolve("layers"));
        VenvPython python =
                RealPythons.all(Files.createDirectories(out.resolve("probe"))).getFirst();
        Linker linker = Linker.of(LinkMode.parse(arguments[2]));
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            List<Installation> all = new ArrayList<>();
            for (Path layer : layers) {
                all.add(Installation.of(WheelLayer.read(layer)));
            }
            long read = System.nanoTime();
            Path environment = out.resolve("environment-" + round);
            VirtualEnvironment.create(new VenvSpec(environment, environment, python, all, false, linker));
            long end = System.nanoTime();
            System.out.printf("read %.2f ms, create %.2f ms%n", (read - start) / 1e6, (end - read) / 1e6);
        }
    }

    private static List<Path> unpack(Path wheels, Path layers) throws Exception {
        Files.createDirectories(layers);
        List<Path> unpacked = new ArrayList<>();
        long bytes = 0;
        long start = System.nanoTime();
        try (WheelUnpacker unpacker = new WheelUnpacker();
                var files = Files.newDirectoryStream(wheels, "*.whl")) {
            for (Path file : files) {
                Path layer = layers.resolve(file.getFileName().toString().split("-")[0]);
                bytes += unpacker.unpack(file, layer).bytes();
                unpacked.add(layer);
            }
        }
        System.out.printf("unpacked %d MB in %.0f ms%n", bytes >> 20, (System.nanoTime() - start) / 1e6);
        return unpacked;
    }
}
