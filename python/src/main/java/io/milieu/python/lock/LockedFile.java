package io.milieu.python.lock;

import io.milieu.core.error.MilieuException;
import io.milieu.core.fetch.Checksum;
import io.milieu.core.fetch.HashAlgorithm;
import io.milieu.python.error.PythonError;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One file of a lock. In a lock that was read it has a URL, a path, or both.
 *
 * @param name its name, where neither URL nor path tells it
 * @param uploadTime when it was uploaded
 * @param url where it is
 * @param path where it is on disk, from the lock file on
 * @param size the number of bytes, or -1 if the lock does not say
 * @param hashes hexadecimal hashes by the name of their algorithm, at least one
 */
public record LockedFile(
        Optional<String> name,
        Optional<OffsetDateTime> uploadTime,
        Optional<String> url,
        Optional<String> path,
        long size,
        Map<String, String> hashes) {

    /** Orders the hashes by name. */
    public LockedFile {
        hashes = Collections.unmodifiableMap(new TreeMap<>(hashes));
        if (name.isEmpty() && url.isEmpty() && path.isEmpty()) {
            throw new IllegalArgumentException("nothing says what the file is called");
        }
    }

    /** {@return the file as its place tells its name} */
    public LockedFile unnamed() {
        return new LockedFile(Optional.empty(), uploadTime, url, path, size, hashes);
    }

    /** {@return the file's name: the one given, else the end of its path, else that of its URL} */
    public String fileName() {
        if (name.isPresent()) {
            return name.get();
        }
        String place = path.orElseGet(() -> URI.create(url.orElseThrow()).getPath());
        return place.substring(Math.max(place.lastIndexOf('/'), place.lastIndexOf('\\')) + 1);
    }

    /**
     * {@return every promised hash that can be checked}
     *
     * @throws MilieuException {@link PythonError#LOCK_INVALID} if none of them is secure (SHA-2)
     */
    public List<Checksum> checksums() {
        List<Checksum> known = hashes.entrySet().stream()
                .flatMap(entry ->
                        HashAlgorithm.named(entry.getKey())
                                .map(algorithm -> new Checksum(algorithm, entry.getValue()))
                                .stream())
                .toList();
        if (known.stream().noneMatch(hash -> hash.algorithm().compareTo(HashAlgorithm.SHA224) >= 0)) {
            throw new MilieuException(
                    PythonError.LOCK_INVALID,
                    "the lock has no secure hash of `" + fileName() + "` that can be checked, only "
                            + String.join(", ", hashes.keySet()),
                    List.of("Lock anew with a tool that writes SHA-256."));
        }
        return known;
    }

    /**
     * {@return where the path leads, if there is one}
     *
     * @param lock where the lock file is
     * @throws MilieuException {@link PythonError#LOCK_INVALID} if the lock is not on this machine and the path leaves its folder
     */
    public Optional<URI> onDisk(URI lock) {
        return path.map(place -> resolve(lock, place));
    }

    private static URI resolve(URI lock, String path) {
        String posix = path.replace('\\', '/');
        URI folder = lock.resolve(".");
        try {
            URI place = folder.resolve(new URI(null, null, posix.startsWith("/") ? posix : "./" + posix, null))
                    .normalize();
            if (!"file".equals(lock.getScheme())
                    && !place.toString().startsWith(folder.normalize().toString())) {
                throw new MilieuException(
                        PythonError.LOCK_INVALID,
                        "the path `" + path + "` leaves the folder of a lock that is not on this machine");
            }
            return place;
        } catch (URISyntaxException e) {
            throw new MilieuException(
                    PythonError.LOCK_INVALID, "`" + path + "` is not a path: " + e.getReason(), List.of(), e);
        }
    }
}
