package io.milieu.python.part;

import io.milieu.core.base.Digest;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.core.event.BuildEvent;
import io.milieu.core.event.BuildListener;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.plan.EnvironmentRequest;
import io.milieu.core.plan.Inquiry;
import io.milieu.core.plan.PlanOptions.IndexOptions;
import io.milieu.core.spec.PackagesField.PackageDict;
import io.milieu.core.spec.RuntimeEnv;
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
import io.milieu.python.part.ForeignResolver.Tool;
import io.milieu.python.requirement.Requirement;
import io.milieu.python.resolve.Candidate;
import io.milieu.python.resolve.HashRules;
import io.milieu.python.resolve.ResolveRequest;
import io.milieu.python.resolve.ResolveRules;
import io.milieu.python.resolve.ResolvedPackage;
import io.milieu.python.resolve.Resolver;
import io.milieu.python.resolve.Scope;
import io.milieu.python.source.Anonymous;
import io.milieu.python.source.DirectReference;
import io.milieu.python.tag.Target;
import io.milieu.python.version.Version;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a request wants of Python's packages, read once.
 *
 * @param field with projects, scripts and locks read
 * @param interpreter that the environment is for
 * @param input what is asked for; nothing if no packages are
 * @param index the sources of packages: pip's configuration, over it the field's options, over these the request's; none if no packages are asked for
 */
record PythonInquiry(
        PythonNode node,
        EnvironmentRequest request,
        ProjectField field,
        Interpreter interpreter,
        PackagesInput input,
        IndexConfiguration index)
        implements Inquiry {
    private static final String WHEELS_ONLY = "MILIEU_WHEELS_ONLY";

    /** {@return what a request wants, with the interpreter it asks for} Where it asks for none, the first that will do for its projects, scripts and locks. */
    static PythonInquiry of(PythonNode node, EnvironmentRequest request) {
        ProjectField field = field(request);
        return of(node, request, field, interpreter(node, request, field));
    }

    /** {@return what a request wants for an interpreter that is chosen already} */
    static PythonInquiry of(PythonNode node, EnvironmentRequest request, Interpreter interpreter) {
        return of(node, request, field(request), interpreter);
    }

    private static PythonInquiry of(
            PythonNode node, EnvironmentRequest request, ProjectField field, Interpreter interpreter) {
        PackagesInput input = input(node, request, field);
        IndexConfiguration index = input.isEmpty() && field.lock().isEmpty()
                ? IndexConfiguration.empty()
                : index(node, request, interpreter, input);
        // A lock needs no index: without any, its own folder is where files are from.
        boolean nowhere = index.indexes().isEmpty() && index.findLinks().isEmpty();
        Optional<String> beside = field.lock()
                .filter(_ -> nowhere)
                .map(lock -> lock.file().resolveSibling("").toString());
        return new PythonInquiry(
                node,
                request,
                field,
                interpreter,
                input,
                beside.map(index::withFindLinks).orElse(index));
    }

    @Override
    public JsonObject facts() {
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
            facts.put("index", sources().hex());
            tool(field)
                    .ifPresent(tool -> facts.put(
                            "installer",
                            JsonValue.ofStrings(List.of(
                                    tool.name(),
                                    ForeignResolver.state(tool, node.variables(), request.directory()),
                                    String.join(" ", input.words())))));
            List<String> places = places().map(DirectSources::state).toList();
            if (!places.isEmpty()) {
                facts.put("places", JsonValue.ofStrings(places));
            }
        }
        if (request.options().extendBase()) {
            facts.put(
                    "base",
                    InstalledDistributions.in(interpreter.visiblePackages())
                            .digest()
                            .hex());
        }
        return facts.build();
    }

    @Override
    public JsonObject resolve(BuildListener listener) throws InterruptedException {
        return decided(listener).answer(asked(), listener);
    }

    /** {@return the names that the user asks for} */
    private Set<PackageName> asked() {
        return named(input).stream().map(Requirement::name).collect(Collectors.toSet());
    }

    /** {@return the same inquiry, for what another tool decided if the field names one} */
    PythonInquiry decided(BuildListener listener) throws InterruptedException {
        Optional<Tool> tool = tool(field);
        return tool.isEmpty() || input.isEmpty()
                ? this
                : new PythonInquiry(
                        node, request, field, interpreter, ForeignResolver.resolve(tool.get(), this, listener), index);
    }

    /** {@return whether another tool decides} */
    boolean hasTool() {
        return tool(field).isPresent();
    }

    private static Optional<Tool> tool(ProjectField field) {
        return field.rest()
                .flatMap(rest -> rest instanceof PackageDict(JsonObject dict)
                        ? dict.string("installer").map(Tool::of)
                        : Optional.empty());
    }

    private JsonObject answer(Set<PackageName> asked, BuildListener listener) throws InterruptedException {
        List<ResolvedPackage> packages = List.of();
        LockedWheels locked = LockedWheels.none();
        Map<PackageName, List<DeclaredRequirement>> laid = Map.of();
        if (!input.isEmpty() || field.lock().isPresent()) {
            IndexClient client = client(listener);
            ResolveRules rules = rules();
            HashRules hashes = rules.hashes();
            SourceBuilds builds = new SourceBuilds(node, () -> client, setting(), hashes::checked, listener);
            DirectSources places = new DirectSources(node, () -> client, builds, target(), rules.wheelsOnly());
            if (field.lock().isPresent()) {
                packages = new LockedInstall(field.lock().get(), target(), places).packages(named(input), listener);
            } else {
                ResolveRequest wanted = wanted(places.requirements(input.packages(), Scope.of(target())), rules);
                packages = new Resolver(client, places)
                        .resolve(field.isElsewhere() ? wanted.withoutBuilds() : wanted, listener).stream()
                                // What another tool chose was not all asked for.
                                .map(each -> hasTool() ? each.requestedOnly(asked) : each)
                                .toList();
            }
            if (checked(request.spec())) {
                laid = requirements(packages, client, builds);
            }
            locked = LockedWheels.of(
                    packages,
                    file -> hashes.checked(file, client.pin(file).sha256().orElseThrow()),
                    setting()::settingsOf);
        }
        if (checked(request.spec())) {
            check(interpreter, request.options().extendBase(), packages, laid);
        }
        return section(locked);
    }

    private JsonObject section(LockedWheels locked) {
        JsonValue.ObjectBuilder answer = JsonValue.object()
                .put("interpreter", interpreter.executable().toString())
                .put("interpreter_identity", interpreter.identity().hex())
                .put("python", field.isElsewhere() ? target().python().toString() : interpreter.version())
                .put("elsewhere", field.isElsewhere())
                .put("extend_base", request.options().extendBase() && interpreter.showsOwnPackages());
        if (request.options().extendBase()) {
            interpreter.venvPackages().ifPresent(folder -> answer.put("extend_venv", folder.toString()));
        }
        return answer.put("packages", locked.toJson()).build();
    }

    /** {@return a client of the sources, which asks them again if the request says so} */
    IndexClient client(BuildListener listener) {
        List<URI> logins = new ArrayList<>(IndexLogins.of(input.rules().namedIndexes(), node.variables()));
        places().map(DirectSources::reference)
                .flatMap(place -> place instanceof DirectReference.Archive archive
                        ? Stream.of(archive.uri())
                        : Stream.<URI>empty())
                .filter(uri -> uri.getRawUserInfo() != null)
                .forEach(logins::add);
        IndexClient usual = node.client(request, index, logins, text -> listener.on(new BuildEvent.Warning(text)));
        return request.options().refresh() ? usual.revalidating() : usual;
    }

    /** {@return what is resolved for} */
    Target target() {
        return field.target(node.target(interpreter), interpreter.build().facts());
    }

    /** {@return the rules of choosing} */
    ResolveRules rules() {
        return rules(Scope.of(target()));
    }

    /** {@return the rules of choosing in those environments} */
    ResolveRules rules(Scope scope) {
        return ResolveRules.of(input, index, scope);
    }

    /** {@return what is asked for by place instead of by name} */
    private Stream<RequestedPackage> places() {
        return Stream.of(input.packages(), input.constraints(), input.overrides())
                .flatMap(List::stream)
                .filter(line -> !line.isFromIndex());
    }

    /** {@return the question to the resolver} */
    ResolveRequest wanted(List<Requirement> roots, ResolveRules rules) {
        Map<PackageName, InstalledDistribution> installed = new HashMap<>();
        if (request.options().extendBase()) {
            InstalledDistributions.in(interpreter.visiblePackages())
                    .all()
                    .forEach(each -> installed.putIfAbsent(each.name(), each));
        }
        return new ResolveRequest(roots, Scope.of(target()), rules, installed);
    }

    /** {@return how source distributions are built for this request} */
    BuildSetting setting() {
        return new BuildSetting(
                request,
                input.index(),
                interpreter.executable().toString(),
                interpreter.identity().hex(),
                places().map(DirectSources::reference)
                        .flatMap(place -> place instanceof DirectReference.Repository repository
                                ? Stream.of(repository.url())
                                : Stream.<String>empty())
                        .collect(Collectors.toMap(Anonymous::url, url -> url, (one, _) -> one)),
                input.packages().stream()
                        .filter(line -> !line.configSettings().isEmpty() && line.isFromIndex())
                        .collect(Collectors.toMap(
                                line -> line.requirement().orElseThrow().name(),
                                RequestedPackage::configSettings,
                                (one, _) -> one)));
    }

    /** By digest: queries of URLs may be secrets, too. */
    private Digest sources() {
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
        return Digest.ofText(Redacted.credentials(sources));
    }

    private static ProjectField field(EnvironmentRequest request) {
        return request.spec()
                .pip()
                .or(request.spec()::uv)
                .map(field -> ProjectFieldReader.read(field, request.directory()))
                .orElse(ProjectField.none());
    }

    private static Interpreter interpreter(PythonNode node, EnvironmentRequest request, ProjectField field) {
        Interpreter first = node.interpreter(request);
        if (field.pythons().isEmpty()) {
            return first;
        }
        Version python = field.target(node.target(first), first.build().facts()).python();
        Optional<PythonNeed> unmet = field.pythons().stream()
                .filter(need -> !need.versions().contains(python))
                .findFirst();
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
                unmet.get().who() + " needs Python " + unmet.get().versions() + ", but the one asked for is " + python,
                List.of("Ask for another with `--python`, or for none: then one that will do is looked for."));
    }

    private static PackagesInput input(PythonNode node, EnvironmentRequest request, ProjectField read) {
        List<String> extra = new ArrayList<>();
        if (request.options().seedPip()) {
            extra.add("pip");
        }
        InputReader reader = new InputReader(
                new InputContext(request.directory(), node.variables(), node.documents(request)),
                tool(read).isPresent());
        read.rest()
                .ifPresentOrElse(field -> PackagesFieldReader.read(field, extra, reader), () -> reader.lines(extra, 0));
        reader.options(request.options().packageOptions(), "the request");
        if (node.variables().getOrDefault(WHEELS_ONLY, "").equals("1")) {
            reader.options(List.of("--wheels-only"), WHEELS_ONLY);
        }
        return reader.input();
    }

    private static IndexConfiguration index(
            PythonNode node, EnvironmentRequest request, Interpreter interpreter, PackagesInput input) {
        List<IndexOptions> layers = List.of(input.index(), request.options().index());
        return input.rules().over(node.index(interpreter, layers, request.directory()));
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
                case Candidate.Direct direct ->
                    requirements.put(each.name(), direct.metadata().requiresDist());
                case Candidate.Installed _, Candidate.Unusable _ -> {}
            }
        }
        return requirements;
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
        List<InstalledDistribution> base = extend
                ? InstalledDistributions.in(interpreter.visiblePackages()).all()
                : List.of();
        Map<PackageName, String> visible = new HashMap<>();
        packages.forEach(
                each -> visible.put(each.name(), each.candidate().version().toString()));
        base.forEach(each -> visible.putIfAbsent(each.name(), each.version()));
        new ConsistencyCheck(visible, interpreter.markers()).run(base, laid);
    }
}
