package io.milieu.agent;

import io.milieu.agent.http.Address;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How an agent is reached, and how much it does at a time.
 *
 * @param socket the Unix socket, for its own user
 * @param tcp a TCP address, if it listens on one
 * @param token what every request over TCP must show; needed unless the address is a loopback one
 * @param slots how many builds run at a time
 */
public record AgentSettings(Path socket, Optional<Address.Tcp> tcp, Optional<String> token, int slots) {
    /** What the system takes as the path of a socket (sockaddr_un of Linux). */
    private static final int LONGEST_SOCKET = 107;

    /**
     * Checks that nobody is let in by mistake.
     *
     * @throws MilieuException {@link CoreError#USAGE} saying what is missing
     */
    public AgentSettings {
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET) {
            throw new MilieuException(
                    CoreError.USAGE,
                    "the path of the socket is longer than the system takes (" + LONGEST_SOCKET + " bytes): `" + socket
                            + "`",
                    List.of("Give a shorter one with `--socket PATH`, or put the store at a shorter path."));
        }
        if (tcp.isPresent() && token.isEmpty() && !isLoopback(tcp.get().host())) {
            throw new MilieuException(
                    CoreError.USAGE,
                    "an agent that others can reach at `" + tcp.get().host() + "` needs a token",
                    List.of("Put a long random word into a file and give it with `--token-file FILE`."));
        }
        if (slots < 1) {
            throw new MilieuException(CoreError.USAGE, "there must be at least one slot for builds, not " + slots);
        }
    }

    /** {@return the socket of the agent that serves the store in that folder} */
    public static Path socketOf(Path store) {
        return store.resolve("agent").resolve("agent.sock");
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** {@return nothing of the token} */
    @Override
    public String toString() {
        return "AgentSettings[" + socket + ", " + tcp + ", token " + (token.isPresent() ? "set" : "none") + "]";
    }
}
