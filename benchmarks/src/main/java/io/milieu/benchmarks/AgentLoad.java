package io.milieu.benchmarks;

import io.milieu.client.AgentClient;
import io.milieu.client.Lease;
import io.milieu.client.Wish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Load on a running agent: leases of one environment prepared and released at a fixed rate, each timed from the moment it was due; then many leases on many environments, and
 * the same again. Arguments: the socket, a folder to write modules into, requests a second, seconds, environments, leases of each.
 */
public final class AgentLoad {
    private static final int THREADS = 32;

    private final AgentClient agent;
    private final Path folder;

    private AgentLoad(AgentClient agent, Path folder) {
        this.agent = agent;
        this.folder = folder;
    }

    /** Prints one line for each figure. */
    public static void main(String[] words) throws Exception {
        try (AgentClient agent = new AgentClient(Path.of(words[0]))) {
            AgentLoad load = new AgentLoad(agent, Path.of(words[1]));
            int rate = Integer.parseInt(words[2]);
            int seconds = Integer.parseInt(words[3]);
            load.rate(rate, 10, "warm-up");
            load.rate(rate, seconds, "hot");
            int environments = Integer.parseInt(words[4]);
            int each = Integer.parseInt(words[5]);
            if (environments > 0) {
                load.hold(environments, each);
                load.rate(rate, seconds, "hot, with " + environments * each + " leases held");
            }
        }
    }

    private void rate(int rate, int seconds, String what) throws Exception {
        int count = rate * seconds;
        long[] took = new long[count];
        AtomicInteger next = new AtomicInteger();
        long start = System.nanoTime() + 50_000_000;
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                running.add(threads.submit(() -> {
                    Wish wish = wish(0);
                    for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                        long due = start + i * 1_000_000_000L / rate;
                        LockSupport.parkNanos(due - System.nanoTime());
                        once(wish);
                        took[i] = System.nanoTime() - due;
                    }
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
        double elapsed = (System.nanoTime() - start) / 1e9;
        Arrays.sort(took);
        System.out.printf(
                Locale.ROOT,
                "%s: %d prepare+release at %.0f/s: p50 %.2f ms, p90 %.2f, p99 %.2f, p99.9 %.2f, most %.1f%n",
                what,
                count,
                count / elapsed,
                took[count / 2] / 1e6,
                took[count * 9 / 10] / 1e6,
                took[count * 99 / 100] / 1e6,
                took[(int) (count * 999L / 1000)] / 1e6,
                took[count - 1] / 1e6);
    }

    private void hold(int environments, int each) throws Exception {
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 1; i <= environments; i++) {
                Wish wish = wish(i);
                running.add(threads.submit(() -> {
                    for (int j = 0; j < each; j++) {
                        agent.prepare(wish);
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%d leases on %d environments: %.1f s%n",
                environments * each,
                environments,
                (System.nanoTime() - start) / 1e9);
    }

    private void once(Wish wish) {
        Lease lease = agent.prepare(wish);
        agent.release(lease.name());
    }

    private Wish wish(int number) throws IOException {
        Path module = folder.resolve("module" + number + ".py");
        if (!Files.exists(module)) {
            Files.writeString(module, "NUMBER = " + number + "\n");
        }
        Wish wish = Wish.of("{\"py_modules\": [\"" + module + "\"]}", Map.of("PATH", "/usr/bin:/bin"));
        return wish.running(List.of("/bin/true")).askedBy("load");
    }
}
