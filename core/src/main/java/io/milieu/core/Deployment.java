package io.milieu.core;

import io.milieu.core.build.Environment;
import io.milieu.core.deploy.LaunchCommand;
import io.milieu.core.lease.Lease;

/**
 * One worker's right to an environment, and how to start it.
 *
 * @param environment where it runs
 * @param lease keeps the environment from being reclaimed; ends with its holder, or when it is released
 * @param command starts the worker
 */
public record Deployment(Environment environment, Lease lease, LaunchCommand command) {}
