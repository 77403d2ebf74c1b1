package io.milieu.python.venv;

import io.milieu.python.venv.SitePlan.Link;
import io.milieu.python.venv.SitePlan.Script;
import io.milieu.python.wheel.RecordFile.Row;
import io.milieu.python.wheel.WheelManifest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes what belongs to one environment alone: scripts, and the RECORDs that list them (PEP 376, 610, 627). */
final class Installer {
    private static final Set<StandardOpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    private static final FileAttribute<Set<PosixFilePermission>> PROGRAM =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"));
    private static final String FROM_SITE = "../../../";

    private final VenvSpec spec;
    private final SitePlan plan;
    private final Path site;
    private final Map<Integer, StringBuilder> records = new HashMap<>();
    private long bytes;

    Installer(VenvSpec spec, SitePlan plan) {
        this.spec = spec;
        this.plan = plan;
        site = spec.directory().resolve(spec.python().sitePackages());
    }

    /** {@return the bytes written} */
    long write() throws IOException {
        for (int i = 0; i < spec.installations().size(); i++) {
            if (spec.installations().get(i).hasOwnRecord()) {
                Path record =
                        layer(i).resolve("site").resolve(manifest(i).distInfo()).resolve("RECORD");
                records.put(i, new StringBuilder(Files.readString(record)));
            }
        }
        writeScripts();
        for (Link link : plan.links()) {
            if (link.source().startsWith("headers/")) {
                byte[] header = Files.readAllBytes(layer(link.owner()).resolve(link.source()));
                addRow(link.owner(), FROM_SITE + link.target(), header);
            }
        }
        for (int owner : List.copyOf(records.keySet())) {
            writeMetadata(owner, spec.installations().get(owner));
        }
        for (Map.Entry<Integer, StringBuilder> record : records.entrySet()) {
            Files.writeString(distInfo(record.getKey()).resolve("RECORD"), record.getValue());
            bytes += record.getValue().length();
        }
        return bytes;
    }

    private void writeScripts() throws IOException {
        Launcher launcher = new Launcher(spec.published().resolve("bin/python").toString());
        for (Script script : plan.scripts()) {
            byte[] text = script.command()
                    ? launcher.command(manifest(script.owner()).name(), script.name(), script.text())
                            .getBytes(StandardCharsets.UTF_8)
                    : launcher.rewritten(
                            Files.readAllBytes(layer(script.owner()).resolve(script.text())));
            Path file = spec.directory().resolve("bin").resolve(script.name());
            try (SeekableByteChannel out = Files.newByteChannel(file, NEW, PROGRAM)) {
                out.write(ByteBuffer.wrap(text));
            }
            bytes += text.length;
            addRow(script.owner(), FROM_SITE + "bin/" + script.name(), text);
        }
    }

    private void writeMetadata(int owner, Installation installation) throws IOException {
        if (installation.requested()) {
            writeMetadata(owner, "REQUESTED", "");
        }
        if (!installation.directUrl().isEmpty()) {
            writeMetadata(owner, "direct_url.json", installation.directUrl());
        }
    }

    private void writeMetadata(int owner, String name, String text) throws IOException {
        Files.writeString(distInfo(owner).resolve(name), text);
        addRow(owner, manifest(owner).distInfo() + "/" + name, text.getBytes(StandardCharsets.UTF_8));
    }

    private void addRow(int owner, String path, byte[] content) {
        StringBuilder record = records.get(owner);
        if (record == null) {
            throw new IllegalStateException("`" + manifest(owner).name() + "` has no RECORD of its own");
        }
        record.append(Row.of(path, content).line());
    }

    private Path distInfo(int owner) {
        return site.resolve(manifest(owner).distInfo());
    }

    private Path layer(int owner) {
        return spec.installations().get(owner).layer().directory();
    }

    private WheelManifest manifest(int owner) {
        return spec.installations().get(owner).layer().manifest();
    }
}
