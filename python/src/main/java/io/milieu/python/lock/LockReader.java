package io.milieu.python.lock;

import io.milieu.core.error.MilieuException;
import io.milieu.core.fetch.Checksum;
import io.milieu.core.fetch.HashAlgorithm;
import io.milieu.python.name.ExtraName;
import io.milieu.python.name.PackageName;
import io.milieu.python.requirement.Marker;
import io.milieu.python.toml.TomlFields;
import io.milieu.python.toml.TomlValue;
import io.milieu.python.version.Version;
import io.milieu.python.version.VersionSpecifiers;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads and checks what PEP 751 says about every key. Keys that it does not know are left for later versions of the format. */
final class LockReader {
    private final TomlFields root;

    LockReader(TomlFields root) {
        this.root = root;
    }

    LockFile read() {
        String version = root.required("lock-version");
        // A newer major version may mean anything; a newer minor one only adds.
        if (!version.matches("1(\\.[0-9]+)?")) {
            throw root.problem("`lock-version` is `" + version + "`; this program understands 1");
        }
        if (!root.has("packages")) {
            throw root.problem("`packages` is missing");
        }
        return new LockFile(
                version.equals("1") ? LockFile.VERSION : version,
                all(root, "environments", Marker::parse),
                parsed(root, "requires-python", VersionSpecifiers::parse).orElse(VersionSpecifiers.ANY),
                all(root, "extras", ExtraName::of),
                all(root, "dependency-groups", ExtraName::of),
                all(root, "default-groups", ExtraName::of),
                root.required("created-by"),
                root.tables("packages").stream().map(LockReader::lockedPackage).toList(),
                root.table("tool"));
    }

    private static LockedPackage lockedPackage(TomlFields fields) {
        PackageName name = parsed(fields, "name", PackageName::of)
                .orElseThrow(() -> fields.problem("`" + fields.at("name") + "` is missing"));
        if (!name.normalized().equals(fields.required("name"))) {
            throw fields.problem("`" + fields.at("name") + "` must be normalised: `" + name + "`");
        }
        List<TomlValue.Table> attestations = new ArrayList<>();
        for (TomlFields identity : fields.tables("attestation-identities")) {
            identity.required("kind");
            attestations.add(identity.table());
        }
        return new LockedPackage(
                name,
                parsed(fields, "version", Version::parse),
                parsed(fields, "marker", Marker::parse).orElse(Marker.always()),
                parsed(fields, "requires-python", VersionSpecifiers::parse).orElse(VersionSpecifiers.ANY),
                fields.tables("dependencies").stream().map(TomlFields::table).toList(),
                fields.string("index"),
                source(fields),
                attestations,
                fields.table("tool"));
    }

    private static LockedSource source(TomlFields fields) {
        boolean files = fields.has("sdist") || fields.has("wheels");
        long kinds =
                Stream.of("vcs", "directory", "archive").filter(fields::has).count() + (files ? 1 : 0);
        if (kinds != 1) {
            throw fields.problem("`" + fields.place() + "` (" + fields.required("name")
                    + ") must have exactly one of `vcs`, `directory`, `archive`, and `sdist` or `wheels`; it has "
                    + kinds);
        }
        if (files) {
            return new LockedSource.Files(
                    fields.fields("sdist").map(LockReader::file),
                    fields.tables("wheels").stream().map(LockReader::file).toList());
        }
        return fields.fields("vcs")
                .<LockedSource>map(LockReader::vcs)
                .or(() -> fields.fields("directory")
                        .map(table -> new LockedSource.Directory(
                                table.required("path"), table.flag("editable"), table.string("subdirectory"))))
                .or(() -> fields.fields("archive")
                        .map(table -> new LockedSource.Archive(file(table), table.string("subdirectory"))))
                .orElseThrow();
    }

    private static LockedSource.Vcs vcs(TomlFields fields) {
        requirePlace(fields);
        return new LockedSource.Vcs(
                fields.required("type"),
                fields.string("url"),
                fields.string("path"),
                fields.string("requested-revision"),
                fields.required("commit-id"),
                fields.string("subdirectory"));
    }

    private static LockedFile file(TomlFields fields) {
        requirePlace(fields);
        fields.string("url").ifPresent(url -> requireUrl(fields, url));
        long size = fields.number("size").orElse(-1);
        if (fields.has("size") && size < 0) {
            throw fields.problem("`" + fields.at("size") + "` is negative");
        }
        return new LockedFile(
                fields.string("name"),
                fields.moment("upload-time"),
                fields.string("url"),
                fields.string("path"),
                size,
                hashes(fields));
    }

    private static Map<String, String> hashes(TomlFields fields) {
        TomlFields hashes =
                fields.fields("hashes").orElseThrow(() -> fields.problem("`" + fields.at("hashes") + "` is missing"));
        Map<String, String> all = new TreeMap<>();
        for (String algorithm : hashes.table().entries().keySet()) {
            String value = hashes.required(algorithm);
            if (HashAlgorithm.named(algorithm).isPresent() && !Checksum.isHex(value)) {
                throw hashes.problem("`" + hashes.at(algorithm) + "` is not a hexadecimal hash: `" + value + "`");
            }
            all.put(algorithm, value);
        }
        if (all.isEmpty()) {
            throw fields.problem("`" + fields.at("hashes") + "` must have at least one hash");
        }
        return all;
    }

    private static void requirePlace(TomlFields fields) {
        if (!fields.has("url") && !fields.has("path")) {
            throw fields.problem("`" + fields.place() + "` must have a `url` or a `path`");
        }
    }

    private static void requireUrl(TomlFields fields, String text) {
        try {
            URI url = new URI(text);
            if (url.isAbsolute() && url.getPath() != null) {
                return;
            }
        } catch (URISyntaxException e) {
            // Its own message would show the credentials: told below without them.
        }
        throw fields.problem("`" + fields.at("url") + "` is not a URL");
    }

    private static <T> Optional<T> parsed(TomlFields fields, String key, Function<String, T> parse) {
        return fields.string(key).map(text -> parse(fields, key, text, parse));
    }

    private static <T> List<T> all(TomlFields fields, String key, Function<String, T> parse) {
        List<T> values = new ArrayList<>();
        for (String text : fields.strings(key)) {
            values.add(parse(fields, key + "[" + values.size() + "]", text, parse));
        }
        return values;
    }

    private static <T> T parse(TomlFields fields, String key, String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (MilieuException e) {
            throw fields.problem(key, e);
        }
    }
}
