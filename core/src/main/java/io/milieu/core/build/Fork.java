package io.milieu.core.build;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs tasks on virtual threads and waits for all; the first failure, or an interrupt, stops the rest. */
final class Fork {
    private Fork() {}

    /**
     * Runs every task.
     *
     * @throws InterruptedException if the calling thread was interrupted; every task has ended by then
     * @throws ExecutionException with the first failure; every task has ended by then
     */
    static void all(List<? extends Callable<?>> tasks) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ExecutorCompletionService<Object> done = new ExecutorCompletionService<>(threads);
            List<Future<Object>> futures = new ArrayList<>();
            for (Callable<?> task : tasks) {
                futures.add(done.submit(task::call));
            }
            try {
                for (int i = 0; i < futures.size(); i++) {
                    done.take().get();
                }
            } finally {
                // Ends what still runs after a failure; what is done does not mind.
                futures.forEach(future -> future.cancel(true));
            }
        }
    }
}
