package io.milieu.agent.lease;

import io.milieu.core.deploy.LaunchCommand;
import io.milieu.core.lease.Leases;
import io.milieu.core.posix.DiskFailure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;

/**
 * Small programs, one for each lease, that become its worker: for engines that take the path of an interpreter and nothing more. They print
 * nothing and add their own arguments to the command. A program without a lease is removed at the next {@link #sweep}. Thread-safe.
 */
public final class Launchers {
    private final Path folder;
    private final Leases leases;

    /** Programs in that folder, for these leases. */
    public Launchers(Path folder, Leases leases) {
        this.folder = folder;
        this.leases = leases;
    }

    /**
     * Writes the program of a lease, whole or not at all.
     *
     * @param lease whose it is
     * @param command what it becomes
     * @param inherited the variables that its caller has anyway; only what differs is set
     * @param moves whether it goes to the command's folder, or stays where its caller is
     * @return its absolute path
     */
    public Path write(LeaseName lease, LaunchCommand command, Map<String, String> inherited, boolean moves) {
        Path file = file(lease);
        Path fresh = folder.resolve(".new-" + lease);
        try {
            Files.createDirectories(folder);
            Files.writeString(fresh, script(command, inherited, moves));
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwx------"));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            throw DiskFailure.of("write a launcher", file, e);
        }
    }

    /** Removes the program of a lease, if there is one. */
    public void remove(LeaseName lease) {
        try {
            Files.deleteIfExists(file(lease));
        } catch (IOException e) {
            throw DiskFailure.of("remove a launcher", file(lease), e);
        }
    }

    /** Removes the programs whose leases have ended. */
    public void sweep() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName()).replaceFirst("^\\.new-", "");
                LeaseName lease = LeaseName.parse(name);
                if (leases.find(lease.entry(), lease.id()).isEmpty()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private Path file(LeaseName lease) {
        return folder.resolve(lease.toString());
    }

    private static String script(LaunchCommand command, Map<String, String> inherited, boolean moves) {
        StringBuilder script = new StringBuilder("#!/bin/sh\n");
        Map<String, String> variables = new TreeMap<>(command.variables());
        variables.forEach((name, value) -> {
            if (!value.equals(inherited.get(name)) && name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                script.append("export ")
                        .append(name)
                        .append('=')
                        .append(quoted(value))
                        .append('\n');
            }
        });
        inherited.keySet().stream()
                .filter(name -> !variables.containsKey(name) && name.matches("[A-Za-z_][A-Za-z0-9_]*"))
                .sorted()
                .forEach(name -> script.append("unset ").append(name).append('\n'));
        if (moves) {
            script.append("cd ").append(quoted(command.directory().toString())).append(" || exit 125\n");
        }
        script.append("exec");
        command.argv().forEach(word -> script.append(' ').append(quoted(word)));
        return script.append(" \"$@\"\n").toString();
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\"'\"'") + "'";
    }
}
