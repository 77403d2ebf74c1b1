package io.milieu.core;

import io.milieu.core.build.Environment;
import io.milieu.core.build.EnvironmentBuilder;
import io.milieu.core.build.Validator;
import io.milieu.core.code.CodePart;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.lease.Leases;
import io.milieu.core.lease.Pins;
import io.milieu.core.plan.EnvironmentId;
import io.milieu.core.plan.LockBook;
import io.milieu.core.plan.Node;
import io.milieu.core.plan.Part;
import io.milieu.core.plan.PartFactory;
import io.milieu.core.plan.Planner;
import io.milieu.core.reclaim.StoreScan;
import io.milieu.core.store.Bucket;
import io.milieu.core.store.Store;
import io.milieu.core.store.StoreSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * Milieu on one store: the object a program keeps for its life. Any number of processes may share a store; one process has it
 * open once at a time: {@link #close} it before it is opened again. Thread-safe.
 *
 * <pre>{@code
 * try (Milieu milieu = Milieu.open(Milieu.defaultStore(System.getenv()), System.getenv(), InstantSource.system())) {
 *     var request = new EnvironmentRequest(RuntimeEnv.parse("{\"pip\": [\"pandas\"]}"), PlanOptions.DEFAULTS, Path.of("."));
 *     Environment environment = milieu.pipeline().prepare(request, BuildListener.none()).await();
 * }
 * }</pre>
 */
public final class Milieu implements AutoCloseable {
    private final Node node;
    private final List<Part> parts;
    private final Store store;
    private final Leases leases;
    private final Pins pins;
    private final EnvironmentBuilder builder;
    private final Planner planner;

    private Milieu(Store store, List<Part> parts, Node node) {
        this.node = node;
        this.parts = List.copyOf(parts);
        this.store = store;
        this.leases = new Leases(store);
        this.pins = new Pins(store);
        this.builder = new EnvironmentBuilder(store, pins, new Validator(node.variables()));
        this.planner = new Planner(parts, new LockBook(node.caches().resolve("locks-v1")), node.clock());
    }

    /**
     * Opens a store, making it if there is none, with the parts of every module on the class path.
     *
     * @param root the store's folder
     * @param variables the environment variables that configuration is read from
     * @param clock the time
     * @return the open store
     * @throws MilieuException if the folder cannot be used
     */
    public static Milieu open(Path root, Map<String, String> variables, InstantSource clock) {
        Node node = new Node(root.resolve("caches"), variables, clock);
        List<Part> parts = new ArrayList<>();
        for (PartFactory factory : ServiceLoader.load(PartFactory.class, Milieu.class.getClassLoader())) {
            parts.addAll(factory.parts(node));
        }
        parts.add(new CodePart());
        return open(root, parts, node);
    }

    /** Opens a store with exactly these parts. */
    public static Milieu open(Path root, List<Part> parts, Node node) {
        return new Milieu(Store.open(root, settings(node)), parts, node);
    }

    private static StoreSettings settings(Node node) {
        StoreSettings standard = StoreSettings.standard();
        return new StoreSettings(node.clock(), standard.self(), standard.boot(), standard.disk());
    }

    /** {@return the folder of the user's store: {@code MILIEU_STORE}, else {@code milieu} in the cache folder (XDG)} */
    public static Path defaultStore(Map<String, String> variables) {
        String own = variables.getOrDefault("MILIEU_STORE", "");
        if (!own.isEmpty()) {
            return Path.of(own).toAbsolutePath();
        }
        String cache = variables.getOrDefault("XDG_CACHE_HOME", "");
        String home = variables.getOrDefault("HOME", System.getProperty("user.home"));
        return (cache.isEmpty() ? Path.of(home, ".cache") : Path.of(cache)).resolve("milieu");
    }

    /** {@return the way from request to worker} */
    public EnvironmentPipeline pipeline() {
        return new EnvironmentPipeline(planner, builder, leases, node.clock());
    }

    /** {@return the store itself, for those who list, check or reclaim} */
    public Store store() {
        return store;
    }

    /** {@return what parts may use of this node} */
    public Node node() {
        return node;
    }

    /** {@return who uses what} */
    public Leases leases() {
        return leases;
    }

    /** {@return what builds in progress hold} */
    public Pins pins() {
        return pins;
    }

    /**
     * Does the work that is left once an environment is in use: byte code, and bringing layers to stable storage. Meant for a thread or
     * process nobody waits for; may be repeated. Nothing happens if the environment was reclaimed.
     *
     * @throws MilieuException if the disk fails; the environment is good all the same
     * @throws InterruptedException if the calling thread was interrupted
     */
    public void settle(Environment environment) throws InterruptedException {
        if (store.find(environment.id().key()).isEmpty()) {
            return;
        }
        if (!environment.isSettled()) {
            builder.afterwards(
                    planner.again(environment.spec(), environment.lock(), environment.directory()), environment);
        }
        store.settle();
    }

    /** {@return whether nothing is left for {@link #settle} to do} */
    public boolean isSettled(Environment environment) {
        return environment.isSettled()
                && Files.exists(store.layout().durable(environment.id().key().entry()));
    }

    /**
     * Closes the store and what the parts keep open: connections, threads. Builds still running fail; leases last as long as their
     * holders.
     */
    @Override
    public void close() {
        try {
            parts.forEach(Part::close);
        } finally {
            store.close();
        }
    }

    /** {@return every environment in the store, in no order} */
    public List<Environment> environments() {
        return new StoreScan(store)
                .inventory().entries().stream()
                        .filter(entry -> entry.name().folder().equals(Bucket.ENVIRONMENTS.folder()))
                        .filter(entry -> entry.state().usable())
                        .flatMap(entry -> Environment.find(store.layout().entry(entry.name())).stream())
                        .toList();
    }

    /**
     * Finds an environment by the beginning of its id.
     *
     * @throws MilieuException {@link CoreError#ENVIRONMENT_UNKNOWN} if none or several begin so
     */
    public Environment environment(String idPrefix) {
        String prefix = EnvironmentId.prefix(idPrefix);
        List<Environment> matches = environments().stream()
                .filter(environment -> environment.id().name().startsWith(prefix))
                .toList();
        if (matches.size() == 1) {
            return matches.getFirst();
        }
        throw new MilieuException(
                CoreError.ENVIRONMENT_UNKNOWN,
                matches.isEmpty()
                        ? "no environment's id begins with `" + prefix + "`"
                        : matches.size() + " environments' ids begin with `" + prefix + "`",
                List.of("`milieu list` prints the ids."));
    }
}
