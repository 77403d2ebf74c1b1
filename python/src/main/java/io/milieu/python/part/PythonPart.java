package io.milieu.python.part;

import io.milieu.core.base.Digest;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.core.event.BuildEvent;
import io.milieu.core.event.BuildListener;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.plan.EnvironmentRequest;
import io.milieu.core.plan.Part;
import io.milieu.core.plan.PartPlan;
import io.milieu.core.plan.PlanOptions.IndexOptions;
import io.milieu.core.plan.Workshop;
import io.milieu.core.spec.PackagesField.PackageDict;
import io.milieu.core.spec.RuntimeEnv;
import io.milieu.core.store.EntryName;
import io.milieu.python.error.PythonError;
import io.milieu.python.index.IndexClient;
import io.milieu.python.index.IndexConfiguration;
import io.milieu.python.index.ProjectFile;
import io.milieu.python.input.InputContext;
import io.milieu.python.input.InputReader;
import io.milieu.python.input.PackagesInput;
import io.milieu.python.input.RequestedPackage;
import io.milieu.python.interpreter.InstalledDistribution;
import io.milieu.python.interpreter.InstalledDistributions;
import io.milieu.python.interpreter.Interpreter;
import io.milieu.python.metadata.DeclaredRequirement;
import io.milieu.python.name.PackageName;
import io.milieu.python.requirement.Requirement;
import io.milieu.python.resolve.Candidate;
import io.milieu.python.resolve.HashRules;
import io.milieu.python.resolve.ResolveRequest;
import io.milieu.python.resolve.ResolveRules;
import io.milieu.python.resolve.ResolvedPackage;
import io.milieu.python.resolve.Resolver;
import io.milieu.python.tag.Target;
import io.milieu.python.version.Version;
import io.milieu.python.wheel.LayerCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Handles {@code pip} and {@code uv}, and gives every spec a virtual environment of the chosen interpreter. */
final class PythonPart implements Part {
    private static final String WHEELS_ONLY = "MILIEU_WHEELS_ONLY";

    private final PythonNode node;

    PythonPart(PythonNode node) {
        this.node = node;
    }

    @Override
    public String name() {
        return "python";
    }

    @Override
    public Set<String> fields() {
        return Set.of("pip", "uv");
    }

    @Override
    public boolean concerns(RuntimeEnv spec) {
        return true;
    }

    @Override
    public JsonObject inspect(EnvironmentRequest request) {
        ProjectField field = field(request);
        Interpreter interpreter = interpreter(request, field);
        PackagesInput input = input(request, field);
        JsonValue.ObjectBuilder facts = JsonValue.object()
                .put("interpreter", interpreter.executable().toString())
                .put("interpreter_identity", interpreter.identity().hex())
                .put(
                        "requirements",
                        JsonValue.ofStrings(input.packages().stream()
                                .map(RequestedPackage::toString)
                                .toList()));
        field.lock().ifPresent(lock -> facts.put("lock", lock.digest().hex()));
        if (!input.isEmpty()) {
            IndexConfiguration index = index(request, interpreter, input);
            // By digest: queries of URLs may be secrets, too.
            String sources = String.join(
                    "\n",
                    index.indexes() + "",
                    index.findLinks() + "",
                    index.prereleases() + "",
                    index.preferBinary() + "",
                    new TreeSet<>(index.formats().onlyBinary()) + "",
                    new TreeSet<>(index.formats().noBinary()) + "",
                    new TreeMap<>(index.pins()) + "",
                    input.constraints() + "",
                    input.overrides() + "",
                    input.rules() + "");
            facts.put("index", Digest.ofText(Redacted.credentials(sources)).hex());
        }
        if (request.options().extendBase()) {
            facts.put("base", base(interpreter));
        }
        return facts.build();
    }

    @Override
    public JsonObject resolve(EnvironmentRequest request, JsonObject facts, BuildListener listener)
            throws InterruptedException {
        Interpreter interpreter =
                node.interpreterAt(Path.of(facts.string("interpreter").orElseThrow()));
        ProjectField field = field(request);
        PackagesInput input = input(request, field);
        Target target = field.target(interpreter);
        List<ResolvedPackage> packages = List.of();
        LockedWheels locked = LockedWheels.none();
        Map<PackageName, List<DeclaredRequirement>> laid = Map.of();
        if (!input.isEmpty() || field.lock().isPresent()) {
            IndexConfiguration index = index(request, interpreter, input);
            IndexClient usual = node.client(index, text -> listener.on(new BuildEvent.Warning(text)));
            IndexClient client = request.options().refresh() ? usual.revalidating() : usual;
            ResolveRequest wanted = resolveRequest(request, interpreter, input, index, target);
            BuildSetting setting = setting(request, input, interpreter);
            HashRules hashes = wanted.rules().hashes();
            SourceBuilds builds = new SourceBuilds(node, () -> client, setting, hashes::checked, listener);
            packages = field.lock().isPresent()
                    ? new LockedInstall(field.lock().get(), target).packages(named(input), listener)
                    : new Resolver(client, builds)
                            .resolve(field.isElsewhere() ? wanted.withoutBuilds() : wanted, listener);
            if (checked(request.spec())) {
                laid = requirements(packages, client, builds);
            }
            locked = LockedWheels.of(packages, file -> hashes.checked(file, node.sha256(client, file)));
        }
        if (checked(request.spec())) {
            check(interpreter, request.options().extendBase(), packages, laid);
        }
        return JsonValue.object()
                .put("interpreter", interpreter.executable().toString())
                .put("interpreter_identity", interpreter.identity().hex())
                .put("python", field.isElsewhere() ? target.python().toString() : interpreter.version())
                .put("elsewhere", field.isElsewhere())
                .put("extend_base", request.options().extendBase())
                .put("packages", locked.toJson())
                .build();
    }

    @Override
    public PartPlan plan(EnvironmentRequest request, JsonObject section) {
        return new PythonPlan(node, request, section, this);
    }

    @Override
    public List<String> damaged(EntryName layer, Path directory) throws IOException {
        boolean wheel = layer.folder().equals(WheelWork.WHEELS.folder())
                || layer.folder().equals(SourceBuilds.BUILT.folder());
        return wheel ? LayerCheck.damaged(directory) : List.of();
    }

    @Override
    public void join(Workshop workshop) {
        node.join(workshop);
    }

    private static BuildSetting setting(EnvironmentRequest request, PackagesInput input, Interpreter interpreter) {
        return new BuildSetting(
                request,
                input.index(),
                interpreter.executable().toString(),
                interpreter.identity().hex());
    }

    private static Map<PackageName, List<DeclaredRequirement>> requirements(
            List<ResolvedPackage> packages, IndexClient client, SourceBuilds builds) throws InterruptedException {
        Map<PackageName, List<DeclaredRequirement>> requirements = new HashMap<>();
        for (ResolvedPackage each : packages) {
            switch (each.candidate()) {
                case Candidate.Wheel(Version _, ProjectFile file) ->
                    requirements.put(each.name(), client.coreMetadata(file).requiresDist());
                case Candidate.Sdist(Version _, ProjectFile file) ->
                    requirements.put(
                            each.name(),
                            builds.metadata(() -> client.coreMetadata(file), file)
                                    .requiresDist());
                case Candidate.Installed _, Candidate.Unusable _ -> {}
            }
        }
        return requirements;
    }

    /** {@return what builds the sources of a lock} */
    SourceBuilds builds(EnvironmentRequest request, JsonObject section, Supplier<IndexClient> client) {
        BuildSetting setting = new BuildSetting(
                request,
                input(request, field(request)).index(),
                section.string("interpreter").orElseThrow(),
                section.string("interpreter_identity").orElse(""));
        return new SourceBuilds(node, client, setting, (_, sha256) -> sha256, BuildListener.none());
    }

    @Override
    public void close() {
        node.close();
    }

    /** {@return the field, with projects, scripts and locks read} */
    static ProjectField field(EnvironmentRequest request) {
        return request.spec()
                .pip()
                .or(request.spec()::uv)
                .map(field -> ProjectFieldReader.read(field, request.directory()))
                .orElse(ProjectField.none());
    }

    /**
     * {@return the interpreter that a request asks for} Where it asks for none, the first that will do for its projects, scripts and locks.
     */
    Interpreter interpreter(EnvironmentRequest request, ProjectField field) {
        Interpreter first = node.interpreter(request);
        Optional<PythonNeed> unmet = unmet(field, first);
        if (unmet.isEmpty()) {
            return first;
        }
        if (request.options().python().isEmpty() && !field.isElsewhere()) {
            String range = field.pythons().stream()
                    .map(need -> need.versions().toString())
                    .collect(Collectors.joining(","));
            return node.interpreter(new EnvironmentRequest(
                    request.spec(), request.options().withPython(range), request.directory(), request.purpose()));
        }
        throw new MilieuException(
                PythonError.INTERPRETER_NOT_FOUND,
                unmet.get().who() + " needs Python " + unmet.get().versions() + ", but the one asked for is "
                        + field.target(first).python(),
                List.of("Ask for another with `--python`, or for none: then one that will do is looked for."));
    }

    private static Optional<PythonNeed> unmet(ProjectField field, Interpreter interpreter) {
        Version python = field.target(interpreter).python();
        return field.pythons().stream()
                .filter(need -> !need.versions().contains(python))
                .findFirst();
    }

    /** {@return what the field asks for; nothing if there is none} */
    PackagesInput input(EnvironmentRequest request, ProjectField read) {
        List<String> extra = new ArrayList<>();
        if (request.options().seedPip()) {
            extra.add("pip");
        }
        InputReader reader = new InputReader(new InputContext(request.directory(), node.variables(), node.documents()));
        read.rest()
                .ifPresentOrElse(field -> PackagesFieldReader.read(field, extra, reader), () -> reader.lines(extra, 0));
        reader.options(request.options().packageOptions(), "the request");
        if (node.variables().getOrDefault(WHEELS_ONLY, "").equals("1")) {
            reader.options(List.of("--wheels-only"), WHEELS_ONLY);
        }
        return reader.input();
    }

    /** {@return the sources of packages for a request: pip's configuration, over it the field's options, over these the request's} */
    IndexConfiguration index(EnvironmentRequest request, Interpreter interpreter, PackagesInput input) {
        List<IndexOptions> layers = List.of(input.index(), request.options().index());
        IndexConfiguration configured = input.rules().over(node.index(interpreter, layers, request.directory()));
        // A lock needs no index: without any, its own folder is where files are from.
        return configured.indexes().isEmpty() && configured.findLinks().isEmpty()
                ? field(request)
                        .lock()
                        .map(lock -> configured.withFindLinks(
                                lock.file().resolveSibling("").toString()))
                        .orElse(configured)
                : configured;
    }

    /** {@return the sources of packages for a request} */
    IndexConfiguration index(EnvironmentRequest request, Interpreter interpreter) {
        return index(request, interpreter, input(request, field(request)));
    }

    static ResolveRequest resolveRequest(
            EnvironmentRequest request,
            Interpreter interpreter,
            PackagesInput input,
            IndexConfiguration index,
            Target target) {
        Map<PackageName, InstalledDistribution> installed = new HashMap<>();
        if (request.options().extendBase()) {
            InstalledDistributions.in(interpreter.sitePackages())
                    .all()
                    .forEach(each -> installed.putIfAbsent(each.name(), each));
        }
        return new ResolveRequest(
                input.fromIndex(),
                target.python(),
                target.markers(),
                target.tags(),
                ResolveRules.of(input, index, target.markers()),
                installed);
    }

    private static List<Requirement> named(PackagesInput input) {
        return input.packages().stream()
                .flatMap(line -> line.requirement().stream())
                .toList();
    }

    private static boolean checked(RuntimeEnv spec) {
        return spec.pip().or(spec::uv).stream()
                .anyMatch(field -> field instanceof PackageDict(JsonObject dict)
                        && (dict.bool("pip_check", false) || dict.bool("uv_check", false)));
    }

    private static void check(
            Interpreter interpreter,
            boolean extend,
            List<ResolvedPackage> packages,
            Map<PackageName, List<DeclaredRequirement>> laid) {
        List<InstalledDistribution> base =
                extend ? InstalledDistributions.in(interpreter.sitePackages()).all() : List.of();
        Map<PackageName, String> visible = new HashMap<>();
        packages.forEach(
                each -> visible.put(each.name(), each.candidate().version().toString()));
        base.forEach(each -> visible.putIfAbsent(each.name(), each.version()));
        new ConsistencyCheck(visible, interpreter.markers()).run(base, laid);
    }

    private static String base(Interpreter interpreter) {
        List<String> all = InstalledDistributions.in(interpreter.sitePackages()).all().stream()
                .map(each -> each.name() + "==" + each.version())
                .sorted()
                .toList();
        return Digest.ofText(Json.canonical(JsonValue.ofStrings(all))).hex();
    }
}
