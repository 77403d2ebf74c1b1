package io.milieu.python.venv;

import io.milieu.core.link.Linker;
import io.milieu.python.venv.SitePlan.Link;
import io.milieu.python.venv.SitePlan.Modules;
import io.milieu.python.venv.SitePlan.Overlap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a virtual environment (PEP 405) out of layers: a tree of links, private RECORDs, scripts, {@code pyvenv.cfg}. No
 * process is started. Scripts work only at the published path; imports work wherever the directory is.
 */
public final class VirtualEnvironment {
    private final VenvSpec spec;
    private final SitePlan plan;
    private final Path root;

    private VirtualEnvironment(VenvSpec spec) {
        this.spec = spec;
        root = spec.directory();
        plan = SitePlanner.plan(
                spec.installations(), spec.python(), spec.linker().mode());
    }

    /**
     * Writes an environment.
     *
     * @return warnings: files that several distributions have with different content
     * @throws IOException if the disk fails
     * @throws io.milieu.core.error.MilieuException {@code WHEEL_REFUSED} if a distribution declares an impossible command or
     *     would replace a file of the environment itself
     */
    public static List<String> create(VenvSpec spec) throws IOException {
        VirtualEnvironment environment = new VirtualEnvironment(spec);
        environment.writeTree();
        environment.writeInterpreter();
        new Installer(spec, environment.plan).write();
        return environment.warnings();
    }

    private void writeTree() throws IOException {
        Files.createDirectories(root);
        for (String directory : plan.directories()) {
            Files.createDirectory(root.resolve(directory));
        }
        for (Link link : plan.links()) {
            write(link);
        }
        for (Modules modules : plan.modules()) {
            linkByteCode(modules);
        }
    }

    private void write(Link link) throws IOException {
        Path source = layer(link.owner()).resolve(link.source());
        Path target = root.resolve(link.target());
        Linker linker = spec.linker();
        switch (link.kind()) {
            case FILE -> linker.file(source, target);
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
                spec.linker().file(compiled, cache.resolve(file));
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
