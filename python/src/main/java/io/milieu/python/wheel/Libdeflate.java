package io.milieu.python.wheel;

import io.airlift.compress.v3.deflate.DeflateDecompressor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Inflates with the native library that the compression library brings, through a function that it does not offer: the one that says
 * how many bytes it read, so that bytes behind the end of a stream do not pass unseen. Not thread-safe.
 *
 * <p>The library is unpacked into the temporary folder, to be deleted when the JVM ends; but a JVM that is killed or becomes the worker
 * never does that. So its file is deleted as soon as it is loaded.
 */
final class Libdeflate implements AutoCloseable {
    /** A line per mapped file, which ends with its path: proc_pid_maps(5). */
    private static final Path MAPS = Path.of("/proc/self/maps");

    private static final Optional<Functions> FUNCTIONS = load();

    private final Functions functions;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment read = arena.allocate(ValueLayout.JAVA_LONG);
    private final MemorySegment written = arena.allocate(ValueLayout.JAVA_LONG);
    private final MemorySegment state;

    private Libdeflate(Functions functions) {
        this.functions = functions;
        this.state = functions.newState();
    }

    /** {@return a new decompressor; none where there is no native code for this platform} */
    static Optional<Libdeflate> open() {
        return FUNCTIONS.map(Libdeflate::new);
    }

    /** {@return whether the stream is sound, ends with the last byte, and fills the room exactly} */
    boolean inflate(MemorySegment packed, MemorySegment room) {
        return functions.inflate(state, packed, room, read, written)
                && read.get(ValueLayout.JAVA_LONG, 0) == packed.byteSize()
                && written.get(ValueLayout.JAVA_LONG, 0) == room.byteSize();
    }

    @Override
    public void close() {
        functions.free(state);
        arena.close();
    }

    private static Optional<Functions> load() {
        DeflateDecompressor.create();
        Optional<Functions> functions = Optional.empty();
        if (Files.isReadable(MAPS)) {
            try {
                for (String line : Files.readAllLines(MAPS)) {
                    if (line.contains("/deflate") && line.endsWith(".tmp")) {
                        Path library = Path.of(line.substring(line.indexOf('/')));
                        if (functions.isEmpty() && Files.exists(library)) {
                            functions = Optional.of(new Functions(library));
                        }
                        Files.deleteIfExists(library);
                    }
                }
            } catch (IOException | IllegalArgumentException unusable) {
                // The JVM deletes the file in the end, and zlib inflates, too.
            }
        }
        return functions;
    }

    /** The functions of the library; what they are given is documented in its header file. */
    private static final class Functions {
        private static final ValueLayout POINTER = ValueLayout.ADDRESS;
        private static final ValueLayout SIZE = ValueLayout.JAVA_LONG;

        private final MethodHandle newState;
        private final MethodHandle free;
        private final MethodHandle inflate;

        Functions(Path library) {
            SymbolLookup symbols = SymbolLookup.libraryLookup(library, Arena.global());
            newState = handle(symbols, "libdeflate_alloc_decompressor", FunctionDescriptor.of(POINTER));
            free = handle(symbols, "libdeflate_free_decompressor", FunctionDescriptor.ofVoid(POINTER));
            inflate = handle(
                    symbols,
                    "libdeflate_deflate_decompress_ex",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, POINTER, POINTER, SIZE, POINTER, SIZE, POINTER, POINTER));
        }

        private static MethodHandle handle(SymbolLookup symbols, String name, FunctionDescriptor descriptor) {
            return Linker.nativeLinker()
                    .downcallHandle(
                            symbols.find(name).orElseThrow(() -> new IllegalArgumentException("no function " + name)),
                            descriptor);
        }

        private MemorySegment newState() {
            try {
                MemorySegment state = (MemorySegment) newState.invokeExact();
                if (state.equals(MemorySegment.NULL)) {
                    throw new OutOfMemoryError("no memory for a decompressor");
                }
                return state;
            } catch (Throwable e) {
                throw passed(e);
            }
        }

        private void free(MemorySegment state) {
            try {
                free.invokeExact(state);
            } catch (Throwable e) {
                throw passed(e);
            }
        }

        private boolean inflate(
                MemorySegment state, MemorySegment from, MemorySegment to, MemorySegment read, MemorySegment written) {
            try {
                return (int) inflate.invokeExact(state, from, from.byteSize(), to, to.byteSize(), read, written) == 0;
            } catch (Throwable e) {
                throw passed(e);
            }
        }

        private static RuntimeException passed(Throwable failure) {
            return switch (failure) {
                case Error error -> throw error;
                case RuntimeException known -> known;
                default -> new IllegalStateException(failure);
            };
        }
    }
}
