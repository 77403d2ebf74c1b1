package io.milieu.python.venv;

import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue;
import io.milieu.core.link.Linker;
import io.milieu.python.venv.SitePlan.Link;
import io.milieu.python.venv.SitePlan.Modules;
import io.milieu.python.venv.SitePlan.Overlap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Writes a virtual environment (PEP 405) out of layers: a tree of links, private RECORDs, scripts, {@code pyvenv.cfg}. No
 * process is started. Scripts work only at the published path; imports work wherever the directory is.
 */
public final class VirtualEnvironment {
    /** Links that a thread takes at a time: neighbours lie in one directory. */
    private static final int SHARE = 16;

    private final VenvSpec spec;
    private final SitePlan plan;
    private final Path root;
    private final LongAdder bytes = new LongAdder();

    private VirtualEnvironment(VenvSpec spec) {
        this.spec = spec;
        root = spec.directory();
        plan = SitePlanner.plan(
                spec.installations(), spec.python(), spec.linker().mode());
    }

    /**
     * What was written.
     *
     * @param bytes of files that are no links into layers
     * @param warnings files that several distributions have with different content
     */
    public record Outcome(long bytes, List<String> warnings) {}

    /**
     * Writes an environment.
     *
     * @return what was written
     * @throws IOException if the disk fails
     * @throws io.milieu.core.error.MilieuException {@code WHEEL_REFUSED} if a distribution declares an impossible command or
     *     would replace a file of the environment itself
     */
    public static Outcome create(VenvSpec spec) throws IOException {
        VirtualEnvironment environment = new VirtualEnvironment(spec);
        environment.writeDirectories();
        environment.fill();
        return new Outcome(environment.bytes.sum(), environment.warnings());
    }

    private void writeDirectories() throws IOException {
        Files.createDirectories(root);
        for (String directory : plan.directories()) {
            Files.createDirectory(root.resolve(directory));
        }
    }

    /** On two threads: the file system makes links in different directories side by side. */
    private void fill() throws IOException {
        AtomicInteger next = new AtomicInteger();
        FutureTask<Void> second = new FutureTask<>(() -> {
            writeInterpreter();
            bytes.add(new Installer(spec, plan).write());
            writeLinks(next);
            return null;
        });
        Thread.ofVirtual().name("virtual-environment").start(second);
        try {
            writeLinks(next);
            for (Modules modules : plan.modules()) {
                linkByteCode(modules);
            }
        } finally {
            awaitEnd(second);
        }
        switch (second.state() == Future.State.FAILED ? second.exceptionNow() : null) {
            case null -> {}
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }

    /** Whatever happens here: nobody may delete the directory while the other thread still writes into it. */
    private static void awaitEnd(FutureTask<Void> task) {
        boolean interrupted = false;
        while (!task.isDone()) {
            try {
                task.get();
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                break;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeLinks(AtomicInteger next) throws IOException {
        List<Link> links = plan.links();
        int from = next.getAndAdd(SHARE);
        while (from < links.size()) {
            for (Link link : links.subList(from, Math.min(from + SHARE, links.size()))) {
                write(link);
            }
            from = next.getAndAdd(SHARE);
        }
    }

    private void write(Link link) throws IOException {
        Path source = layer(link.owner()).resolve(link.source());
        Path target = root.resolve(link.target());
        Linker linker = spec.linker();
        switch (link.kind()) {
            case FILE -> bytes.add(linker.file(source, target));
            case DIRECTORY -> linker.directory(source, target);
            case BYTE_CODE -> Files.createSymbolicLink(target, source);
        }
    }

    /** What is not compiled yet is compiled by Python at the first import, into the environment. */
    private void linkByteCode(Modules modules) throws IOException {
        Path layer = layer(modules.owner());
        String tag = spec.python().cacheTag();
        if (!ByteCode.isComplete(layer, tag)) {
            return;
        }
        Path cache = Files.createDirectories(root.resolve(modules.target()).resolve("__pycache__"));
        for (String name : modules.names()) {
            String file = name.substring(0, name.length() - ".py".length()) + "." + tag + ".pyc";
            Path compiled =
                    layer.resolve(modules.source()).resolve("__pycache__").resolve(file);
            if (Files.exists(compiled)) {
                bytes.add(spec.linker().file(compiled, cache.resolve(file)));
            }
        }
    }

    private void writeInterpreter() throws IOException {
        Path bin = root.resolve("bin");
        VenvPython python = spec.python();
        Files.createSymbolicLink(bin.resolve("python"), python.executable());
        for (String alias : python.aliases()) {
            Files.createSymbolicLink(bin.resolve(alias), Path.of("python"));
        }
        if (!plan.fills("lib64")) {
            Files.createSymbolicLink(root.resolve("lib64"), Path.of("lib"));
        }
        Files.writeString(
                root.resolve("pyvenv.cfg"),
                "home = " + python.executable().getParent() + "\ninclude-system-site-packages = " + spec.extendsBase()
                        + "\nversion = " + python.version() + "\n");
        ActivateScripts.write(bin, spec.published());
        if (spec.extendedPackages().isPresent()) {
            extend(spec.extendedPackages().get());
        }
    }

    /** By a call instead of the plain path, so that what the other environment adds to the search path in the same way is found, too. */
    private void extend(Path packages) throws IOException {
        // Text of JSON is text of Python.
        String folder = Json.compact(JsonValue.of(packages.toString()));
        Files.writeString(
                root.resolve(spec.python().sitePackages()).resolve("_milieu_extended.pth"),
                "import site; site.addsitedir(" + folder + ")\n");
    }

    private List<String> warnings() throws IOException {
        List<String> warnings = new ArrayList<>();
        for (Overlap overlap : plan.overlaps()) {
            if (!sameContent(overlap)) {
                warnings.add("`" + overlap.target() + "` is in `" + name(overlap.loser()) + "` and in `"
                        + name(overlap.winner()) + "`; the latter is used");
            }
        }
        return List.copyOf(warnings);
    }

    private boolean sameContent(Overlap overlap) throws IOException {
        if (overlap.lost().isEmpty() || overlap.used().isEmpty()) {
            return false;
        }
        Path lost = layer(overlap.loser()).resolve(overlap.lost());
        return Files.mismatch(lost, layer(overlap.winner()).resolve(overlap.used())) < 0;
    }

    private Path layer(int owner) {
        return spec.installations().get(owner).layer().directory();
    }

    private String name(int owner) {
        return spec.installations().get(owner).layer().manifest().name();
    }
}
