package io.milieu.agent.http;

/** Who is at the other end of a connection. */
public sealed interface Caller {
    /**
     * A process of this node, told by the system (SO_PEERCRED).
     *
     * @param user the name of its user
     */
    record Local(String user) implements Caller {}

    /**
     * Whoever reached the port.
     *
     * @param address of the other end
     */
    record Remote(String address) implements Caller {}
}
