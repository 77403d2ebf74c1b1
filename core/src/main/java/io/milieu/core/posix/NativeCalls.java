package io.milieu.core.posix;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/** Functions of the C library, each with its failure as an {@link IOException} that carries the system's own text. */
final class NativeCalls {
    private static final int SET_CLOSE_ON_EXEC = 2;
    private static final int CLOSE_ON_EXEC = 1;
    private static final int CLOSE_RANGE_CLOSE_ON_EXEC = 4;
    private static final int NO_SUCH_PROCESS = 3;
    private static final int SIGNAL_SET_BYTES = 128;
    private static final boolean LINUX = System.getProperty("os.name", "").equals("Linux");
    private static final Charset CHARSET =
            Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"), StandardCharsets.UTF_8);
    private static final ValueLayout INT = ValueLayout.JAVA_INT;
    private static final ValueLayout POINTER = ValueLayout.ADDRESS;
    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private final Linker linker = Linker.nativeLinker();
    private final Arena arena;
    private final MemorySegment state;

    NativeCalls(Arena arena) {
        this.arena = arena;
        this.state = arena.allocate(STATE);
    }

    /** {@return a descriptor of the folder; it is not inherited by programs started meanwhile} */
    int openFolder(String path) throws IOException {
        int closeOnExec = LINUX ? 0x80000 : 0x1000000;
        return checked("open", call("open", Linker.Option.firstVariadicArg(2), text(path), closeOnExec));
    }

    void close(int descriptor) throws IOException {
        checked("close", call("close", descriptor));
    }

    void syncFileSystem(int descriptor) throws IOException {
        // Elsewhere than on Linux there is only sync(2), which syncs every file system, and returns nothing.
        if (find("syncfs").isPresent()) {
            checked("syncfs", call("syncfs", descriptor));
        } else {
            call("sync");
        }
    }

    /** {@return whether there is a process of that number, be it another user's} */
    boolean isProcess(int pid) {
        return call("kill", pid, 0) == 0 || (int) ERRNO.get(state, 0L) != NO_SUCH_PROCESS;
    }

    void changeFolder(String path) throws IOException {
        checked("chdir", call("chdir", text(path)));
    }

    /** Lets all signals through to the calling thread, and so to a program that takes its place. */
    void unblockSignals() throws IOException {
        MemorySegment none = arena.allocate(SIGNAL_SET_BYTES);
        checked("sigemptyset", call("sigemptyset", none));
        int setMask = LINUX ? 2 : 3;
        checked("pthread_sigmask", call("pthread_sigmask", setMask, none, MemorySegment.NULL));
    }

    /** Marks all descriptors from 3 on as not inherited, if the kernel can do that at once (close_range(2), Linux 5.11). */
    boolean closeAllOnExec() {
        return find("close_range").isPresent() && call("close_range", 3, -1, CLOSE_RANGE_CLOSE_ON_EXEC) == 0;
    }

    /** Marks one descriptor as not inherited. */
    void closeOnExec(int descriptor) throws IOException {
        checked(
                "fcntl",
                call("fcntl", Linker.Option.firstVariadicArg(2), descriptor, SET_CLOSE_ON_EXEC, CLOSE_ON_EXEC));
    }

    /** Takes the place of this program; returns only by failing. */
    void execute(String program, Collection<String> arguments, Collection<String> variables) throws IOException {
        checked("execve", call("execve", text(program), array(arguments), array(variables)));
    }

    private Optional<MemorySegment> find(String name) {
        return linker.defaultLookup().find(name);
    }

    private MemorySegment text(String value) {
        return arena.allocateFrom(value);
    }

    private MemorySegment array(Collection<String> values) {
        MemorySegment array = arena.allocate(ValueLayout.ADDRESS, values.size() + 1L);
        int index = 0;
        for (String value : values) {
            array.setAtIndex(ValueLayout.ADDRESS, index++, text(value));
        }
        return array;
    }

    private int checked(String name, int result) throws IOException {
        if (result >= 0) {
            return result;
        }
        int error = (int) ERRNO.get(state, 0L);
        throw new IOException(name + ": " + errorText(error));
    }

    /** {@return what the system says about an error, in the language of this program's locale} */
    String errorText(int error) {
        MethodHandle function = linker.downcallHandle(
                find("strerror").orElseThrow(), FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        try {
            String bytes = ((MemorySegment) function.invoke(error))
                    .reinterpret(Long.MAX_VALUE)
                    .getString(0, StandardCharsets.ISO_8859_1);
            return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), CHARSET);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private int call(String name, Object... arguments) {
        return invoke(name, new Linker.Option[] {Linker.Option.captureCallState("errno")}, arguments);
    }

    private int call(String name, Linker.Option variadic, Object... arguments) {
        return invoke(name, new Linker.Option[] {Linker.Option.captureCallState("errno"), variadic}, arguments);
    }

    /** All functions used here return an int (or nothing, whose register may be read) and take ints and pointers. */
    private int invoke(String name, Linker.Option[] options, Object... arguments) {
        MemoryLayout[] layouts = Arrays.stream(arguments)
                .map(argument -> argument instanceof MemorySegment ? POINTER : INT)
                .toArray(MemoryLayout[]::new);
        MethodHandle function = linker.downcallHandle(
                find(name).orElseThrow(() -> new UnsupportedOperationException("the C library has no " + name)),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, layouts),
                options);
        Object[] all = new Object[arguments.length + 1];
        all[0] = state;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        try {
            return (int) function.invokeWithArguments(all);
        } catch (Throwable e) {
            throw new IllegalStateException("cannot call " + name, e);
        }
    }
}
