package io.milieu.python.venv;

import io.milieu.core.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Compiles the modules of wheel layers, once per layer and kind of byte code, so that no import of any environment has to.
 * The byte code is of the kind that Python does not check against its source (PEP 552): the source cannot change. Only
 * {@code __pycache__} directories and a marker are added to a layer; a layer is marked when it is complete. What cannot be
 * compiled, such as templates and Python 2 code, is left out and told in the marker.
 *
 * <p>All byte code reaches stable storage before any of it reaches a layer: Python would load a torn file. May be killed at any
 * moment and run again. The caller sees to it that one layer is not compiled twice at a time.
 */
public final class ByteCode {
    private final VenvPython python;
    private final int processes;
    private final Map<String, String> variables;
    private final StoreSettings.Disk disk;

    /**
     * A compiler for an interpreter.
     *
     * @param processes how many compile at the same time
     * @param variables the environment variables of these processes
     * @param disk brings what was compiled to stable storage
     */
    public ByteCode(VenvPython python, int processes, Map<String, String> variables, StoreSettings.Disk disk) {
        this.python = python;
        this.processes = processes;
        this.variables = Map.copyOf(variables);
        this.disk = disk;
    }

    /** {@return whether nothing is left to do for a layer and an interpreter with that cache tag} */
    public static boolean isComplete(Path layer, String cacheTag) {
        return Files.exists(layer.resolve(marker(cacheTag)));
    }

    /** {@return the name of the file in a layer that says its byte code for that cache tag is complete} */
    static String marker(String cacheTag) {
        return ".bytecode-" + cacheTag;
    }

    /**
     * Compiles what is not compiled yet.
     *
     * @param layers of wheels
     * @param staging an empty directory on the file system of the layers; its content is of no use afterwards
     * @return how many modules were compiled, and how many could not be
     * @throws IOException if the interpreter does not start, the disk fails, or somebody killed the interpreter: the layers of the
     *     modules it was at are then left to another time, all others are complete
     * @throws InterruptedException if the calling thread is interrupted; the processes are ended
     */
    public Outcome compile(Collection<WheelLayer> layers, Path staging) throws IOException, InterruptedException {
        Queue<ModuleJob> jobs = new ConcurrentLinkedQueue<>();
        List<LayerByteCode> targets = new ArrayList<>();
        for (WheelLayer layer : layers) {
            if (!isComplete(layer.directory(), python.cacheTag())) {
                Path place = Files.createDirectory(staging.resolve(String.valueOf(targets.size())));
                LayerByteCode target = new LayerByteCode(layer, python.cacheTag(), place);
                targets.add(target);
                jobs.addAll(target.jobs());
            }
        }
        if (targets.isEmpty()) {
            return new Outcome(0, 0);
        }
        run(jobs);
        List<LayerByteCode> tried =
                targets.stream().filter(LayerByteCode::isTried).toList();
        for (LayerByteCode target : tried) {
            target.finish();
        }
        disk.sync(staging);
        for (LayerByteCode target : tried) {
            target.publish();
        }
        if (tried.size() < targets.size()) {
            throw new IOException("`" + python.executable() + "` was killed while it compiled");
        }
        int failed = tried.stream().mapToInt(LayerByteCode::failed).sum();
        return new Outcome(tried.stream().mapToInt(LayerByteCode::size).sum() - failed, failed);
    }

    /**
     * What was done.
     *
     * @param compiled modules
     * @param failed modules that are no valid Python for this interpreter
     */
    public record Outcome(int compiled, int failed) {}

    private void run(Queue<ModuleJob> jobs) throws IOException, InterruptedException {
        List<FutureTask<?>> workers = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        List<CompilerProcess> compilers = new ArrayList<>();
        for (int i = 0; i < Math.min(processes, jobs.size()); i++) {
            CompilerProcess compiler = new CompilerProcess(python.executable(), variables);
            compilers.add(compiler);
            FutureTask<?> worker = new FutureTask<>(() -> {
                compiler.work(jobs);
                return null;
            });
            workers.add(worker);
            threads.add(Thread.ofVirtual().name("byte-code-" + i).start(worker));
        }
        try {
            for (FutureTask<?> worker : workers) {
                worker.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } finally {
            jobs.clear();
            threads.forEach(Thread::interrupt);
            // Reading from a pipe does not give way to interrupts.
            compilers.forEach(CompilerProcess::end);
        }
    }

    /** One module to compile, by its path from site-packages. */
    record ModuleJob(Path source, Path target, String name, LayerByteCode layer) {}
}
