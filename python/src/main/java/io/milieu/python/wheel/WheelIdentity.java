package io.milieu.python.wheel;

import io.milieu.python.name.PackageName;
import io.milieu.python.tag.WheelFileName;
import io.milieu.python.version.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;

/**
 * Which distribution a wheel is: its file name, its directory {@code .dist-info}, WHEEL and METADATA must agree.
 *
 * @param name as METADATA spells it
 * @param version as METADATA spells it
 * @param distInfo the name of the directory, without a slash
 */
record WheelIdentity(String name, String version, String distInfo) {

    static WheelIdentity read(WheelArchive archive, String fileName, MemberReader reader) throws IOException {
        WheelFileName file = WheelFileName.parse(fileName);
        String distInfo = distInfo(archive);
        String stem = distInfo.substring(0, distInfo.length() - ".dist-info".length());
        int dash = stem.lastIndexOf('-');
        if (dash < 0 || !same(stem.substring(0, dash), stem.substring(dash + 1), file)) {
            throw archive.refuse().because("has the directory `" + distInfo + "`, which belongs to something else");
        }
        checkFormat(archive, header(archive, distInfo + "/WHEEL", "Wheel-Version", reader));
        String name = header(archive, distInfo + "/METADATA", "Name", reader);
        String version = header(archive, distInfo + "/METADATA", "Version", reader);
        if (!same(name, version, file)) {
            throw archive.refuse().because("says in METADATA that it is `" + name + "` `" + version + "`");
        }
        return new WheelIdentity(name, version, distInfo);
    }

    private static String distInfo(WheelArchive archive) {
        TreeSet<String> found = new TreeSet<>();
        for (ArchiveMember member : archive.members()) {
            int slash = member.name().indexOf('/');
            if (slash > 0 && member.name().startsWith(".dist-info", slash - ".dist-info".length())) {
                found.add(member.name().substring(0, slash));
            }
        }
        if (found.isEmpty()) {
            throw archive.refuse().because("has no directory `.dist-info`");
        }
        if (found.size() > 1) {
            throw archive.refuse()
                    .because("has several directories `.dist-info`: `" + String.join("`, `", found) + "`");
        }
        return found.first();
    }

    private static void checkFormat(WheelArchive archive, String format) {
        if (!format.split("\\.")[0].equals("1")) {
            throw archive.refuse().because("has the format version `" + format + "`; only 1 is known");
        }
    }

    /** A local version may be missing on one side: builders have always disagreed about it. */
    private static boolean same(String name, String version, WheelFileName file) {
        return PackageName.normalize(name).equals(file.name().normalized())
                && Version.tryParse(version.replace('_', '-'))
                        .filter(each ->
                                each.publicVersion().equals(file.version().publicVersion()))
                        .isPresent();
    }

    private static String header(WheelArchive archive, String member, String field, MemberReader reader)
            throws IOException {
        ArchiveMember file =
                archive.member(member).orElseThrow(() -> archive.refuse().because("has no `" + member + "`"));
        String text = new String(archive.content(file, reader), StandardCharsets.UTF_8);
        for (String line : (Iterable<String>) text.lines()::iterator) {
            if (line.isEmpty()) {
                break;
            }
            if (line.regionMatches(true, 0, field + ":", 0, field.length() + 1)) {
                return line.substring(field.length() + 1).strip();
            }
        }
        throw archive.refuse().because("has no `" + field + "` in `" + member + "`");
    }
}
