package io.milieu.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.agent.build.GatedPart;
import io.milieu.core.Milieu;
import io.milieu.core.plan.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client in Python against a real agent. */
class PythonClientTest {
    private static final String SCRIPT = """
            import os, subprocess, sys
            sys.path.insert(0, sys.argv[1])
            from milieu_client import Agent, AgentError
            with Agent(sys.argv[2]) as agent:
                lease = agent.prepare({"env_vars": {"A": "it's"}, "pip": ["a"]}, command=["sh", "-c", "echo $A ${0##*/}"], launcher=True)
                print(subprocess.run(lease.argv, env=lease.environment(), cwd=lease.directory, capture_output=True, text=True).stdout.strip())
                print(subprocess.run([lease.launcher, "more"], capture_output=True, text=True).stdout.strip())
                agent.release(lease)
                agent.release(lease)
                print(os.path.exists(lease.launcher))
                named = agent.prepare({}, command=["true"], holder="job", ttl_seconds=5)
                agent.renew(named, 60)
                agent.release(named.name)
                for spec in ({"pip": 7}, {"pip": ["broken"]}):
                    try:
                        agent.prepare(spec)
                    except AgentError as failure:
                        print(failure.code, failure.retry, bool(failure.hints))
            try:
                Agent(sys.argv[2] + ".none").release("x")
            except AgentError as failure:
                print(failure.code)
            """;

    @TempDir
    Path folder;

    @Test
    void itPreparesRenewsReleasesAndTellsFailures() throws IOException, InterruptedException {
        GatedPart part = new GatedPart();
        part.open("a");
        part.open("broken");
        Node node = new Node(folder.resolve("caches"), Map.of(), InstantSource.system());
        Path socket = AgentSettings.socketOf(folder.resolve("store"));
        try (Milieu milieu = Milieu.open(folder.resolve("store"), List.of(part), node);
                NodeAgent _ =
                        NodeAgent.start(milieu, new AgentSettings(socket, Optional.empty(), Optional.empty(), 2))) {
            Process python = new ProcessBuilder("python3", "-c", SCRIPT, client().toString(), socket.toString())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(python.waitFor()).as(output).isZero();
            assertThat(output.lines())
                    .containsExactly(
                            "it's sh",
                            "it's more",
                            "False",
                            "spec-invalid False False",
                            "defect False True",
                            "agent-unreachable");
        }
    }

    private static Path client() {
        Path here = Path.of("client/src/main/python");
        return Files.exists(here)
                ? here.toAbsolutePath()
                : Path.of("../client/src/main/python").toAbsolutePath();
    }
}
