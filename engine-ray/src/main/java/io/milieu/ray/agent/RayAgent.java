package io.milieu.ray.agent;

import io.milieu.agent.build.Aftercare;
import io.milieu.agent.build.BuildQueue;
import io.milieu.agent.http.Address;
import io.milieu.agent.http.HttpService;
import io.milieu.core.Milieu;
import io.milieu.core.base.AtomicFile;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.fetch.FetchSettings;
import io.milieu.core.fetch.Fetcher;
import io.milieu.core.posix.DiskFailure;
import io.milieu.ray.gcs.ControlStore;
import io.milieu.ray.gcs.TlsFiles;
import io.milieu.ray.packages.PackageSource;
import io.milieu.ray.packages.Packages;
import io.milieu.ray.plugin.PluginHost;
import io.milieu.ray.plugin.Plugins;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** The process that a raylet starts as the runtime environment agent of its node. */
public final class RayAgent {
    private static final int LARGEST_REQUEST = 64 << 20;
    private static final String TITLE = "ray::RuntimeEnvAgent";

    private RayAgent() {}

    /**
     * Serves a raylet until that ends.
     *
     * @param words the raylet's command line
     * @param milieu the store
     * @param input our standard input, which ends with the raylet
     * @throws MilieuException if the agent cannot start
     * @throws InterruptedException if it is stopped
     */
    public static void run(List<String> words, Milieu milieu, InputStream input) throws InterruptedException {
        AgentOptions options = AgentOptions.parse(words);
        Map<String, String> variables = milieu.node().variables();
        InstantSource clock = milieu.node().clock();
        RotatingLog log = log(options.log(), clock);
        Raylet raylet = Raylet.of(variables);
        TokenAuth auth = TokenAuth.of(variables);
        try (ControlStore store = new ControlStore(
                        options.gcsAddress(), options.clusterId(), auth.token(), TlsFiles.of(variables));
                Fetcher fetcher = new Fetcher(FetchSettings.of(variables, List.of()));
                Plugins plugins = PluginHost.of(options.python(), variables);
                Aftercare aftercare = Aftercare.start(milieu);
                BuildQueue queue =
                        new BuildQueue(milieu.pipeline(), clock, BuildQueue.slotsOfThisMachine(), aftercare::take)) {
            Packages packages = new Packages(options.runtimeEnvDir(), new PackageSource(store, fetcher), variables);
            Setup setup = new Setup(
                    milieu, queue, packages, plugins, raylet.holder(), options.python(), options.runtimeEnvDir());
            SetupLogs logs = new SetupLogs(log, options.log().folder(), clock);
            Endpoints endpoints = new Endpoints(setup, new References(clock), logs, options.nodeIp());
            serve(options, endpoints, auth, log, () -> raylet.awaitEnd(input));
        }
        log.write("INFO", "the raylet has ended, and so does its agent");
    }

    /** What keeps the service going. */
    private interface Waiting {
        void await() throws InterruptedException;
    }

    private static void serve(
            AgentOptions options, Endpoints endpoints, TokenAuth auth, RotatingLog log, Waiting raylet)
            throws InterruptedException {
        Address address = new Address.Tcp(options.nodeIp(), options.port());
        try (HttpService service =
                HttpService.start(endpoints.routes().guarded(auth::refusal), address, LARGEST_REQUEST)) {
            tellName();
            tellPort(options, service.port());
            log.write(
                    "INFO",
                    "listening on " + options.nodeIp() + " port " + service.port() + ", pid "
                            + ProcessHandle.current().pid());
            raylet.await();
        } catch (IOException e) {
            throw new MilieuException(
                    CoreError.IO_FAILED,
                    "cannot listen on " + options.nodeIp() + " port " + options.port() + ": " + e.getMessage(),
                    List.of("Give another `--runtime-env-agent-port` to `ray start`."),
                    e);
        }
    }

    /** Ray and its tools find the agent by this name. */
    private static void tellName() throws IOException {
        Path name = Path.of("/proc/self/comm");
        if (Files.isWritable(name)) {
            Files.writeString(name, TITLE.substring(0, 15));
        }
    }

    private static void tellPort(AgentOptions options, int port) {
        Path file = options.sessionDir().resolve("runtime_env_agent_port_" + options.nodeId());
        try {
            AtomicFile.write(file, Integer.toString(port));
        } catch (IOException e) {
            throw DiskFailure.of("tell the raylet our port", file, e);
        }
    }

    private static RotatingLog log(AgentOptions.LogOptions options, InstantSource clock) {
        return options.file().isEmpty()
                ? new RotatingLog(Path.of("/dev/stderr"), 0, 0, clock)
                : new RotatingLog(
                        options.folder().resolve(options.file()), options.rotateBytes(), options.backups(), clock);
    }
}
