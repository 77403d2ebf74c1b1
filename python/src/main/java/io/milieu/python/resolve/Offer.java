package io.milieu.python.resolve;

import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonArray;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.python.name.PackageName;
import io.milieu.solver.CandidateSet;
import io.milieu.solver.Exclusion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What there is of one project, for whoever wants to know why a version was not chosen.
 *
 * @param name the project
 * @param usable the versions that could be chosen, most wanted first
 * @param excluded the others, by the reason
 */
public record Offer(PackageName name, List<String> usable, Map<String, List<String>> excluded) {
    /** Copies the collections. */
    public Offer {
        usable = List.copyOf(usable);
        excluded = Map.copyOf(excluded);
    }

    static Offer of(PackageName name, CandidateList list, CandidateSet yanked, CandidateSet prereleases) {
        Map<String, List<String>> excluded = new LinkedHashMap<>();
        for (Exclusion exclusion : list.exclusions()) {
            excluded.put(exclusion.reason(), versions(list, exclusion.candidates()));
        }
        put(excluded, "yanked", versions(list, yanked.intersection(list.usable())));
        put(excluded, "pre-release", versions(list, prereleases.intersection(list.usable())));
        CandidateSet open = list.usable().minus(yanked).minus(prereleases);
        return new Offer(name, versions(list, open), excluded);
    }

    private static void put(Map<String, List<String>> excluded, String reason, List<String> versions) {
        if (!versions.isEmpty()) {
            excluded.put(reason, versions);
        }
    }

    private static List<String> versions(CandidateList list, CandidateSet set) {
        return set.stream().mapToObj(i -> list.get(i).version().toString()).toList();
    }

    /** {@return the members {@code name}, {@code usable} and {@code excluded}, the last a list of reasons with versions} */
    JsonObject toJson() {
        List<JsonValue> reasons = new ArrayList<>();
        excluded.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> reasons.add(JsonValue.object()
                        .put("reason", entry.getKey())
                        .put("versions", JsonValue.ofStrings(entry.getValue()))
                        .build()));
        return JsonValue.object()
                .put("name", name.toString())
                .put("usable", JsonValue.ofStrings(usable))
                .put("excluded", new JsonArray(reasons))
                .build();
    }
}
