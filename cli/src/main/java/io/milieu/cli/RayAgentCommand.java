package io.milieu.cli;

import io.milieu.ray.agent.RayAgent;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code milieu ray agent}: what a raylet starts in place of Ray's own runtime environment agent. */
final class RayAgentCommand implements Command {
    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage()
                .description(
                        "Makes the runtime environments of a Ray node. A raylet starts it, with the flags of Ray's own agent, and both end together; `milieu ray install` sees to that.")
                .footer("", "Examples:", "  milieu ray install --python python3.12", "  ray start --head");
        spec.addPositional(PositionalParamSpec.builder()
                .index("0..*")
                .arity("0..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel("FLAG")
                .description("The raylet's flags; those that are not known are passed over.")
                .build());
        spec.parser().unmatchedOptionsArePositionalParams(true);
        return spec;
    }

    @Override
    public int run(ParseResult words, Session session) throws InterruptedException {
        RayAgent.run(words.matchedPositionalValue(0, List.of()), session.milieu(), System.in);
        return 0;
    }
}
