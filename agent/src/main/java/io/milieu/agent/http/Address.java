package io.milieu.agent.http;

import java.nio.file.Path;

/** Where a service listens. */
public sealed interface Address {
    /**
     * A TCP port.
     *
     * @param host the address to bind, as text
     * @param port the port; 0 for any that is free
     */
    record Tcp(String host, int port) implements Address {}

    /**
     * A Unix socket, mode 0600; it is removed when the service stops.
     *
     * @param socket the file; what is there is replaced, so the caller has made sure that nobody listens on it
     */
    record Unix(Path socket) implements Address {}
}
