package io.milieu.python.wheel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be written for one wheel: every file with its place and with the hash that RECORD promises. RECORD is held to
 * its standard (PEP 427: an installer fails on a file that RECORD does not mention): an archive that was changed after it
 * was built is not worth the guess which of the two is right.
 *
 * @param targets in the order of the archive
 * @param rows the lines of RECORD by place, of files that are not ours to write
 */
record LayerFiles(List<Target> targets, Map<String, RecordFile.Row> rows) {

    /**
     * One file.
     *
     * @param place the path in the layer
     * @param hash as RECORD writes it; empty for the signatures of RECORD
     */
    record Target(ArchiveMember member, String place, String hash) {}

    static LayerFiles plan(WheelArchive archive, LayerPlaces places, String distInfo, MemberReader reader)
            throws IOException {
        Refusal refuse = archive.refuse();
        ArchiveMember record = archive.member(distInfo + "/RECORD")
                .orElseThrow(() -> refuse.because("has no `" + distInfo + "/RECORD`"));
        String text = new String(archive.content(record, reader), StandardCharsets.UTF_8);
        Map<String, RecordFile.Row> listed = listed(text, refuse);
        List<Target> targets = new ArrayList<>();
        Map<String, RecordFile.Row> rows = new LinkedHashMap<>();
        for (ArchiveMember member : archive.members()) {
            String place = places.place(member.name());
            RecordFile.Row row = listed.remove(member.name());
            if (places.isOurs(place)) {
                continue;
            }
            if (row == null) {
                if (!places.isSignature(place)) {
                    throw refuse.entry(member.name(), "is missing in RECORD");
                }
                row = new RecordFile.Row(member.name(), "", "");
            }
            checkHash(row, places.isSignature(place), refuse);
            targets.add(new Target(member, place, row.hash()));
            rows.put(place, row);
        }
        for (String absent : listed.keySet()) {
            if (!absent.endsWith("/") && !places.isSignature(LayerPlaces.SITE + absent)) {
                throw refuse.because("lists `" + absent + "` in RECORD but does not have it");
            }
        }
        MemberNames.checkDistinct(targets.stream().map(Target::place).toList(), refuse);
        return new LayerFiles(List.copyOf(targets), rows);
    }

    private static Map<String, RecordFile.Row> listed(String text, Refusal refuse) {
        Map<String, RecordFile.Row> listed = new LinkedHashMap<>();
        for (RecordFile.Row row : RecordFile.parse(text).rows()) {
            RecordFile.Row before = listed.put(row.path(), row);
            if (before != null && !before.equals(row)) {
                throw refuse.because("lists `" + row.path() + "` in RECORD twice, and differently");
            }
        }
        return listed;
    }

    private static void checkHash(RecordFile.Row row, boolean signature, Refusal refuse) {
        boolean known = row.hash().startsWith("sha256=")
                || row.hash().startsWith("sha384=")
                || row.hash().startsWith("sha512=");
        if (!known && !(signature && row.hash().isEmpty())) {
            String what =
                    row.hash().isEmpty() ? "without a hash" : "with the hash `" + row.hash() + "`, which is not safe";
            throw refuse.because("lists `" + row.path() + "` in RECORD " + what);
        }
    }
}
