package io.milieu.ray.agent;

import io.milieu.agent.http.Call;
import io.milieu.agent.http.Reply;
import io.milieu.core.posix.DiskFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Ray's authentication by a token that all processes of a cluster share ({@code RAY_AUTH_MODE=token}). Immutable.
 *
 * @param token what every request must bring; empty if requests bring nothing
 */
record TokenAuth(Optional<String> token) {
    private static final String BEARER = "Bearer ";

    /** {@return the authentication that these variables ask for} */
    static TokenAuth of(Map<String, String> variables) {
        return variables.getOrDefault("RAY_AUTH_MODE", "").equalsIgnoreCase("token")
                ? new TokenAuth(Optional.of(token(variables)))
                : new TokenAuth(Optional.empty());
    }

    private static String token(Map<String, String> variables) {
        String text = variables.getOrDefault("RAY_AUTH_TOKEN", "");
        if (!text.isBlank()) {
            return text.strip();
        }
        String named = variables.getOrDefault("RAY_AUTH_TOKEN_PATH", "");
        Path file =
                named.isEmpty() ? Path.of(variables.getOrDefault("HOME", "/"), ".ray", "auth_token") : Path.of(named);
        try {
            return Files.readString(file).strip();
        } catch (NoSuchFileException nobodyMayAsk) {
            return "";
        } catch (IOException e) {
            throw DiskFailure.of("read the token of the cluster", file, e);
        }
    }

    /** {@return the refusal of a request that does not show the token} */
    Optional<Reply> refusal(Call call) {
        if (token.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> shown = shown(call);
        if (shown.isEmpty()) {
            return Optional.of(Reply.text(401, "Unauthorized: Missing authentication token"));
        }
        return same(token.get(), shown.get())
                ? Optional.empty()
                : Optional.of(Reply.text(403, "Forbidden: Invalid authentication token"));
    }

    private static Optional<String> shown(Call call) {
        return Stream.of(call.header("Authorization"), call.header("x-ray-authorization"))
                .flatMap(Optional::stream)
                .map(text -> text.startsWith(BEARER) ? text.substring(BEARER.length()) : text)
                .findFirst()
                .or(() -> cookie(call));
    }

    private static Optional<String> cookie(Call call) {
        return call.header("Cookie").stream()
                .flatMap(text -> Stream.of(text.split(";")))
                .map(String::strip)
                .filter(pair -> pair.startsWith("ray-authentication-token="))
                .map(pair -> pair.substring(pair.indexOf('=') + 1))
                .findFirst();
    }

    /** Takes as long for a wrong token as for the right one. An empty token is nobody's. */
    private static boolean same(String expected, String shown) {
        return !expected.isEmpty()
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }

    /** {@return nothing of the token} */
    @Override
    public String toString() {
        return "TokenAuth[" + (token.isPresent() ? "on" : "off") + "]";
    }
}
