package io.milieu.python.resolve;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.python.error.PythonError;
import io.milieu.python.index.IndexClient;
import io.milieu.python.index.ProjectFile;
import io.milieu.python.index.ProjectPage;
import io.milieu.python.metadata.CoreMetadata;
import io.milieu.python.name.PackageName;
import io.milieu.python.version.Version;
import io.milieu.python.version.VersionSpecifiers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;

/**
 * Where candidates and their metadata come from: asked ahead on virtual threads, so that the search rarely waits. Thread-safe.
 * Outlives a search that starts over; closing it ends what nobody waits for any more.
 */
final class Source implements AutoCloseable {
    private final IndexClient index;
    private final Origins origins;
    private final ReleaseFiles releases;
    private final ResolveRequest request;
    private final FileRules rules;
    private final CandidateFinder finder;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("look-up-", 0).factory());
    private final Map<PackageName, FutureTask<CandidateList>> lists = new ConcurrentHashMap<>();
    private final Map<Candidate, FutureTask<Needs>> needs = new ConcurrentHashMap<>();
    private final Map<PackageName, MilieuException> absent = new ConcurrentHashMap<>();
    private final Map<PackageName, String> remarks = new ConcurrentHashMap<>();

    Source(IndexClient index, Origins origins, ReleaseFiles releases, ResolveRequest request) {
        this.origins = origins;
        this.index = index;
        this.releases = releases;
        this.request = request;
        this.rules = new FileRules(request.rules());
        this.finder = new CandidateFinder(request.scope(), rules, request.preferred());
    }

    /** Says that a project will be asked for. */
    void announce(PackageName name) {
        var _ = list(name);
    }

    /** Says that a candidate will probably be asked for. */
    void announce(Candidate candidate) {
        // Builds on suspicion would cost more than they save.
        if (!(candidate instanceof Candidate.Sdist)) {
            var _ = task(candidate);
        }
    }

    CandidateList candidates(PackageName name) throws InterruptedException {
        return get(list(name));
    }

    /** {@return what direct references lead to, as a list: the index does not count} */
    CandidateList candidates(PackageName name, List<Candidate.Direct> directs) {
        List<Candidate> candidates = directs.stream()
                .<Candidate>map(direct -> rules.against(name, direct.version())
                        .<Candidate>map(reason -> new Candidate.Unusable(direct.version(), reason))
                        .orElse(direct))
                .toList();
        return new CandidateList(candidates, Map.of());
    }

    /** {@return what a direct reference leads to} */
    Candidate.Direct direct(String reference) throws InterruptedException {
        return origins.direct(reference);
    }

    Needs needs(Candidate candidate) throws InterruptedException {
        return get(task(candidate));
    }

    /** {@return why a project has no candidates} */
    String absence(PackageName name) {
        return refusal(name).map(MilieuException::getMessage).orElse("`" + name + "` has no versions on the index");
    }

    /** {@return why nobody offers the project, if that is so} */
    Optional<MilieuException> refusal(PackageName name) {
        return Optional.ofNullable(absent.get(name));
    }

    /** {@return what somebody who installs the project should know} */
    Optional<String> remark(PackageName name) {
        return Optional.ofNullable(remarks.get(name));
    }

    private FutureTask<CandidateList> list(PackageName name) {
        return lists.computeIfAbsent(name, key -> started(new FutureTask<>(() -> find(key))));
    }

    private FutureTask<Needs> task(Candidate candidate) {
        return needs.computeIfAbsent(candidate, key -> started(new FutureTask<>(() -> read(key))));
    }

    private CandidateList find(PackageName name) {
        var installed = Optional.ofNullable(request.installed().get(name));
        try {
            ProjectPage page = index.files(name);
            page.remark(name).ifPresent(remark -> remarks.put(name, remark));
            return finder.find(name, releases.of(name, page.files()), installed);
        } catch (MilieuException e) {
            if (e.code() != PythonError.PACKAGE_NOT_FOUND && e.code() != PythonError.PACKAGE_QUARANTINED) {
                throw e;
            }
            absent.put(name, e);
            return finder.find(name, List.of(), installed);
        }
    }

    private Needs read(Candidate candidate) throws InterruptedException {
        return switch (candidate) {
            case Candidate.Wheel wheel -> {
                CoreMetadata read = index.coreMetadata(wheel.file());
                yield new Needs(read.requiresPython(), read.requiresDist());
            }
            case Candidate.Sdist(Version version, ProjectFile file) -> {
                CoreMetadata read = origins.metadata(() -> index.coreMetadata(file), file);
                if (!read.version().equals(version)) {
                    throw new MilieuException(
                            PythonError.METADATA_INVALID,
                            "`" + file.fileName() + "` says that its version is " + read.version());
                }
                yield new Needs(read.requiresPython(), read.requiresDist());
            }
            case Candidate.Direct direct ->
                new Needs(direct.metadata().requiresPython(), direct.metadata().requiresDist());
            case Candidate.Installed installed ->
                new Needs(VersionSpecifiers.ANY, installed.distribution().requirements());
            case Candidate.Unusable unusable ->
                throw new MilieuException(PythonError.METADATA_INVALID, unusable.reason());
        };
    }

    /** Interrupts all look-ups and returns when they have ended. */
    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }

    private <T> FutureTask<T> started(FutureTask<T> task) {
        threads.execute(task);
        return task;
    }

    /** Does the work itself if its thread has not begun, which is sooner than to wake a core that sleeps. */
    private static <T> T get(FutureTask<T> task) throws InterruptedException {
        task.run();
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (e.getCause() instanceof MilieuException known) {
                throw known;
            }
            throw new MilieuException(
                    CoreError.DEFECT,
                    "a look-up failed unexpectedly: " + Redacted.urls(String.valueOf(e.getCause())),
                    List.of(),
                    e);
        }
    }
}
