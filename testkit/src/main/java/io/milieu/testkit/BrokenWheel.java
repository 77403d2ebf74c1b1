package io.milieu.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Makes wheels that are hostile or defective in one named way, or in several. Got from {@link WheelMaker#broken()}. Unless a
 * method says otherwise, RECORD agrees with the content, so that nothing but the named defect can be the reason of a refusal.
 */
public final class BrokenWheel {
    private final WheelMaker maker;
    private final List<Consumer<List<ZipMember>>> contentChanges = new ArrayList<>();
    private final List<Consumer<List<RecordLine>>> recordChanges = new ArrayList<>();
    private final List<Consumer<List<ZipItem>>> archiveChanges = new ArrayList<>();
    private UnaryOperator<byte[]> bytesChange = UnaryOperator.identity();
    private String distInfo;

    BrokenWheel(WheelMaker maker) {
        this.maker = maker;
        this.distInfo = maker.distInfo();
    }

    /** {@return the wheel with its defects} */
    public MadeWheel make() {
        List<ZipMember> members = maker.members();
        contentChanges.forEach(change -> change.accept(members));
        members.replaceAll(member -> member.named(member.name().replace(maker.distInfo() + "/", distInfo + "/")));
        members.add(recordOf(members, distInfo + "/RECORD"));
        List<ZipItem> items = new ArrayList<>();
        members.forEach(member -> items.add(ZipItem.of(member, maker.isStored())));
        archiveChanges.forEach(change -> change.accept(items));
        return new MadeWheel(maker.fileName(), bytesChange.apply(ZipArchive.of(items)), metadataIn(members));
    }

    /** Adds an entry whose name climbs out of the installation, for example {@code ../evil.py}. */
    public BrokenWheel traversal(String name) {
        return entry(name, "evil = True\n", ZipMember.REGULAR | 0644);
    }

    /** Adds an entry with an absolute name, for example {@code /evil.py}. */
    public BrokenWheel absolutePath(String name) {
        return traversal(name);
    }

    /** Adds an entry with a name that some platform cannot hold, for example {@code demo/a:b.py} or {@code demo/NUL}. */
    public BrokenWheel reservedName(String name) {
        return traversal(name);
    }

    /** Adds a symbolic link. */
    public BrokenWheel symlink(String name, String target) {
        return entry(name, target, ZipMember.SYMLINK | 0777);
    }

    /** Adds an entry with any Unix mode, type bits included; {@code 0020666} is a character device. */
    public BrokenWheel special(String name, int mode) {
        return entry(name, "", mode);
    }

    /** Adds an executable with the set-user-id bit. */
    public BrokenWheel setuid(String name) {
        return entry(name, "#!/bin/sh\n", ZipMember.REGULAR | 04755);
    }

    /** Adds a second entry that differs from an existing one by case only. */
    public BrokenWheel caseCollision(String name) {
        return entry(name.toUpperCase(Locale.ROOT), "evil = True\n", ZipMember.REGULAR | 0644);
    }

    /** Adds, as the only command, one that would be written outside of the scripts directory, for example {@code ../evil}. */
    public BrokenWheel escapingCommand(String command) {
        String text = "[console_scripts]\n" + command + " = a:b\n";
        return entry(maker.distInfo() + "/entry_points.txt", text, ZipMember.REGULAR | 0644);
    }

    /** Adds a file of zeros, deflated about a thousand to one. */
    public BrokenWheel bomb(String name, int size) {
        return content(members -> members.add(new ZipMember(name, new byte[size], ZipMember.REGULAR | 0644)));
    }

    /** Renames the {@code .dist-info} directory, for example to {@code other-1.0.dist-info}. */
    public BrokenWheel distInfoNamed(String directory) {
        distInfo = directory;
        return this;
    }

    /** States another version of the wheel format; {@code 2.0} must be refused. */
    public BrokenWheel wheelVersion(String version) {
        return edited("/WHEEL", text -> text.replaceFirst("Wheel-Version: .*", "Wheel-Version: " + version));
    }

    /** States another project name in METADATA than in the file name. */
    public BrokenWheel metadataName(String name) {
        return edited("/METADATA", text -> text.replaceFirst("Name: .*", "Name: " + name));
    }

    /** States another version in METADATA than in the file name. */
    public BrokenWheel metadataVersion(String version) {
        return edited("/METADATA", text -> text.replaceFirst("\nVersion: .*", "\nVersion: " + version));
    }

    /** Leaves WHEEL out. */
    public BrokenWheel withoutWheelFile() {
        return archive(items -> items.removeIf(endsWith(".dist-info/WHEEL")));
    }

    /** Leaves METADATA out. */
    public BrokenWheel withoutMetadata() {
        return archive(items -> items.removeIf(endsWith(".dist-info/METADATA")));
    }

    /** Leaves RECORD out. */
    public BrokenWheel withoutRecord() {
        return archive(items -> items.removeIf(endsWith(".dist-info/RECORD")));
    }

    /** Leaves a file out that RECORD lists. */
    public BrokenWheel missingFile(String name) {
        return archive(items -> items.removeIf(endsWith(name)));
    }

    /** Takes the line of an existing file out of RECORD. */
    public BrokenWheel unrecorded(String name) {
        return record(lines -> lines.removeIf(line -> line.path().equals(name)));
    }

    /** Adds a file that RECORD does not list. */
    public BrokenWheel extraFile(String name) {
        return traversal(name).unrecorded(name);
    }

    /** Makes RECORD state another hash of a file. */
    public BrokenWheel wrongRecordHash(String name) {
        String other = Hashes.inRecord("other".getBytes(UTF_8));
        return record(lines ->
                lines.replaceAll(line -> line.path().equals(name) ? new RecordLine(name, other, line.size()) : line));
    }

    /** Adds a second entry of the same name with other content, which RECORD does not describe. */
    public BrokenWheel duplicate(String name) {
        return archive(items -> items.add(ZipItem.of(ZipMember.text(name, "evil = True\n"), maker.isStored())));
    }

    /** Makes the compressed stream of an entry unreadable. */
    public BrokenWheel corruptStream(String name) {
        return item(name, ZipItem::withCorruptStream);
    }

    /** Puts bytes behind the end of an entry's compressed stream, which the headers count as part of it. */
    public BrokenWheel behindStream(String name, byte[] bytes) {
        return item(name, item -> item.withBehindStream(bytes));
    }

    /** Makes the headers state a wrong CRC-32 of an entry. */
    public BrokenWheel wrongCrc(String name) {
        return item(name, ZipItem::withWrongCrc);
    }

    /** Makes the headers state another size of an entry, below 4 GiB. */
    public BrokenWheel declaredSize(String name, long size) {
        return item(name, item -> item.withSize(size));
    }

    /** Makes the local header of an entry name it differently than the central directory. */
    public BrokenWheel localHeaderNamed(String name, String localName) {
        return item(name, item -> item.withLocalName(localName));
    }

    /** Keeps only the first bytes of the file. */
    public BrokenWheel truncated(int length) {
        bytesChange = bytes -> Arrays.copyOf(bytes, Math.min(length, bytes.length));
        return this;
    }

    private BrokenWheel entry(String name, String text, int mode) {
        return content(members -> members.add(new ZipMember(name, text.getBytes(UTF_8), mode)));
    }

    private BrokenWheel edited(String ending, UnaryOperator<String> edit) {
        return content(members -> members.replaceAll(
                member -> member.name().endsWith(".dist-info" + ending) ? member.edited(edit) : member));
    }

    private BrokenWheel item(String name, UnaryOperator<ZipItem> change) {
        return archive(items -> items.replaceAll(item -> item.name().equals(name) ? change.apply(item) : item));
    }

    private BrokenWheel content(Consumer<List<ZipMember>> change) {
        contentChanges.add(change);
        return this;
    }

    private BrokenWheel record(Consumer<List<RecordLine>> change) {
        recordChanges.add(change);
        return this;
    }

    private BrokenWheel archive(Consumer<List<ZipItem>> change) {
        archiveChanges.add(change);
        return this;
    }

    private ZipMember recordOf(List<ZipMember> members, String name) {
        List<RecordLine> lines = new ArrayList<>();
        members.forEach(member -> lines.add(RecordLine.of(member)));
        lines.add(new RecordLine(name, "", ""));
        recordChanges.forEach(change -> change.accept(lines));
        return ZipMember.text(name, RecordLine.text(lines));
    }

    private String metadataIn(List<ZipMember> members) {
        return members.stream()
                .filter(member -> member.name().equals(distInfo + "/METADATA"))
                .findFirst()
                .orElseThrow()
                .text();
    }

    private static Predicate<ZipItem> endsWith(String ending) {
        return item -> item.name().endsWith(ending);
    }
}
