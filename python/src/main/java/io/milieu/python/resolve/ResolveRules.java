package io.milieu.python.resolve;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.python.index.FormatControl;
import io.milieu.python.index.IndexConfiguration;
import io.milieu.python.index.ProjectFile;
import io.milieu.python.index.ReleaseControl;
import io.milieu.python.input.ChoiceRules;
import io.milieu.python.input.PackagesInput;
import io.milieu.python.input.RequestedPackage;
import io.milieu.python.input.Strategy;
import io.milieu.python.name.ExtraName;
import io.milieu.python.name.PackageName;
import io.milieu.python.requirement.Marker;
import io.milieu.python.requirement.Requirement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules of choosing beside the requirements themselves.
 *
 * @param constraints what versions of a project may be, if it is needed at all
 * @param overrides what is required instead, whoever requires a project; nothing if its list is empty
 * @param hashes what files may be
 * @param releases for which projects pre-releases are wanted
 * @param formats which kinds of files may be used
 * @param wheelsOnly whether nothing is built, whatever {@code formats} say
 * @param excludeNewer files that were uploaded then or later are not used
 * @param strategy which of the versions that fit is wanted most
 * @param dependencies whether what requirements require is needed, too
 */
public record ResolveRules(
        Map<PackageName, List<Constraint>> constraints,
        Map<PackageName, List<Requirement>> overrides,
        HashRules hashes,
        ReleaseControl releases,
        FormatControl formats,
        boolean wheelsOnly,
        Optional<Instant> excludeNewer,
        Strategy strategy,
        boolean dependencies) {
    /** What pip does without options. */
    public static final ResolveRules STANDARD = new ResolveRules(
            Map.of(),
            Map.of(),
            HashRules.NONE,
            ReleaseControl.standard(),
            FormatControl.any(),
            false,
            Optional.empty(),
            Strategy.HIGHEST,
            true);

    /** Copies the maps. */
    public ResolveRules {
        constraints = Map.copyOf(constraints);
        overrides = Map.copyOf(overrides);
    }

    /** {@return these rules, with nothing built} */
    ResolveRules withoutBuilds() {
        return new ResolveRules(
                constraints, overrides, hashes, releases, formats, true, excludeNewer, strategy, dependencies);
    }

    /**
     * One constraint.
     *
     * @param requirement the name and its versions
     * @param place where it is written
     */
    public record Constraint(Requirement requirement, String place) {}

    /**
     * {@return the rules in those environments; each condition has to hold in all of them or in none}
     *
     * @throws MilieuException {@link CoreError#USAGE} for an override without a name; {@link
     *     io.milieu.python.error.PythonError#HASHES_MISSING}
     */
    public static ResolveRules of(PackagesInput input, IndexConfiguration index, Scope scope) {
        ChoiceRules rules = input.rules();
        Map<PackageName, List<Constraint>> constraints = new LinkedHashMap<>();
        for (RequestedPackage line : input.constraints()) {
            if (scope.mayHold(line.marker())) {
                Requirement named = named(line);
                constraints
                        .computeIfAbsent(named.name(), name -> new ArrayList<>())
                        .add(new Constraint(bare(named), line.place()));
            }
        }
        Map<PackageName, List<Requirement>> overrides = new LinkedHashMap<>();
        for (RequestedPackage line : input.overrides()) {
            Requirement named = named(line);
            List<Requirement> all = overrides.computeIfAbsent(named.name(), name -> new ArrayList<>());
            if (scope.mayHold(line.marker())) {
                all.add(bare(named));
            }
        }
        return new ResolveRules(
                constraints,
                overrides,
                HashRules.of(input, scope),
                rules.releases(index.prereleases()),
                index.formats(),
                rules.wheelsOnly(),
                rules.excludeNewer(),
                rules.strategy(),
                rules.dependencies());
    }

    /** {@return whether that file of the project may be used, whatever its version is} */
    public boolean admits(PackageName name, ProjectFile file) {
        return new FileRules(this).against(name, file).isEmpty();
    }

    /** {@return the conditions that rules depend on: they have to be decided before rules are made} */
    public static Set<Marker> conditions(PackagesInput input) {
        return Stream.of(
                        input.constraints().stream(),
                        input.overrides().stream(),
                        input.packages().stream().filter(line -> !line.hashes().isEmpty()))
                .flatMap(lines -> lines)
                .map(RequestedPackage::marker)
                .filter(marker -> !marker.equals(Marker.always()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** {@return what is required in place of a requirement, under its condition: itself, unless its name is overridden} */
    List<Requirement> inPlaceOf(Requirement requirement) {
        List<Requirement> instead = overrides.get(requirement.name());
        if (instead == null) {
            return constrained(requirement);
        }
        return instead.stream()
                .map(each -> {
                    Set<ExtraName> extras = new TreeSet<>(requirement.extras());
                    extras.addAll(each.extras());
                    return new Requirement(each.name(), extras, each.source(), requirement.marker());
                })
                .toList();
    }

    /** A constraint with a URL says where a project comes from, whoever requires it. */
    private List<Requirement> constrained(Requirement requirement) {
        return Stream.concat(
                        Stream.of(requirement),
                        constraints.getOrDefault(requirement.name(), List.of()).stream()
                                .map(Constraint::requirement)
                                .filter(constraint -> constraint.url().isPresent())
                                .map(constraint -> new Requirement(
                                        requirement.name(), Set.of(), constraint.source(), requirement.marker())))
                .toList();
    }

    private static Requirement bare(Requirement requirement) {
        return new Requirement(requirement.name(), requirement.extras(), requirement.source(), Marker.always());
    }

    /** {@return what a line requires, which has a name: constraints need one, and overrides replace what has it} */
    private static Requirement named(RequestedPackage line) {
        return line.requirement()
                .filter(_ -> !line.editable())
                .orElseThrow(() -> new MilieuException(
                        CoreError.USAGE,
                        line.place() + ": an override needs the name of what it replaces",
                        List.of("Write `NAME @ URL`, or a name and versions.")));
    }
}
