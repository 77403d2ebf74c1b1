package io.milieu.core.plan;

import io.milieu.core.base.Digest;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.store.Bucket;
import io.milieu.core.store.LayerKey;
import java.util.List;

/**
 * The identity of an environment: what it is made of, not how it was asked for. Two requests that resolve alike share one.
 *
 * @param digest over the layers, in order, and everything else that decides how the environment looks
 */
public record EnvironmentId(Digest digest) {
    /** {@return the key of the environment in the store} */
    public LayerKey key() {
        return new LayerKey(Bucket.ENVIRONMENTS, digest);
    }

    /** {@return the digits that name the environment's folder} */
    public String name() {
        return key().entry().digits();
    }

    /** {@return twelve digits, for people} */
    public String brief() {
        return digest.brief();
    }

    /**
     * Checks that a text may be the beginning of an id.
     *
     * @throws MilieuException {@link CoreError#ENVIRONMENT_UNKNOWN} otherwise
     */
    public static String prefix(String text) {
        if (text.length() < 4
                || !text.chars().allMatch(c -> Character.digit(c, 16) >= 0 && !Character.isUpperCase(c))) {
            throw new MilieuException(
                    CoreError.ENVIRONMENT_UNKNOWN,
                    "`" + text + "` is not an environment id",
                    List.of("Give at least the first 4 digits of an id that `milieu list` prints."));
        }
        return text;
    }
}
