package io.milieu.agent.http;

/** Answers the requests of one route. Called on a virtual thread of the request's own; may block. */
@FunctionalInterface
public interface Responder {
    /**
     * Answers one request. A failure that is thrown is answered by {@link Routes#failing}.
     *
     * @throws InterruptedException if the service stops
     */
    Reply answer(Call call) throws InterruptedException;
}
