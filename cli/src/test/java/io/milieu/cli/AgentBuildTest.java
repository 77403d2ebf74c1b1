package io.milieu.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.agent.AgentSettings;
import io.milieu.cli.FrontDoor.Ended;
import io.milieu.testkit.IndexServer;
import io.milieu.testkit.WheelMaker;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command line beside an agent that serves the same store. */
class AgentBuildTest {
    @TempDir
    Path folder;

    private FrontDoor door;
    private Process agent;

    @BeforeEach
    void start() throws IOException {
        door = new FrontDoor(folder);
        agent = door.start("agent");
        assertThat(agent.inputReader().readLine()).startsWith("listening on ");
    }

    @AfterEach
    void stop() throws InterruptedException {
        agent.destroy();
        assertThat(agent.waitFor()).isIn(0, 143);
    }

    @Test
    void theAgentMakesItAndTheOutputIsThatOfTheLibrary() throws Exception {
        try (IndexServer index = index()) {
            String[] words = FrontDoor.indexed(index, "create", "--pip", "one");
            Ended made = door.loud(List.of(words));
            assertThat(made.code()).as(made.err()).isZero();
            assertThat(figures()).contains("milieu_builds_total{outcome=\"ready\"} 1.0");
            assertThat(made.err()).contains("Resolved 1 package", "Fetched 1 layer", "Linked 1 layer");

            assertThat(door.and("MILIEU_AGENT", "0").loud(List.of(words)).out()).isEqualTo(made.out());
            assertThat(figures()).contains("milieu_builds_total{outcome=\"ready\"} 1.0");
            assertThat(door.run("list").out()).contains("unused");
        }
    }

    @Test
    void failuresAreToldByTheLibrary() throws Exception {
        try (IndexServer index = index()) {
            String[] words = FrontDoor.indexed(index, "create", "--pip", "missing");
            Ended with = door.run(words);
            Ended without = door.and("MILIEU_AGENT", "0").run(words);
            assertThat(with).isEqualTo(without);
            assertThat(with.err()).contains("error[package-not-found]");
            assertThat(figures()).contains("milieu_builds_total{outcome=\"package-not-found\"} 1.0");
        }
    }

    @Test
    void anAgentWithOtherSettingsIsNotAsked() throws Exception {
        try (IndexServer index = index()) {
            FrontDoor other = door.and("PIP_INDEX_URL", index.uri().toString());
            assertThat(other.run("create", "--pip", "one").code()).isZero();
            assertThat(figures()).doesNotContain("milieu_builds_total");
        }
    }

    @Test
    void anAgentThatWasKilledChangesNothing() throws Exception {
        agent.destroyForcibly().waitFor();
        try (IndexServer index = index()) {
            assertThat(door.with(index, "create", "--pip", "one").code()).isZero();
        }
        agent = door.start("agent");
        assertThat(agent.inputReader().readLine()).startsWith("listening on ");
        assertThat(figures()).contains("milieu_leases 0.0");
    }

    private static IndexServer index() {
        return IndexServer.builder()
                .add(WheelMaker.wheel("one", "1").module("one.py", "").make())
                .start();
    }

    private String figures() throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(AgentSettings.socketOf(door.store())));
            channel.write(
                    StandardCharsets.UTF_8.encode("GET /metrics HTTP/1.1\r\nHost: m\r\nConnection: close\r\n\r\n"));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
