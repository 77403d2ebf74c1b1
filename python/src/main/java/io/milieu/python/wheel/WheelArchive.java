package io.milieu.python.wheel;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A wheel's zip file, mapped into memory, every header checked when it is opened. Immutable and thread-safe until closed; each
 * thread reads content through its own {@link MemberReader}.
 */
final class WheelArchive implements AutoCloseable {
    private static final long METADATA_AT_MOST = 64L << 20;

    private final Arena arena;
    private final MemorySegment bytes;
    private final Refusal refuse;
    private final List<ArchiveMember> members;
    private final Map<String, ArchiveMember> byName = new HashMap<>();

    private WheelArchive(Arena arena, MemorySegment bytes, Refusal refuse, List<ArchiveMember> members) {
        this.arena = arena;
        this.bytes = bytes;
        this.refuse = refuse;
        this.members = members;
        members.forEach(member -> byName.put(member.name(), member));
    }

    @SuppressWarnings("MustBeClosedChecker") // the archive owns the mapping
    static WheelArchive open(Path file, UnpackLimits limits, Refusal refuse) throws IOException {
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            return new WheelArchive(arena, bytes, refuse, CentralDirectory.read(new ZipBytes(bytes), refuse, limits));
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    List<ArchiveMember> members() {
        return members;
    }

    Optional<ArchiveMember> member(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Refusal refuse() {
        return refuse;
    }

    MemorySegment packed(ArchiveMember member) {
        return bytes.asSlice(member.data(), member.packedSize());
    }

    /** {@return the content of a small file: the metadata files of wheels have a few kilobytes} */
    byte[] content(ArchiveMember member, MemberReader reader) throws IOException {
        if (member.size() > METADATA_AT_MOST) {
            throw refuse.entry(member.name(), "is too large to be metadata");
        }
        ByteBuffer whole = ByteBuffer.allocate((int) member.size());
        reader.read(this, member, piece -> whole.put(piece.asByteBuffer()));
        return whole.array();
    }

    @Override
    public void close() {
        arena.close();
    }
}
