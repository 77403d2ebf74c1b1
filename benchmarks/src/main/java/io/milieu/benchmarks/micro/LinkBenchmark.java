package io.milieu.benchmarks.micro;

import io.milieu.core.link.LinkMode;
import io.milieu.core.link.Linker;
import io.milieu.python.venv.Installation;
import io.milieu.python.venv.VenvPython;
import io.milieu.python.venv.VenvSpec;
import io.milieu.python.venv.VirtualEnvironment;
import io.milieu.python.venv.WheelLayer;
import io.milieu.python.wheel.WheelUnpacker;
import io.milieu.testkit.MadeWheel;
import io.milieu.testkit.WheelMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One environment of eighteen small wheels that are unpacked already: planned and linked. Leaves its folders to the system. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LinkBenchmark {
    private static final int WHEELS = 18;

    private final List<Installation> installations = new ArrayList<>();
    private Path scratch = Path.of("");
    private int count;

    /** Unpacks the wheels. */
    @Setup(Level.Trial)
    public void unpack() throws IOException, InterruptedException {
        scratch = Files.createTempDirectory("milieu-link-benchmark");
        WheelUnpacker unpacker = new WheelUnpacker();
        for (int i = 0; i < WHEELS; i++) {
            MadeWheel wheel = WheelMaker.wheel("demo-" + i, "1.0").make();
            Path file = Files.write(scratch.resolve(wheel.fileName()), wheel.bytes());
            Path layer = Files.createDirectory(scratch.resolve("layer-" + i));
            unpacker.unpack(file, layer);
            installations.add(Installation.of(WheelLayer.read(layer)));
        }
    }

    /** {@return what was written} */
    @Benchmark
    public VirtualEnvironment.Outcome environment() throws IOException {
        count++;
        Path root = scratch.resolve("environment-" + count);
        Path python = Path.of("/usr/bin/python3");
        VenvPython interpreter =
                new VenvPython(python, "3.12.0", "cpython", false, "lib/python3.12/site-packages", "cpython-312");
        return VirtualEnvironment.create(
                new VenvSpec(root, root, interpreter, installations, false, Linker.of(LinkMode.AUTO)));
    }
}
