package io.milieu.testkit;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Real directories seen through a file system that counts every changing operation and makes chosen ones fail. Code under
 * test gets {@link #root} instead of the real directory and needs no seam of its own. Paths print as, and convert to, the
 * real ones, so processes can be started with them; what goes through {@code toFile}, {@code toString} or a memory map is
 * neither counted nor failed. Thread-safe.
 *
 * <pre>{@code
 * FaultyFiles files = new FaultyFiles();
 * publish(files.root(directory));
 * int operations = files.operations().size();
 * for (int n = 0; n < operations; n++) {
 *     files.crashAfter(n);
 *     assertThatThrownBy(() -> publish(files.root(fresh()))).isInstanceOf(SimulatedCrash.class);
 *     files.heal();
 *     ... what is left must be usable ...
 * }
 * }</pre>
 *
 * Numbers count the operations since the last call of a method that sets a plan. The last plan holds. A write that fails, or
 * at which the process "dies", has written half of its bytes before.
 */
public final class FaultyFiles {
    private interface Plan {
        void check(long before, FileOperation operation) throws IOException;
    }

    private final FaultyFileSystem fileSystem = new FaultyFileSystem(this, FileSystems.getDefault());
    private final List<FileOperation> operations = new ArrayList<>();
    private Plan plan = (before, operation) -> {};

    /** {@return a real directory seen through this file system; all paths made from it belong to it too} */
    public Path root(Path directory) {
        return fileSystem.wrap(directory.toAbsolutePath());
    }

    /** Makes the n-th operation from now on fail, the first being 1. */
    public void failWrite(int n, FileFailure failure) {
        plan((before, operation) -> failIf(before == n - 1, failure, operation));
    }

    /** Makes all operations fail after n more have succeeded. */
    public void failAllAfter(int n, FileFailure failure) {
        plan((before, operation) -> failIf(before >= n, failure, operation));
    }

    /** Makes the chosen operations fail. */
    public void failWhen(Predicate<FileOperation> chosen, FileFailure failure) {
        plan((before, operation) -> failIf(chosen.test(operation), failure, operation));
    }

    /** Lets n more operations succeed; that one and all later ones throw {@link SimulatedCrash}, also in clean-up code. */
    public void crashAfter(int n) {
        plan((before, operation) -> {
            if (before >= n) {
                throw new SimulatedCrash(operation);
            }
        });
    }

    /** Lets everything succeed again. */
    public void heal() {
        plan((before, operation) -> {});
    }

    /** {@return the operations since the last plan was set, the failed ones included, in order} */
    public synchronized List<FileOperation> operations() {
        return List.copyOf(operations);
    }

    /** Counts an operation that is about to be done; throws if it is to fail. */
    synchronized void about(FileOperation.Kind kind, Path path) throws IOException {
        FileOperation operation = new FileOperation(kind, path);
        int before = operations.size();
        operations.add(operation);
        plan.check(before, operation);
    }

    private synchronized void plan(Plan next) {
        plan = next;
        operations.clear();
    }

    private static void failIf(boolean due, FileFailure failure, FileOperation operation) throws IOException {
        if (due) {
            throw failure.exception(operation);
        }
    }
}
