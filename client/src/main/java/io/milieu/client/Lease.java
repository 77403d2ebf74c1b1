package io.milieu.client;

import java.util.List;
import java.util.Map;

/**
 * A worker's right to an environment, and how to start it.
 *
 * @param name of the lease, for {@link AgentClient#renew} and {@link AgentClient#release}
 * @param environment the environment's id
 * @param argv the program and its arguments, to be passed as they are
 * @param variables what differs from the variables that were sent
 * @param unset which of those that were sent the worker must not have
 * @param directory where the worker starts
 * @param launcher the absolute path of a program that becomes the worker, for engines that take the path of an interpreter; empty if none was asked for
 */
public record Lease(
        String name,
        String environment,
        List<String> argv,
        Map<String, String> variables,
        List<String> unset,
        String directory,
        String launcher) {
    /** Copies the collections. */
    public Lease {
        argv = List.copyOf(argv);
        variables = Map.copyOf(variables);
        unset = List.copyOf(unset);
    }
}
