package io.milieu.python.part;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.event.BuildListener;
import io.milieu.core.plan.EnvironmentRequest;
import io.milieu.python.index.IndexClient;
import io.milieu.python.lock.LockFile;
import io.milieu.python.lock.LockedPackage;
import io.milieu.python.name.PackageName;
import io.milieu.python.region.Region;
import io.milieu.python.requirement.Marker;
import io.milieu.python.requirement.MarkerEnvironment;
import io.milieu.python.resolve.ForkStrategy;
import io.milieu.python.resolve.ResolveRequest;
import io.milieu.python.resolve.ResolveRules;
import io.milieu.python.resolve.Resolver;
import io.milieu.python.resolve.Scope;
import io.milieu.python.resolve.UniversalResolver;
import io.milieu.python.tag.Target;
import io.milieu.python.toml.TomlValue;
import io.milieu.python.version.Version;
import io.milieu.python.version.VersionSpecifiers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes lock files (PEP 751): for one version of Python on one kind of platform, or for all. Thread-safe. */
public final class PythonLocker {
    private final PythonNode node;

    /** Locks what interpreters and indexes of that node say. */
    public PythonLocker(PythonNode node) {
        this.node = node;
    }

    /**
     * Resolves a request for one environment and writes down the answer.
     *
     * @param request the wish; only its packages count
     * @param preferred versions that are kept where they will do
     * @param file where the lock will be: paths in it start there
     * @param listener told of progress
     * @throws InterruptedException if the calling thread was interrupted
     */
    public LockFile lock(
            EnvironmentRequest request, Map<PackageName, Set<Version>> preferred, Path file, BuildListener listener)
            throws InterruptedException {
        PythonInquiry inquiry = inquiry(request).decided(listener);
        Target target = inquiry.target();
        List<LockedPackage> packages = List.of();
        if (!inquiry.input().isEmpty()) {
            Work work = new Work(node, inquiry, file, listener);
            Scope scope = Scope.of(target);
            ResolveRules rules = inquiry.rules();
            ResolveRequest wanted = inquiry.wanted(
                            work.places.requirements(inquiry.input().packages(), scope), rules)
                    .preferring(preferred);
            packages = work.entries(rules)
                    .of(
                            new Resolver(work.client, work.places)
                                    .resolve(inquiry.field().isElsewhere() ? wanted.withoutBuilds() : wanted, listener),
                            scope);
        }
        return file(
                List.of(environment(target.markers())),
                VersionSpecifiers.parse("==" + target.markers().pythonVersion() + ".*"),
                packages);
    }

    /**
     * Resolves a request for all platforms, and for all versions of Python that its projects work with, or else for that of the
     * interpreter and newer ones, and writes down the answer.
     *
     * @param request the wish; only its packages count
     * @param strategy when environments get different versions without need
     * @param preferred versions that are kept where they will do
     * @param file where the lock will be: paths in it start there
     * @param listener told of progress
     * @throws InterruptedException if the calling thread was interrupted
     */
    public LockFile lock(
            EnvironmentRequest request,
            ForkStrategy strategy,
            Map<PackageName, Set<Version>> preferred,
            Path file,
            BuildListener listener)
            throws InterruptedException {
        PythonInquiry inquiry = inquiry(request);
        if (inquiry.hasTool()) {
            throw new MilieuException(
                    CoreError.NOT_SUPPORTED,
                    "with `installer` there is no universal lock",
                    List.of("Leave out `installer`: then Milieu resolves."));
        }
        if (inquiry.field().platform().isPresent()) {
            throw new MilieuException(
                    CoreError.USAGE,
                    "`--platform` and `--universal` contradict each other",
                    List.of("A universal lock is for all platforms."));
        }
        VersionSpecifiers pythons = pythons(inquiry);
        List<LockedPackage> packages = List.of();
        if (!inquiry.input().isEmpty()) {
            Work work = new Work(node, inquiry, file, listener);
            Region whole = Region.existing().and(Region.python(pythons));
            List<ResolveRequest> requests = new ArrayList<>();
            for (Scope part : Scope.of(whole, strategy).divided(ResolveRules.conditions(inquiry.input()))) {
                requests.add(new ResolveRequest(
                        work.places.requirements(inquiry.input().packages(), part),
                        part,
                        inquiry.rules(part),
                        Map.of(),
                        preferred));
            }
            packages = work.entries(requests.getFirst().rules())
                    .of(new UniversalResolver(work.client, work.places).resolve(requests, listener), whole);
        }
        return file(List.of(), pythons, packages);
    }

    private PythonInquiry inquiry(EnvironmentRequest request) {
        PythonInquiry inquiry = PythonInquiry.of(node, request);
        ProjectField field = inquiry.field();
        if (field.lock().isPresent() || request.options().extendBase()) {
            throw new MilieuException(
                    CoreError.USAGE,
                    field.lock().isPresent()
                            ? "a lock is not made from another lock, `"
                                    + field.lock().get().file() + "`"
                            : "a lock names everything that is needed, whatever the base has",
                    List.of("Name packages, requirements files or projects, and no base."));
        }
        return inquiry;
    }

    private static VersionSpecifiers pythons(PythonInquiry inquiry) {
        VersionSpecifiers stated = inquiry.field().pythons().stream()
                .map(PythonNeed::versions)
                .reduce(VersionSpecifiers.ANY, VersionSpecifiers::and);
        return stated.isAny()
                ? VersionSpecifiers.parse(">=" + inquiry.target().markers().pythonVersion())
                : stated;
    }

    private static LockFile file(List<Marker> environments, VersionSpecifiers pythons, List<LockedPackage> packages) {
        return new LockFile(
                LockFile.VERSION,
                environments,
                pythons,
                List.of(),
                List.of(),
                List.of(),
                "milieu",
                packages,
                TomlValue.Table.EMPTY);
    }

    private static Marker environment(MarkerEnvironment markers) {
        return Marker.parse("implementation_name == '" + markers.implementationName() + "' and platform_machine == '"
                + markers.platformMachine() + "' and sys_platform == '" + markers.sysPlatform() + "'");
    }

    /** What it takes to resolve and to describe. */
    private static final class Work {
        private final PythonInquiry inquiry;
        private final IndexClient client;
        private final DirectSources places;
        private final Path file;
        private final BuildListener listener;

        private Work(PythonNode node, PythonInquiry inquiry, Path file, BuildListener listener) {
            ResolveRules rules = inquiry.rules();
            this.inquiry = inquiry;
            this.file = file;
            this.listener = listener;
            client = inquiry.client(listener);
            SourceBuilds builds =
                    new SourceBuilds(node, () -> client, inquiry.setting(), rules.hashes()::checked, listener);
            places = new DirectSources(node, () -> client, builds, inquiry.target(), rules.wheelsOnly());
        }

        private LockEntries entries(ResolveRules rules) {
            return new LockEntries(client, rules, file, inquiry.index(), listener);
        }
    }
}
