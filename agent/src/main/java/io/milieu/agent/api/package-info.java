/** Version 1 of the agent's HTTP interface; {@code docs/agent-api.yaml} describes it. */
@NullMarked
package io.milieu.agent.api;

import org.jspecify.annotations.NullMarked;
