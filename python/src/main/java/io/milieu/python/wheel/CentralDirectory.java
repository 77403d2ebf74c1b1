package io.milieu.python.wheel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Reads the table of contents of a zip file (APPNOTE 6.3.10, Zip64 included) and believes nothing in it: two readers of the
 * same bytes must see the same files. What is ambiguous is refused.
 */
final class CentralDirectory {
    private static final long END = 0x06054b50L;
    private static final long END_64 = 0x06064b50L;
    private static final long LOCATOR_64 = 0x07064b50L;
    private static final long ENTRY = 0x02014b50L;
    private static final int END_SIZE = 22;
    private static final int LOCATOR_64_SIZE = 20;
    private static final int END_64_SIZE = 56;
    private static final int ENTRY_SIZE = 46;
    private static final int COMMENT_AT_MOST = 0xffff;
    private static final long FULL_32 = 0xffffffffL;
    private static final int FULL_16 = 0xffff;

    private final ZipBytes zip;
    private final Refusal refuse;
    private final UnpackLimits limits;
    private final DataDescriptors descriptors;

    private CentralDirectory(ZipBytes zip, Refusal refuse, UnpackLimits limits) {
        this.zip = zip;
        this.refuse = refuse;
        this.limits = limits;
        this.descriptors = new DataDescriptors(zip, refuse);
    }

    /** {@return the files of the archive in its order; entries of directories are checked and left out} */
    static List<ArchiveMember> read(ZipBytes zip, Refusal refuse, UnpackLimits limits) {
        try {
            return new CentralDirectory(zip, refuse, limits).members();
        } catch (IndexOutOfBoundsException e) {
            throw refuse.because("is cut off or no zip file");
        }
    }

    private List<ArchiveMember> members() {
        Place place = place(endRecord());
        if (place.count > limits.entries()) {
            throw refuse.because("has " + place.count + " entries, more than the " + limits.entries() + " allowed");
        }
        List<ArchiveMember> members = new ArrayList<>();
        MemberHeaders headers = new MemberHeaders(zip, refuse, place.start);
        long at = place.start;
        for (long i = 0; i < place.count; i++) {
            if (at + ENTRY_SIZE > place.end || zip.u32(at) != ENTRY) {
                throw refuse.because("has a damaged table of contents");
            }
            members.add(headers.read(at));
            at += ENTRY_SIZE + zip.u16(at + 28) + zip.u16(at + 30) + zip.u16(at + 32);
        }
        if (at != place.end) {
            throw refuse.because("has more entries than it declares");
        }
        checkOverlap(members, place.start);
        members.removeIf(ArchiveMember::isDirectory);
        checkSizes(members);
        MemberNames.checkDistinct(members.stream().map(ArchiveMember::name).toList(), refuse);
        return List.copyOf(members);
    }

    /** The last signature in the file counts, and its comment must end with the file: nothing can hide behind it. */
    private long endRecord() {
        long lowest = Math.max(0, zip.size() - END_SIZE - COMMENT_AT_MOST);
        for (long at = zip.size() - END_SIZE; at >= lowest; at--) {
            if (zip.u32(at) == END) {
                if (at + END_SIZE + zip.u16(at + 20) != zip.size()) {
                    throw refuse.because("has bytes after its end");
                }
                return at;
            }
        }
        throw refuse.because("is cut off or no zip file");
    }

    private Place place(long end) {
        long locator = end - LOCATOR_64_SIZE;
        Place place;
        if (locator >= 0 && zip.u32(locator) == LOCATOR_64) {
            long end64 = zip.u64(locator + 8);
            if (end64 < 0 || end64 > locator - END_64_SIZE || zip.u32(end64) != END_64) {
                throw refuse.because("has a damaged Zip64 end record");
            }
            place = new Place(zip.u64(end64 + 48), end64, zip.u64(end64 + 40), zip.u64(end64 + 32));
            checkAgreement(place, end);
        } else {
            place = new Place(zip.u32(end + 16), end, zip.u32(end + 12), zip.u16(end + 10));
        }
        if (zip.u16(end + 4) != 0 || zip.u16(end + 6) != 0) {
            throw refuse.because("is one part of an archive of several parts");
        }
        if (place.start < 0 || place.start > place.end || place.end - place.start != place.size || place.count < 0) {
            throw refuse.because("has its table of contents somewhere else than its end record says");
        }
        return place;
    }

    /** A reader that looks at the Zip64 record only where the plain one is full must find the same table. */
    private void checkAgreement(Place place, long end) {
        boolean agree = (zip.u32(end + 16) == FULL_32 || zip.u32(end + 16) == place.start)
                && (zip.u32(end + 12) == FULL_32 || zip.u32(end + 12) == place.size)
                && (zip.u16(end + 10) == FULL_16 || zip.u16(end + 10) == place.count);
        if (!agree) {
            throw refuse.because("has two end records that disagree");
        }
    }

    /** The entries follow each other without gaps: who reads from the front must not find more than who reads the table. */
    private void checkOverlap(List<ArchiveMember> members, long tableStart) {
        List<ArchiveMember> ordered = new ArrayList<>(members);
        ordered.sort(Comparator.comparingLong(ArchiveMember::header));
        long end = 0;
        for (ArchiveMember member : ordered) {
            if (end > member.header()) {
                throw refuse.entry(member.name(), "overlaps another");
            }
            if (end < member.header()) {
                throw refuse.because("has " + (member.header() - end) + " bytes that belong to no entry");
            }
            end = member.end() + descriptors.length(member);
        }
        if (end > tableStart) {
            throw refuse.because("has an entry that reaches into the table of contents");
        }
        if (end < tableStart) {
            throw refuse.because("has " + (tableStart - end) + " bytes that belong to no entry");
        }
    }

    private void checkSizes(List<ArchiveMember> members) {
        long total = 0;
        for (ArchiveMember member : members) {
            total += member.size();
            if (member.size() < 0 || total < 0 || total > limits.bytes()) {
                throw refuse.because("unpacks to more than the " + limits.bytes() + " bytes allowed");
            }
        }
        if (total > (100L << 20) && total / limits.ratio() > zip.size()) {
            throw refuse.because(
                    "unpacks to more than " + limits.ratio() + " times its size, as only harmful archives do");
        }
    }

    private record Place(long start, long end, long size, long count) {}
}
