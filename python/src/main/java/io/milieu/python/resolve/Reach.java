package io.milieu.python.resolve;

import io.milieu.python.metadata.DeclaredRequirement;
import io.milieu.python.name.ExtraName;
import io.milieu.python.region.Region;
import io.milieu.python.requirement.Requirement;
import io.milieu.solver.Resolution.Solution;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Finds out where what was chosen is needed: along every way from what was asked for, all conditions hold at once. What is needed
 * nowhere was only feared to be.
 */
final class Reach {
    private final ResolveRequest request;
    private final Source source;
    private final Search.Found found;
    private final Map<Unit, Region> reach = new HashMap<>();
    private final Deque<Unit> open = new ArrayDeque<>();

    Reach(ResolveRequest request, Source source, Search.Found found) {
        this.request = request;
        this.source = source;
        this.found = found;
    }

    /** {@return where each unit is needed; what is missing is needed nowhere} */
    Map<Unit, Region> of(Iterable<Requirement> roots) throws InterruptedException {
        Region all = ((Scope.Many) request.scope()).region();
        for (Requirement root : roots) {
            arrive(root, all.and(Region.of(root.marker())));
        }
        while (!open.isEmpty()) {
            Unit unit = open.pop();
            follow(unit, reach.getOrDefault(unit, Region.NOWHERE));
        }
        return reach;
    }

    private void follow(Unit unit, Region where) throws InterruptedException {
        if (unit instanceof Unit.WithExtra) {
            arrive(new Unit.Project(unit.name()), where);
        }
        if (!request.rules().dependencies()) {
            return;
        }
        Set<ExtraName> extras = unit instanceof Unit.WithExtra with ? Set.of(with.extra()) : Set.of();
        for (DeclaredRequirement declared : source.needs(chosen(unit)).requirements()) {
            if (request.scope().holds(declared.marker(), extras) != Holds.NEVER) {
                Region there = where.and(Region.of(declared.marker(), extras));
                for (Requirement meant : request.rules().inPlaceOf(declared.requirement())) {
                    arrive(meant, there);
                }
            }
        }
    }

    private Candidate chosen(Unit unit) throws InterruptedException {
        Solution<Unit> solution = found.solution();
        Integer place = solution.decisions().get(new Unit.Project(unit.name()));
        if (place == null) {
            throw new IllegalStateException("required, but not in the solution: " + unit);
        }
        return found.provider().candidate(unit.name(), place);
    }

    private void arrive(Requirement requirement, Region where) {
        arrive(new Unit.Project(requirement.name()), where);
        for (ExtraName extra : requirement.extras()) {
            arrive(new Unit.WithExtra(requirement.name(), extra), where);
        }
    }

    private void arrive(Unit unit, Region where) {
        Region before = reach.getOrDefault(unit, Region.NOWHERE);
        if (!where.isWithin(before)) {
            reach.put(unit, before.or(where));
            open.push(unit);
        }
    }
}
