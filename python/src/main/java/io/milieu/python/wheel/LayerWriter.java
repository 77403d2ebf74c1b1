package io.milieu.python.wheel;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.fetch.HashAlgorithm;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes the files of one wheel, each with one open, write and close, verifies them on the way and remembers what assembly
 * will have to know about their content. Files are read-only from the start: the layer is never modified. Thread-safe.
 */
final class LayerWriter {
    static final FileAttribute<Set<PosixFilePermission>> PLAIN = permissions("r--r--r--");
    static final FileAttribute<Set<PosixFilePermission>> PROGRAM = permissions("r-xr-xr-x");
    private static final Set<StandardOpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    private static final byte[] PYTHON_SHEBANG = "#!python".getBytes(StandardCharsets.US_ASCII);
    private static final long NAMESPACE_INIT_AT_MOST = 4096;

    private final WheelArchive archive;
    private final Path layer;
    private final Map<String, ElfFile> objects = new ConcurrentHashMap<>();
    private final Set<String> pythonScripts = ConcurrentHashMap.newKeySet();
    private final Set<String> namespaceInits = ConcurrentHashMap.newKeySet();

    LayerWriter(WheelArchive archive, Path layer) {
        this.archive = archive;
        this.layer = layer;
    }

    /** {@return the ELF files by place} */
    Map<String, ElfFile> objects() {
        return objects;
    }

    /** {@return the places of scripts whose first line names no interpreter yet} */
    Set<String> pythonScripts() {
        return pythonScripts;
    }

    /** {@return the places of {@code __init__.py} files that declare a namespace} */
    Set<String> namespaceInits() {
        return namespaceInits;
    }

    void write(LayerFiles.Target target, MemberReader reader) throws IOException {
        ArchiveMember member = target.member();
        boolean program = member.executable() || target.place().startsWith(LayerPlaces.SCRIPTS);
        MessageDigest digest = digest(target.hash());
        Path file = layer.resolve(target.place());
        try (FileChannel out = FileChannel.open(file, NEW, program ? PROGRAM : PLAIN)) {
            reader.read(archive, member, piece -> {
                digest.update(piece.asByteBuffer());
                ByteBuffer bytes = piece.asByteBuffer();
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                if (reader.readsWhole(member)) {
                    inspect(target, piece);
                }
            });
        }
        verify(target, digest);
        if (!reader.readsWhole(member)) {
            inspectLarge(target, file);
        }
    }

    private void verify(LayerFiles.Target target, MessageDigest digest) {
        String promised = target.hash();
        if (promised.isEmpty()) {
            return;
        }
        String algorithm = promised.substring(0, promised.indexOf('='));
        String found = algorithm + "=" + Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
        if (!found.equals(promised.replaceFirst("=+$", ""))) {
            throw new MilieuException(
                    CoreError.HASH_MISMATCH,
                    "wheel `" + archive.refuse().wheel() + "`: `"
                            + target.member().name() + "` has the hash `" + found + "`, but RECORD promises `"
                            + promised + "`",
                    List.of("Fetch the wheel again; if it stays so, ask its publisher for a correct file."));
        }
    }

    private void inspect(LayerFiles.Target target, MemorySegment content) {
        String place = target.place();
        ElfFile.read(content).ifPresent(object -> objects.put(place, object));
        if (place.startsWith(LayerPlaces.SCRIPTS) && startsWith(content, PYTHON_SHEBANG)) {
            pythonScripts.add(place);
        }
        if (place.endsWith("/__init__.py") && content.byteSize() <= NAMESPACE_INIT_AT_MOST) {
            String text = new String(content.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1);
            if (text.contains("declare_namespace") || text.contains("extend_path")) {
                namespaceInits.add(place);
            }
        }
    }

    private void inspectLarge(LayerFiles.Target target, Path file) throws IOException {
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            inspect(target, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
        }
    }

    private static boolean startsWith(MemorySegment content, byte[] prefix) {
        return content.byteSize() >= prefix.length
                && MemorySegment.mismatch(content, 0, prefix.length, MemorySegment.ofArray(prefix), 0, prefix.length)
                        < 0;
    }

    private static MessageDigest digest(String hash) {
        HashAlgorithm algorithm = hash.startsWith("sha384")
                ? HashAlgorithm.SHA384
                : hash.startsWith("sha512") ? HashAlgorithm.SHA512 : HashAlgorithm.SHA256;
        return algorithm.computation();
    }

    private static FileAttribute<Set<PosixFilePermission>> permissions(String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
    }
}
