package io.milieu.core.code;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.milieu.core.code.Packing.Item;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileArchivesTest {
    private static final List<String> KINDS = List.of("a.zip", "a.tar", "a.tgz");

    @TempDir
    Path temp;

    private String refusal(Path archive, ArchiveLimits limits, boolean strip) throws IOException {
        Path target = Files.createDirectories(temp.resolve("out/target"));
        MilieuException refusal =
                catchThrowableOfType(MilieuException.class, () -> new Archives(limits).extract(archive, target, strip));
        assertThat(refusal.code()).isEqualTo(CoreError.ARCHIVE_REFUSED);
        try (Stream<Path> outside = Files.list(temp.resolve("out"))) {
            assertThat(outside).containsExactly(target);
        }
        return String.valueOf(refusal.getMessage());
    }

    private String refusal(String kind, List<Item> items) throws IOException {
        return refusal(Packing.pack(items, temp.resolve(kind)), ArchiveLimits.DEFAULT, false);
    }

    static Stream<Arguments> hostileEntries() {
        return KINDS.stream()
                .flatMap(kind -> Stream.concat(ofOneEntry(), ofPlace()).map(hostile -> Arguments.of(kind, hostile)));
    }

    private static Stream<Case> ofOneEntry() {
        return Stream.of(
                hostile("`../x` has `..` in its name", Item.file("../x")),
                hostile("`a/../../x` has `..` in its name", Item.file("a/../../x")),
                hostile("`../` has `..` in its name", Item.folder("../")),
                hostile("`..` has `..` in its name", Item.link("..", "x")),
                hostile("`/x` has an absolute name", Item.file("/x")),
                hostile("`C:/x` has an absolute name", Item.file("C:/x")),
                hostile("`d/a\\x` has a backslash or a NUL in its name", Item.file("d/a\\x")),
                hostile("`a?[31mb/../x` has `..` in its name", Item.file("a\u001b[31mb/../x")),
                hostile("`p` is neither a file, a folder nor a link", new Item("p", Packing.FIFO | 0644, "")));
    }

    private static Stream<Case> ofPlace() {
        return Stream.of(
                hostile("`./` has an empty name", Item.link("./", "x")),
                hostile("`a` is there twice", Item.file("a"), Item.file("a")),
                hostile("`./a` is there twice", Item.file("a"), Item.file("./a")),
                hostile("`a` is there twice", Item.file("a"), Item.link("a", "b")),
                hostile("`a` is there twice", Item.folder("a/"), Item.file("a")),
                hostile("`d` is there twice", Item.file("d/x"), Item.link("d", ".")),
                hostile(
                        "`d/x` needs a folder where the archive has something else",
                        Item.link("d", "."),
                        Item.file("d/x")),
                hostile("`f/` needs a folder where the archive has something else", Item.file("f"), Item.folder("f/")),
                hostile("`l` is a link that may lead out of the archive", Item.link("l", "../x")),
                hostile("`l` is a link that may lead out of the archive", Item.link("l", "/etc/passwd")),
                hostile(
                        "`l` is a link that may lead out of the archive",
                        Item.folder("d/"),
                        Item.link("l", "d/../../x")),
                hostile(
                        "`l` is a link that may lead out of the archive",
                        Item.link("d", "."),
                        Item.link("l", "d/../x")),
                hostile("`a/l` is a link that may lead out of the archive", Item.link("a/l", "../../x")));
    }

    static Case hostile(String problem, Item... items) {
        return new Case(problem, List.of(items));
    }

    record Case(String problem, List<Item> items) {
        @Override
        public String toString() {
            return problem;
        }
    }

    @ParameterizedTest
    @MethodSource("hostileEntries")
    void hostileEntriesAreRefusedByName(String kind, Case hostile) throws IOException {
        assertThat(refusal(kind, hostile.items()))
                .isEqualTo("the archive `%s` is refused: its entry %s", kind, hostile.problem());
    }

    @ParameterizedTest
    @ValueSource(bytes = {'1', '3', '4', '6', 'V'})
    void hardLinksAndDevicesOfTarAreRefused(byte flag) throws IOException {
        Path archive = temp.resolve("a.tar");
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(archive))) {
            TarArchiveEntry entry = new TarArchiveEntry("e", flag);
            entry.setLinkName("/etc/passwd");
            tar.putArchiveEntry(entry);
            tar.closeArchiveEntry();
        }
        assertThat(refusal(archive, ArchiveLimits.DEFAULT, false))
                .isEqualTo("the archive `a.tar` is refused: its entry `e` is "
                        + (flag == '1'
                                ? "a hard link; pack with `--hard-dereference`"
                                : "neither a file, a folder nor a link"));
    }

    @Test
    void setuidSetgidAndStickyAreDropped() throws IOException {
        for (String kind : KINDS) {
            Path target = Files.createDirectories(temp.resolve("out-" + kind));
            Path archive = Packing.pack(List.of(new Item("x", Packing.FILE | 07755, "")), temp.resolve(kind));

            new Archives(ArchiveLimits.DEFAULT).extract(archive, target, false);

            assertThat((int) Files.getAttribute(target.resolve("x"), "unix:mode") & 07777)
                    .as(kind)
                    .isEqualTo(0755 & ~umask());
        }
    }

    private int umask() throws IOException {
        Path probe = Files.createDirectories(temp.resolve("probe/dir"));
        return 0777 & ~(int) Files.getAttribute(probe, "unix:mode");
    }

    @Test
    void bombsAreStopped() throws IOException {
        for (String kind : KINDS) {
            Item zeros = new Item("zeros", Packing.FILE | 0644, "\0".repeat(3_000_000));
            Path bomb = Packing.pack(List.of(zeros), temp.resolve(kind));
            ArchiveLimits few = new ArchiveLimits(2, 1 << 30, 1000, 1 << 30);
            ArchiveLimits small = new ArchiveLimits(10, 1_000_000, 1_000_000, 1 << 30);

            assertThat(refusal(bomb, small, false))
                    .isEqualTo("the archive `%s` is refused: it unpacks to more than 1000000 bytes", kind);
            Files.delete(temp.resolve("out/target/zeros"));
            Path many = Packing.pack(List.of(Item.file("a"), Item.folder("b/"), Item.file("c")), temp.resolve(kind));
            assertThat(refusal(many, few, false))
                    .isEqualTo("the archive `%s` is refused: it has more than 2 entries", kind);
            clear();
        }
        Path bomb = Packing.pack(
                List.of(new Item("zeros", Packing.FILE | 0644, "\0".repeat(3_000_000))), temp.resolve("a.zip"));
        assertThat(refusal(bomb, new ArchiveLimits(10, 1 << 30, 100, 1_000_000), false))
                .isEqualTo("the archive `a.zip` is refused: it unpacks to more than 100 times its size of "
                        + Files.size(bomb) + " bytes");
    }

    @Test
    void zerosAfterTheEndOfATarAreABombToo() throws IOException {
        Path archive = temp.resolve("a.tar");
        byte[] tar = Files.readAllBytes(Packing.pack(List.of(Item.file("a")), archive));
        Files.write(archive, Arrays.copyOf(tar, 3_000_000));

        assertThat(refusal(archive, new ArchiveLimits(10, 1_000_000, 100, 1 << 30), false))
                .isEqualTo("the archive `a.tar` is refused: it unpacks to more than 1000000 bytes");
    }

    @Test
    void aLinkThatLeadsOutOnlyOnceTheTopFolderIsStrippedIsRefused() throws IOException {
        Path archive = Packing.pack(List.of(Item.file("top/x"), Item.link("top/l", "../top/x")), temp.resolve("a.tgz"));

        assertThat(refusal(archive, ArchiveLimits.DEFAULT, true))
                .isEqualTo(
                        "the archive `a.tgz` is refused: its entry `top/l` is a link that may lead out of the archive");
    }

    @Test
    void whatWasCutOffOrChangedIsBroken() throws IOException {
        byte[] noise = new byte[5000];
        new Random(1).nextBytes(noise);
        for (String kind : KINDS) {
            Path archive = Packing.pack(
                    List.of(new Item("n", Packing.FILE | 0644, new String(noise, ISO_8859_1))), temp.resolve(kind));
            byte[] whole = Files.readAllBytes(archive);
            for (int length : new int[] {0, 10, 600, 3000, Math.min(whole.length - 1, 512 + 5120)}) {
                Files.write(archive, Arrays.copyOf(whole, length));
                assertThat(refusal(archive, ArchiveLimits.DEFAULT, false))
                        .as("%s cut to %s", kind, length)
                        .startsWith("the archive `" + kind + "` is broken: ");
                clear();
            }
        }
    }

    @Test
    void aFlippedBitOfAStoredZipEntryIsNoticed() throws IOException {
        byte[] content = "the content of the entry".getBytes(ISO_8859_1);
        Path archive = temp.resolve("a.zip");
        try (var zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            var entry = new ZipEntry("e");
            var crc = new CRC32();
            crc.update(content);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(content.length);
            entry.setCrc(crc.getValue());
            zip.putNextEntry(entry);
            zip.write(content);
        }
        String bytes = Files.readString(archive, ISO_8859_1);
        Files.writeString(archive, bytes.replace("the content", "The content"), ISO_8859_1);

        assertThat(refusal(archive, ArchiveLimits.DEFAULT, false))
                .isEqualTo(
                        "the archive `a.zip` is refused: its entry `e` does not have the checksum that the archive promises");
    }

    @Test
    void aDamagedHeaderOfATarIsNoticed() throws IOException {
        Path archive = Packing.pack(List.of(Item.file("e")), temp.resolve("a.tar"));
        byte[] bytes = Files.readAllBytes(archive);
        bytes[106] = '1';
        Files.write(archive, bytes);

        assertThat(refusal(archive, ArchiveLimits.DEFAULT, false))
                .isEqualTo("the archive `a.tar` is refused: its entry `e` has a damaged header");
    }

    @Test
    void anEncryptedEntryIsRefused() throws IOException {
        Path archive = Packing.pack(List.of(Item.file("e")), temp.resolve("a.zip"));
        byte[] bytes = Files.readAllBytes(archive);
        int central = new String(bytes, ISO_8859_1).indexOf("PK\1\2");
        bytes[6] |= 1;
        bytes[central + 8] |= 1;
        Files.write(archive, bytes);

        assertThat(refusal(archive, ArchiveLimits.DEFAULT, false))
                .isEqualTo(
                        "the archive `a.zip` is refused: its entry `e` is encrypted or compressed in a way that is not supported");
    }

    @Test
    void aLinkWithAnEndlessTargetIsRefused() throws IOException {
        String target = "x/".repeat(5000);

        assertThat(refusal("a.zip", List.of(Item.link("l", target))))
                .isEqualTo("the archive `a.zip` is refused: its entry `l` is a link with too long a target");
    }

    @Test
    void noFlippedByteMakesAnythingButARefusalOrATree() throws IOException {
        for (String kind : KINDS) {
            Path archive = Packing.pack(
                    List.of(Item.folder("d/"), Item.file("d/x"), Item.link("l", "d/x"), Item.file("y")),
                    temp.resolve(kind));
            byte[] whole = Files.readAllBytes(archive);
            int used = Math.min(whole.length, 2600);
            for (int position : IntStream.range(0, used).filter(i -> i % 5 == 0).toArray()) {
                byte[] bytes = whole.clone();
                bytes[position] ^= (byte) (1 << (position % 8));
                Files.write(archive, bytes);
                Path target = Files.createDirectories(temp.resolve("out/target"));
                try {
                    new Archives(ArchiveLimits.DEFAULT).extract(archive, target, false);
                    assertThat(Trees.walk(target).size())
                            .as("%s, byte %s", kind, position)
                            .isBetween(0L, 2L);
                } catch (MilieuException refusal) {
                    assertThat(refusal.code()).as("%s, byte %s", kind, position).isEqualTo(CoreError.ARCHIVE_REFUSED);
                }
                clear();
            }
        }
    }

    @Test
    void anUnknownKindIsRefused() throws IOException {
        assertThat(refusal(Files.createFile(temp.resolve("a.rar")), ArchiveLimits.DEFAULT, false))
                .isEqualTo(
                        "the archive `a.rar` is refused: its kind is unknown; known are .zip, .jar, .whl, .tar, .tar.gz and .tgz");
    }

    private void clear() throws IOException {
        try (Stream<Path> all = Files.walk(temp.resolve("out"))) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
