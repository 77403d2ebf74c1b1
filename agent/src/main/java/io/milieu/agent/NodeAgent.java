package io.milieu.agent;

import io.milieu.agent.api.AgentApi;
import io.milieu.agent.api.EventHub;
import io.milieu.agent.api.Statistics;
import io.milieu.agent.build.Aftercare;
import io.milieu.agent.build.Build;
import io.milieu.agent.build.BuildObserver;
import io.milieu.agent.build.BuildQueue;
import io.milieu.agent.http.Address;
import io.milieu.agent.http.Call;
import io.milieu.agent.http.Caller;
import io.milieu.agent.http.HttpService;
import io.milieu.agent.http.Reply;
import io.milieu.agent.http.Routes;
import io.milieu.agent.lease.Launchers;
import io.milieu.core.Milieu;
import io.milieu.core.build.Environment;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.event.BuildEvent;
import io.milieu.core.posix.DiskFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The agent of a node: holds environments for everybody who asks at its socket. All that must survive it, leases above all, is in the store; an
 * agent that is started after another was killed goes on where that was, and the library and the command line may use the store at the same time.
 * Thread-safe.
 */
public final class NodeAgent implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(NodeAgent.class.getName());
    private static final int LARGEST_REQUEST = 8 << 20;
    private static final long SWEEP_SECONDS = 60;

    private final FileLock lock;
    private final Milieu milieu;
    private final Launchers launchers;
    private final Aftercare aftercare;
    private final BuildQueue queue;
    private final List<HttpService> services = new ArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    private NodeAgent(FileLock lock, Milieu milieu, AgentSettings settings, Observer observer) {
        this.lock = lock;
        this.milieu = milieu;
        this.launchers =
                new Launchers(milieu.store().layout().root().resolve("agent").resolve("launchers"), milieu.leases());
        this.aftercare = observer.aftercare();
        this.queue = new BuildQueue(milieu.pipeline(), milieu.node().clock(), settings.slots(), observer);
    }

    private record Observer(Aftercare aftercare, EventHub events, Statistics statistics) implements BuildObserver {
        @Override
        public void made(Environment environment) {
            aftercare.take(environment);
        }

        @Override
        public void happened(Build build, BuildEvent event) {
            events.tell(build, event);
            statistics.happened(event);
        }
    }

    /**
     * Starts an agent; when this returns, it listens.
     *
     * @param milieu the store, which the caller closes after the agent
     * @param settings where it listens
     * @return the running agent
     * @throws MilieuException {@link CoreError#IN_USE} if another serves at that socket
     */
    public static NodeAgent start(Milieu milieu, AgentSettings settings) {
        FileLock lock = lock(settings.socket());
        Observer observer = new Observer(Aftercare.start(milieu), new EventHub(), new Statistics());
        NodeAgent agent = new NodeAgent(lock, milieu, settings, observer);
        try {
            agent.listen(settings, observer);
            Thread.ofVirtual().name("milieu-sweep").start(agent::sweepNowAndThen);
            return agent;
        } catch (MilieuException e) {
            agent.close();
            throw e;
        }
    }

    /** {@return the TCP port that is listened on; -1 if there is none} */
    public int port() {
        return services.stream().mapToInt(HttpService::port).max().orElse(-1);
    }

    /** Stops at once. Builds are cancelled; what is complete stays in the store, and so do leases. */
    @Override
    public void close() {
        services.forEach(HttpService::close);
        closing.countDown();
        queue.close();
        aftercare.close();
        try {
            // The lock goes with it.
            lock.acquiredBy().close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the lock of the agent was not given back in order", e);
        }
    }

    private void listen(AgentSettings settings, Observer observer) {
        Routes routes = AgentApi.routes(milieu, queue, launchers, observer.events(), observer.statistics());
        String user = System.getProperty("user.name", "");
        add(
                routes.guarded(call -> counted(observer.statistics(), call).or(() -> stranger(call, user))),
                new Address.Unix(settings.socket()));
        settings.tcp()
                .ifPresent(address -> add(
                        routes.guarded(call -> counted(observer.statistics(), call)
                                .or(() -> settings.token().flatMap(token -> unauthorized(call, token)))),
                        address));
    }

    private void add(Routes routes, Address address) {
        try {
            services.add(HttpService.start(routes, address, LARGEST_REQUEST));
        } catch (IOException e) {
            throw new MilieuException(
                    CoreError.IO_FAILED, "the agent cannot listen at " + address + ": " + e.getMessage(), List.of(), e);
        }
    }

    private static Optional<Reply> counted(Statistics statistics, Call call) {
        statistics.asked(call.method());
        return Optional.empty();
    }

    private static Optional<Reply> stranger(Call call, String user) {
        boolean known =
                call.caller() instanceof Caller.Local(String name) && (name.equals(user) || name.equals("root"));
        return known ? Optional.empty() : Optional.of(Reply.text(403, "this agent serves its own user\n"));
    }

    private static Optional<Reply> unauthorized(Call call, String token) {
        String shown = call.header("Authorization").orElse("");
        boolean right = MessageDigest.isEqual(
                ("Bearer " + token).getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
        return right
                ? Optional.empty()
                : Optional.of(Reply.text(401, "show the agent's token: Authorization: Bearer TOKEN\n")
                        .with("WWW-Authenticate", "Bearer"));
    }

    private void sweepNowAndThen() {
        try {
            do {
                sweep();
            } while (!closing.await(SWEEP_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sweep() throws InterruptedException {
        try {
            milieu.leases().sweep();
            launchers.sweep();
        } catch (IOException | MilieuException e) {
            LOG.log(System.Logger.Level.WARNING, "ended leases were not swept: " + e.getMessage());
        }
    }

    /** Held as long as the process lives, however it ends; so a socket whose lock is free is nobody's. */
    private static FileLock lock(Path socket) {
        Path folder = Objects.requireNonNull(socket.toAbsolutePath().getParent(), "a socket has a folder");
        Path file = folder.resolve("agent.lock");
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new MilieuException(
                        CoreError.IN_USE,
                        "an agent listens at `" + socket + "` already",
                        List.of(
                                "One agent serves all users of a store. Give another `--socket` or `--store` for a second."));
            }
            return lock;
        } catch (IOException e) {
            throw DiskFailure.of("lock the agent's socket", file, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException ours) {
            return null;
        }
    }
}
