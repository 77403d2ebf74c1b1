package io.milieu.core;

import io.milieu.core.build.Environment;
import io.milieu.core.build.EnvironmentBuilder;
import io.milieu.core.build.StoreWorkshop;
import io.milieu.core.build.Validator;
import io.milieu.core.code.CodePart;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.fetch.FetchSettings;
import io.milieu.core.lease.Leases;
import io.milieu.core.lease.Pins;
import io.milieu.core.plan.EnvironmentId;
import io.milieu.core.plan.LockBook;
import io.milieu.core.plan.Node;
import io.milieu.core.plan.Part;
import io.milieu.core.plan.PartFactory;
import io.milieu.core.plan.Planner;
import io.milieu.core.plan.Workshop;
import io.milieu.core.posix.DiskFailure;
import io.milieu.core.reclaim.Entry;
import io.milieu.core.reclaim.Finding;
import io.milieu.core.reclaim.ReclaimPolicy;
import io.milieu.core.reclaim.ReclaimResult;
import io.milieu.core.reclaim.Reclaimer;
import io.milieu.core.reclaim.StoreScan;
import io.milieu.core.store.Bucket;
import io.milieu.core.store.EntryName;
import io.milieu.core.store.Store;
import io.milieu.core.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.stream.Stream;

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
    private final ReclaimPolicy budget;
    private final Workshop workshop;

    private Milieu(Store store, List<Part> parts, Node node) {
        this.node = node;
        this.budget = ReclaimPolicy.of(node.variables());
        this.parts = List.copyOf(parts);
        this.store = store;
        this.leases = new Leases(store);
        this.pins = new Pins(store);
        this.builder = new EnvironmentBuilder(store, pins, new Validator(node.variables()));
        this.planner = new Planner(
                parts,
                new LockBook(node.caches().resolve("locks-v1")),
                node.clock(),
                FetchSettings.isOffline(node.variables()));
        this.workshop = new StoreWorkshop(store, pins, planner, builder);
        parts.forEach(part -> part.join(workshop));
    }

    /**
     * Opens a store, making it if there is none, with the parts of every module on the class path.
     *
     * @param root the store's folder
     * @param variables the environment variables that configuration is read from
     * @param clock the time
     * @return the open store
     * @throws MilieuException if the folder cannot be used, or {@code MILIEU_MAX_SIZE} is not a size
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
        Store store = Store.open(root, settings(node));
        try {
            return new Milieu(store, parts, node);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
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

    /** {@return where layers and environments are made for those who answer a request} */
    public Workshop workshop() {
        return workshop;
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

    /** {@return how much the store may hold: {@code MILIEU_MAX_SIZE}, else 20 GB} */
    public ReclaimPolicy budget() {
        return budget;
    }

    /**
     * Brings the store under its {@link #budget}, unless a process did so less than an hour ago or is doing it now. Takes long only if
     * there is something to count or delete: meant for a thread or process nobody waits for, after a build or now and then.
     *
     * @return what was done, if anything
     * @throws InterruptedException if the calling thread was interrupted
     */
    public Optional<ReclaimResult> keepBudget() throws InterruptedException {
        return new Reclaimer(store).reclaimIfDue(budget);
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

    /** {@return every environment in the store whose description can be understood, in no order} */
    public List<Environment> environments() {
        return entries().stream()
                .flatMap(entry -> Environment.find(store.layout().entry(entry)).stream())
                .toList();
    }

    /** {@return the environments in the store whose description is missing or cannot be understood; a request makes such a one anew} */
    public List<EntryName> brokenEnvironments() {
        return entries().stream()
                .filter(entry -> Environment.find(store.layout().entry(entry)).isEmpty())
                .filter(entry -> Files.isDirectory(store.layout().entry(entry)))
                .toList();
    }

    /**
     * Reads every file of every layer that a part can vouch for; takes as long as the disk takes to read the store.
     *
     * @param progress told before each layer, such as {@code 3 of 80 layers}
     * @return the files that are missing or damaged
     */
    public List<Finding> damages(Consumer<String> progress) {
        List<Finding> damages = new ArrayList<>();
        List<EntryName> entries = usable().toList();
        for (int i = 0; i < entries.size(); i++) {
            progress.accept(i + 1 + " of " + entries.size() + " layers");
            damages.addAll(damages(entries.get(i)));
        }
        return List.copyOf(damages);
    }

    private List<Finding> damages(EntryName entry) {
        Path directory = store.layout().entry(entry);
        List<Finding> damages = new ArrayList<>();
        try {
            for (Part part : parts) {
                for (String file : part.damaged(entry, directory)) {
                    String sentence = "`" + file + "` in `" + entry.brief() + "` is missing or damaged";
                    damages.add(new Finding(Finding.Kind.DAMAGED, directory.resolve(file), sentence));
                }
            }
        } catch (IOException e) {
            throw DiskFailure.of("read the layer `" + entry.brief() + "`", directory, e);
        }
        // It may have been reclaimed meanwhile.
        return Files.isDirectory(directory) ? damages : List.of();
    }

    private List<EntryName> entries() {
        return usable().filter(name -> name.folder().equals(Bucket.ENVIRONMENTS.folder()))
                .toList();
    }

    private Stream<EntryName> usable() {
        return new StoreScan(store)
                .inventory().entries().stream()
                        .filter(entry -> entry.state().usable())
                        .map(Entry::name);
    }

    /**
     * Finds an environment by the beginning of its id.
     *
     * @throws MilieuException {@link CoreError#ENVIRONMENT_UNKNOWN} if none or several begin so, {@link CoreError#IO_FAILED} if its
     *     description cannot be understood
     */
    public Environment environment(String idPrefix) {
        return Environment.read(store.layout().entry(entry(idPrefix)));
    }

    /**
     * Finds the entry of an environment by the beginning of its id, whatever is in it.
     *
     * @throws MilieuException {@link CoreError#ENVIRONMENT_UNKNOWN} if none or several begin so
     */
    public EntryName entry(String idPrefix) {
        String prefix = EnvironmentId.prefix(idPrefix);
        List<EntryName> matches = entries().stream()
                .filter(entry -> entry.digits().startsWith(prefix))
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
