package io.milieu.python.lock;

import io.milieu.python.name.ExtraName;
import io.milieu.python.requirement.Marker;
import io.milieu.python.toml.TomlValue;
import io.milieu.python.toml.TomlWriter;
import io.milieu.python.version.VersionSpecifiers;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts a lock into the order of PEP 751: keys as the standard lists them, packages by name and version, files by name. */
final class LockWriter {
    private LockWriter() {}

    static String text(LockFile lock) {
        Entries document = new Entries()
                .text("lock-version", Optional.of(lock.lockVersion()))
                .texts("environments", lock.environments())
                .text("requires-python", shown(lock.requiresPython()))
                .texts("extras", sorted(lock.extras()))
                .texts("dependency-groups", sorted(lock.dependencyGroups()))
                .texts("default-groups", sorted(lock.defaultGroups()))
                .text("created-by", Optional.of(lock.createdBy()))
                .table("tool", lock.tool())
                .tables(
                        "packages",
                        lock.packages().stream()
                                .sorted(Comparator.comparing(LockedPackage::name)
                                        .thenComparing(each -> each.version()
                                                .map(Object::toString)
                                                .orElse(""))
                                        .thenComparing(each -> each.marker().toString()))
                                .map(LockWriter::table)
                                .toList());
        if (lock.packages().isEmpty()) {
            document.put("packages", new TomlValue.Items(List.of()));
            return TomlWriter.write(document.build(), List.of());
        }
        return TomlWriter.write(document.build(), List.of("packages"));
    }

    private static TomlValue.Table table(LockedPackage locked) {
        Entries entries = new Entries()
                .text("name", Optional.of(locked.name().toString()))
                .text("version", locked.version().map(Object::toString))
                .text(
                        "marker",
                        Optional.of(locked.marker())
                                .filter(marker -> !marker.equals(Marker.always()))
                                .map(Object::toString))
                .text("requires-python", shown(locked.requiresPython()))
                .tables("dependencies", locked.dependencies())
                .text("index", locked.index());
        source(entries, locked.source());
        return entries.tables("attestation-identities", locked.attestationIdentities())
                .table("tool", locked.tool())
                .build();
    }

    private static void source(Entries entries, LockedSource source) {
        switch (source) {
            case LockedSource.Vcs vcs ->
                entries.table(
                        "vcs",
                        new Entries()
                                .text("type", Optional.of(vcs.type()))
                                .text("url", vcs.url())
                                .text("path", vcs.path())
                                .text("requested-revision", vcs.requestedRevision())
                                .text("commit-id", Optional.of(vcs.commitId()))
                                .text("subdirectory", vcs.subdirectory())
                                .build());
            case LockedSource.Directory directory ->
                entries.table(
                        "directory",
                        new Entries()
                                .text("path", Optional.of(directory.path()))
                                .flag("editable", directory.editable())
                                .text("subdirectory", directory.subdirectory())
                                .build());
            case LockedSource.Archive(LockedFile file, Optional<String> subdirectory) ->
                entries.table(
                        "archive", file(file).text("subdirectory", subdirectory).build());
            case LockedSource.Files(Optional<LockedFile> sdist, List<LockedFile> wheels) -> {
                sdist.ifPresent(file -> entries.table("sdist", file(file).build()));
                entries.tables(
                        "wheels",
                        wheels.stream()
                                .sorted(Comparator.comparing(LockedFile::fileName))
                                .map(wheel -> file(wheel).build())
                                .toList());
            }
        }
    }

    private static Entries file(LockedFile file) {
        Entries entries = new Entries().text("name", file.name());
        file.uploadTime().ifPresent(moment -> entries.put("upload-time", new TomlValue.Moment(moment)));
        entries.text("url", file.url()).text("path", file.path());
        if (file.size() >= 0) {
            entries.put("size", new TomlValue.Whole(file.size()));
        }
        Entries hashes = new Entries();
        file.hashes().forEach((algorithm, hex) -> hashes.text(algorithm, Optional.of(hex)));
        return entries.table("hashes", hashes.build());
    }

    private static Optional<String> shown(VersionSpecifiers specifiers) {
        return Optional.of(specifiers.toString()).filter(text -> !text.isEmpty());
    }

    private static List<ExtraName> sorted(List<ExtraName> names) {
        return names.stream().sorted().toList();
    }

    /** Collects what there is to say: keys without a value are left out. */
    private static final class Entries {
        private final Map<String, TomlValue> entries = new LinkedHashMap<>();

        private Entries put(String key, TomlValue value) {
            entries.put(key, value);
            return this;
        }

        private Entries text(String key, Optional<String> text) {
            return text.map(value -> put(key, new TomlValue.Text(value))).orElse(this);
        }

        private Entries flag(String key, boolean value) {
            return value ? put(key, new TomlValue.Truth(true)) : this;
        }

        private Entries texts(String key, List<?> values) {
            return values.isEmpty()
                    ? this
                    : put(
                            key,
                            new TomlValue.Items(values.stream()
                                    .<TomlValue>map(value -> new TomlValue.Text(value.toString()))
                                    .toList()));
        }

        private Entries table(String key, TomlValue.Table table) {
            return table.isEmpty() ? this : put(key, table);
        }

        private Entries tables(String key, List<TomlValue.Table> tables) {
            return tables.isEmpty() ? this : put(key, new TomlValue.Items(List.copyOf(tables)));
        }

        private TomlValue.Table build() {
            return new TomlValue.Table(entries);
        }
    }
}
