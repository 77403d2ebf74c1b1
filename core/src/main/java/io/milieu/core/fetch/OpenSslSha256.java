package io.milieu.core.fetch;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * SHA-256 by the system's OpenSSL. The JDK's own reaches that speed only once the optimising compiler has seen it for a while; a
 * command line that fetches wheels is done before. Not thread-safe, as every {@link MessageDigest}.
 */
final class OpenSslSha256 extends MessageDigest {
    private static final int BYTES = 32;
    /** A call on heap memory keeps the garbage collector waiting: not for long. */
    private static final int PIECE = 256 * 1024;

    private static final Optional<Functions> OPENSSL = Functions.find();

    private final Functions openSsl;
    private final MemorySegment context;

    private OpenSslSha256(Functions openSsl) {
        super("SHA-256");
        this.openSsl = openSsl;
        this.context = openSsl.context();
    }

    /** {@return a computation; empty if this system has no OpenSSL that can be used} */
    static Optional<MessageDigest> computation() {
        return OPENSSL.map(OpenSslSha256::new);
    }

    @Override
    protected int engineGetDigestLength() {
        return BYTES;
    }

    @Override
    protected void engineUpdate(byte input) {
        openSsl.update(context, MemorySegment.ofArray(new byte[] {input}));
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
        update(MemorySegment.ofArray(input).asSlice(offset, length));
    }

    @Override
    protected void engineUpdate(ByteBuffer input) {
        update(MemorySegment.ofBuffer(input));
        input.position(input.limit());
    }

    @Override
    protected byte[] engineDigest() {
        byte[] digest = new byte[BYTES];
        openSsl.finish(context, MemorySegment.ofArray(digest));
        engineReset();
        return digest;
    }

    @Override
    protected void engineReset() {
        openSsl.start(context);
    }

    private void update(MemorySegment input) {
        for (long at = 0; at < input.byteSize(); at += PIECE) {
            openSsl.update(context, input.asSlice(at, Math.min(PIECE, input.byteSize() - at)));
        }
    }

    /** The functions of libcrypto, the same from 1.1 to 3. */
    private record Functions(
            MethodHandle create,
            MethodHandle free,
            MethodHandle algorithm,
            MethodHandle init,
            MethodHandle update,
            MethodHandle last) {

        static Optional<Functions> find() {
            for (String name : new String[] {"libcrypto.so.3", "libcrypto.so.1.1"}) {
                try {
                    return Optional.of(in(SymbolLookup.libraryLookup(name, Arena.global())));
                } catch (IllegalArgumentException | IllegalCallerException absent) {
                    // No such library, or the JVM may not call it: the next name, and in the end the JDK's own.
                }
            }
            return Optional.empty();
        }

        private static Functions in(SymbolLookup library) {
            var pointer = ValueLayout.ADDRESS;
            var number = ValueLayout.JAVA_INT;
            var size = ValueLayout.JAVA_LONG;
            return new Functions(
                    bind(library, "EVP_MD_CTX_new", FunctionDescriptor.of(pointer)),
                    bind(library, "EVP_MD_CTX_free", FunctionDescriptor.ofVoid(pointer)),
                    bind(library, "EVP_sha256", FunctionDescriptor.of(pointer)),
                    bind(library, "EVP_DigestInit_ex", FunctionDescriptor.of(number, pointer, pointer, pointer)),
                    bind(library, "EVP_DigestUpdate", FunctionDescriptor.of(number, pointer, pointer, size)),
                    bind(library, "EVP_DigestFinal_ex", FunctionDescriptor.of(number, pointer, pointer, pointer)));
        }

        private static MethodHandle bind(SymbolLookup library, String name, FunctionDescriptor form) {
            MemorySegment address =
                    library.find(name).orElseThrow(() -> new IllegalArgumentException("no function " + name));
            return Linker.nativeLinker().downcallHandle(address, form, Linker.Option.critical(true));
        }

        MemorySegment context() {
            try {
                MemorySegment made = (MemorySegment) create.invokeExact();
                MemorySegment context = made.reinterpret(Arena.ofAuto(), this::release);
                start(context);
                return context;
            } catch (Throwable e) {
                throw new IllegalStateException("OpenSSL cannot compute SHA-256", e);
            }
        }

        void start(MemorySegment context) {
            try {
                MemorySegment sha256 = (MemorySegment) algorithm.invokeExact();
                check((int) init.invokeExact(context, sha256, MemorySegment.NULL));
            } catch (Throwable e) {
                throw new IllegalStateException("OpenSSL cannot compute SHA-256", e);
            }
        }

        void update(MemorySegment context, MemorySegment input) {
            try {
                check((int) update.invokeExact(context, input, input.byteSize()));
            } catch (Throwable e) {
                throw new IllegalStateException("OpenSSL cannot compute SHA-256", e);
            }
        }

        void finish(MemorySegment context, MemorySegment digest) {
            try {
                check((int) last.invokeExact(context, digest, MemorySegment.NULL));
            } catch (Throwable e) {
                throw new IllegalStateException("OpenSSL cannot compute SHA-256", e);
            }
        }

        private void release(MemorySegment context) {
            try {
                free.invokeExact(context);
            } catch (Throwable e) {
                throw new IllegalStateException("OpenSSL cannot free a computation", e);
            }
        }

        private static void check(int succeeded) {
            if (succeeded != 1) {
                throw new IllegalStateException("OpenSSL refused");
            }
        }
    }
}
