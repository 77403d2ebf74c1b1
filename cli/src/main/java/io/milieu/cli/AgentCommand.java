package io.milieu.cli;

import io.milieu.agent.AgentSettings;
import io.milieu.agent.NodeAgent;
import io.milieu.agent.build.BuildQueue;
import io.milieu.agent.http.Address;
import io.milieu.core.Milieu;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.json.JsonValue;
import io.milieu.core.posix.DiskFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code milieu agent}: serves environments to everybody on this node until it is stopped. */
final class AgentCommand implements Command {
    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage()
                .description(
                        "Holds this node's environments for all engines and programs of one user: HTTP on a Unix socket, which docs/agent-api.yaml describes. May be killed and started again at any time: leases are in the store.")
                .footer(
                        "",
                        "Examples:",
                        "  milieu agent",
                        "  milieu agent --listen 0.0.0.0:7171 --token-file /etc/milieu/token",
                        "  curl --unix-socket ~/.cache/milieu/agent/agent.sock http://milieu/v1/leases");
        RequestOptions.one(spec, "--socket", "PATH", "The Unix socket (default: agent/agent.sock in the store).");
        RequestOptions.one(spec, "--listen", "HOST:PORT", "A TCP address as well; port 0 takes any that is free.");
        RequestOptions.one(
                spec,
                "--token-file",
                "FILE",
                "Holds the word that requests over TCP must show; needed beyond loopback.");
        RequestOptions.one(
                spec, "--builds", "N", "How many builds run at a time (default: twice the cores, at least 4).");
        return spec;
    }

    @Override
    public int run(ParseResult words, Session session) throws InterruptedException {
        Milieu milieu = session.milieu();
        AgentSettings settings = settings(words, session, milieu);
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        // Ctrl-C and SIGTERM end the agent in order; a kill does no harm either.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stopped.countDown();
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        try (NodeAgent agent = NodeAgent.start(milieu, settings)) {
            tell(session, settings, agent);
            stopped.await();
            return 0;
        } finally {
            ended.countDown();
        }
    }

    private static void tell(Session session, AgentSettings settings, NodeAgent agent) {
        if (session.json()) {
            session.terminal()
                    .data(JsonValue.object()
                            .put("socket", settings.socket().toString())
                            .put("port", agent.port())
                            .build());
        } else if (!session.quiet()) {
            String tcp = settings.tcp()
                    .map(address -> " and " + address.host() + ":" + agent.port())
                    .orElse("");
            session.terminal().out().println("listening on " + settings.socket() + tcp);
        }
        session.terminal().out().flush();
    }

    private static AgentSettings settings(ParseResult words, Session session, Milieu milieu) {
        Path socket = words.hasMatchedOption("--socket")
                ? session.directory().resolve(words.matchedOptionValue("--socket", ""))
                : AgentSettings.socketOf(milieu.store().layout().root());
        return new AgentSettings(
                socket.toAbsolutePath().normalize(),
                address(words.matchedOptionValue("--listen", "")),
                token(words, session),
                words.hasMatchedOption("--builds")
                        ? number("--builds", words.matchedOptionValue("--builds", ""))
                        : BuildQueue.slotsOfThisMachine());
    }

    private static Optional<Address.Tcp> address(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new MilieuException(CoreError.USAGE, "`--listen " + text + "` is not of the form HOST:PORT");
        }
        String host = text.substring(0, colon).replaceAll("^\\[|]$", "");
        return Optional.of(new Address.Tcp(host, number("--listen", text.substring(colon + 1))));
    }

    private static Optional<String> token(ParseResult words, Session session) {
        if (!words.hasMatchedOption("--token-file")) {
            return Optional.ofNullable(session.variables().get("MILIEU_AGENT_TOKEN"))
                    .filter(text -> !text.isBlank());
        }
        Path file = session.directory().resolve(words.matchedOptionValue("--token-file", ""));
        try {
            String token = Files.readString(file).strip();
            if (token.isEmpty()) {
                throw new MilieuException(CoreError.USAGE, "the token file `" + file + "` is empty");
            }
            return Optional.of(token);
        } catch (IOException e) {
            throw DiskFailure.of("read the token", file, e);
        }
    }

    private static int number(String option, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new MilieuException(
                    CoreError.USAGE, "`" + text + "` in `" + option + "` is not a number", List.of(), e);
        }
    }
}
