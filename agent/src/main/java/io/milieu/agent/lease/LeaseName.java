package io.milieu.agent.lease;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.lease.Lease;
import io.milieu.core.store.Bucket;
import io.milieu.core.store.EntryName;
import java.util.List;
import java.util.Optional;

/**
 * A lease in one word: the environment's digits, a dot, and the lease's own id.
 *
 * @param entry the environment
 * @param id of the lease
 */
public record LeaseName(EntryName entry, String id) {

    /** {@return the name of a lease} */
    public static LeaseName of(Lease lease) {
        return new LeaseName(lease.entry(), lease.id());
    }

    /**
     * {@return the name in this text}
     *
     * @throws MilieuException {@link CoreError#ENVIRONMENT_UNKNOWN} if it is none
     */
    public static LeaseName parse(String text) {
        int dot = text.indexOf('.');
        Optional<EntryName> entry =
                EntryName.parse(Bucket.ENVIRONMENTS.folder() + "/" + text.substring(0, Math.max(0, dot)));
        return entry.map(found -> new LeaseName(found, text.substring(dot + 1))).orElseThrow(() -> unknown(text));
    }

    /** {@return the failure of a lease that does not exist or has ended} */
    public static MilieuException unknown(String text) {
        return new MilieuException(
                CoreError.ENVIRONMENT_UNKNOWN,
                "there is no lease `" + text + "` (any more)",
                List.of("Prepare the environment again: while nobody reclaims it, that takes a millisecond."));
    }

    @Override
    public String toString() {
        return entry.digits() + "." + id;
    }
}
