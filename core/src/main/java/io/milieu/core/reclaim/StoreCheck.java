package io.milieu.core.reclaim;

import io.milieu.core.lease.Lease;
import io.milieu.core.lease.Leases;
import io.milieu.core.lease.Pins;
import io.milieu.core.posix.DiskFailure;
import io.milieu.core.reclaim.Finding.Kind;
import io.milieu.core.store.EntryName;
import io.milieu.core.store.Seal;
import io.milieu.core.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks for what is not as it should be, without changing anything: the store's part of {@code doctor}. Whether the content of an
 * entry is right is for the modules that build it to say.
 */
public final class StoreCheck {
    private static final Set<PosixFilePermission> FOREIGN = PosixFilePermissions.fromString("---rwxrwx");
    private static final Set<PosixFilePermission> WRITE = PosixFilePermissions.fromString("-w--w--w-");

    private final Store store;
    private final List<Finding> findings = new ArrayList<>();

    private StoreCheck(Store store) {
        this.store = store;
    }

    /** {@return everything that is not as it should be; empty for a healthy store} */
    public static List<Finding> of(Store store) {
        StoreCheck check = new StoreCheck(store);
        try {
            check.root();
            check.entries();
            check.leftovers();
        } catch (IOException e) {
            throw DiskFailure.of("check the store", store.layout().root(), e);
        }
        return List.copyOf(check.findings);
    }

    private void root() throws IOException {
        Path root = store.layout().root();
        if (has(root, FOREIGN)) {
            add(Kind.NOT_PRIVATE, root, "users other than the owner have permissions on the store");
        }
    }

    private void entries() throws IOException {
        // Byte code is being added to these, or was when its process died: that leaves a pin, and sweeping the pin
        // mends it.
        Set<EntryName> amended = new Pins(store).named();
        Map<EntryName, Entry> entries = new StoreScan(store)
                .inventory().entries().stream().collect(Collectors.toMap(Entry::name, Function.identity()));
        for (Entry entry : entries.values().stream()
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .toList()) {
            Path folder = store.layout().entry(entry.name());
            switch (entry.state()) {
                case BROKEN -> add(Kind.SEAL_BROKEN, folder, "the seal is missing or unreadable");
                case UNTRUSTED ->
                    add(Kind.UNTRUSTED, folder, "written before the last boot, and perhaps not completely");
                case DURABLE, TRUSTED_IN_THIS_BOOT -> {
                    references(entry, entries);
                    if (!amended.contains(entry.name())) {
                        permissions(entry.name());
                    }
                }
            }
        }
    }

    private void references(Entry entry, Map<EntryName, Entry> entries) {
        for (EntryName name : entry.references()) {
            Entry target = entries.get(name);
            if (target == null || !target.state().usable()) {
                add(Kind.DANGLING, store.layout().entry(entry.name()), "links to `" + name + "`, which is gone");
            }
        }
    }

    private void permissions(EntryName name) throws IOException {
        if (!store.seal(name).map(Seal::readOnly).orElse(false)) {
            return;
        }
        Path folder = store.layout().entry(name);
        // The folder itself must be writable while it is moved, and a process may die then: nothing is lost by that.
        Set<Path> own = Set.of(folder, store.layout().seal(name), store.layout().durable(name));
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (!own.contains(file) && !Files.isSymbolicLink(file) && has(file, WRITE)) {
                    add(Kind.WRITABLE, file, "can be written to, though its layer is read-only");
                }
            }
        } catch (NoSuchFileException takenAwayMeanwhile) {
            return;
        }
    }

    private void leftovers() throws IOException {
        for (Path left : store.scratch().leftovers()) {
            add(Kind.LEFTOVER, left, "left by a process that is gone");
        }
        Leases leases = new Leases(store);
        for (EntryName name :
                leases.list().stream().map(Lease::entry).distinct().toList()) {
            if (!store.trusted(name)) {
                add(Kind.LOST, store.layout().entry(name), "has living holders, but is gone or unusable");
            }
        }
        for (Path lease : leases.ended()) {
            add(Kind.STALE_LEASE, lease, "the lease of a holder that is gone");
        }
        for (Path pin : new Pins(store).ended()) {
            add(Kind.STALE_PIN, pin, "the pin of a process that is gone");
        }
    }

    private static boolean has(Path file, Set<PosixFilePermission> any) throws IOException {
        return Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS).stream()
                .anyMatch(any::contains);
    }

    private void add(Kind kind, Path path, String sentence) {
        findings.add(new Finding(kind, path, sentence));
    }
}
