package io.milieu.core.spec;

/**
 * One way in which a spec breaks a rule.
 *
 * @param path where, as a JSON path (RFC 9535), for example {@code $.env_vars.HOME} or {@code $.pip[2]}
 * @param message what is wrong there and with which value, without a full stop
 */
public record Problem(String path, String message) {

    @Override
    public String toString() {
        return path + ": " + message;
    }
}
