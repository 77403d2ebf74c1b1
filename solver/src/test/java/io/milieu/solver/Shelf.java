package io.milieu.solver;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A provider from short texts: newest versions first; a dependency starting with {@code ~} only constrains. */
final class Shelf implements Provider<String> {
    private static final Pattern REQUIREMENT = Pattern.compile("(~?)([A-Za-z0-9._\\[\\]-]+?)\\s*\\(?([<>=!~].*?)?\\)?");
    private static final Pattern CLAUSE = Pattern.compile("\\s*([<>=!~]+)\\s*([^\\s,]+)\\s*");

    final List<String> asked = new ArrayList<>();
    final List<Map<String, CandidateSet>> hints = new ArrayList<>();
    private final Map<String, TreeMap<ShelfVersion, List<String>>> packages = new LinkedHashMap<>();
    private final Map<String, List<ShelfVersion>> sorted = new LinkedHashMap<>();
    private final Map<String, List<Exclusion>> excluded = new LinkedHashMap<>();
    private final Map<String, String> unavailable = new LinkedHashMap<>();
    private final Map<String, Integer> priorities = new LinkedHashMap<>();
    private final Map<String, Requirement<String>> requirements = new LinkedHashMap<>();

    Shelf add(String name, String version, String... dependencies) {
        packages.computeIfAbsent(name, _ -> new TreeMap<>(Comparator.reverseOrder()))
                .put(ShelfVersion.of(version), List.of(dependencies));
        return this;
    }

    Shelf exclude(String requirement, String reason) {
        Requirement<String> what = requirement(requirement);
        excluded.computeIfAbsent(what.target(), _ -> new ArrayList<>()).add(new Exclusion(what.allowed(), reason));
        return this;
    }

    Shelf breaks(String name, String version, String reason) {
        unavailable.put(name + " " + version, reason);
        return this;
    }

    Shelf priority(String name, int priority) {
        priorities.put(name, priority);
        return this;
    }

    Resolution<String> solve(String... requirements) throws InterruptedException {
        List<Requirement<String>> parsed = new ArrayList<>();
        for (String requirement : requirements) {
            parsed.add(requirement(requirement));
        }
        return Solver.solve(this, parsed);
    }

    /** The chosen versions, in alphabetical order. */
    Map<String, String> choices(Resolution<String> resolution) {
        Map<String, String> choices = new TreeMap<>();
        ((Resolution.Solution<String>) resolution)
                .decisions()
                .forEach((name, index) ->
                        choices.put(name, versions(name).get(index).text()));
        return choices;
    }

    String explain(Resolution<String> resolution) {
        return String.join("\n", Explanation.of(((Resolution.NoSolution<String>) resolution).derivation(), this));
    }

    List<ShelfVersion> versions(String name) {
        return sorted.computeIfAbsent(
                name,
                _ -> List.copyOf(packages.getOrDefault(name, new TreeMap<>()).keySet()));
    }

    Requirement<String> requirement(String text) {
        return requirements.computeIfAbsent(text, this::parse);
    }

    private Requirement<String> parse(String text) {
        Matcher parts = REQUIREMENT.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException(text);
        }
        String name = parts.group(2);
        String clauses = parts.group(3) == null ? "" : parts.group(3);
        List<ShelfVersion> versions = versions(name);
        CandidateSet allowed = CandidateSet.matching(versions.size(), i -> passes(versions.get(i), clauses));
        return parts.group(1).isEmpty()
                ? Requirement.requires(name, allowed, name + clauses)
                : Requirement.constrains(name, allowed, name + clauses);
    }

    private static boolean passes(ShelfVersion version, String clauses) {
        if (version.isPreRelease() && !clauses.matches(".*\\d(a|b|rc|\\.?dev)\\d*.*")) {
            return false;
        }
        Matcher clause = CLAUSE.matcher(clauses);
        while (clause.find()) {
            if (!version.passes(clause.group(1), clause.group(2))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int candidates(String subject) {
        return versions(subject).size();
    }

    @Override
    public String noCandidates(String subject) {
        return subject + " was not found";
    }

    @Override
    public List<Exclusion> exclusions(String subject) {
        return excluded.getOrDefault(subject, List.of());
    }

    @Override
    public Dependencies<String> dependencies(String subject, int candidate) {
        ShelfVersion version = versions(subject).get(candidate);
        asked.add(subject + " " + version.text());
        String reason = unavailable.get(subject + " " + version.text());
        if (reason != null) {
            return new Dependencies.Unavailable<>(reason);
        }
        List<String> texts = packages.getOrDefault(subject, new TreeMap<>()).getOrDefault(version, List.of());
        return new Dependencies.Known<>(texts.stream().map(this::requirement).toList());
    }

    @Override
    public int priority(String subject) {
        return priorities.getOrDefault(subject, 0);
    }

    @Override
    public void hint(Map<String, CandidateSet> undecided) {
        hints.add(undecided);
    }

    @Override
    public String describe(String subject) {
        return subject;
    }

    @Override
    public String describe(String subject, CandidateSet candidates) {
        List<ShelfVersion> versions = versions(subject);
        if (candidates.isSingleton()) {
            return subject + " " + versions.get(candidates.first()).text();
        }
        int newest = candidates.first();
        int oldest = candidates.stream().max().orElseThrow();
        if (oldest - newest >= candidates.count()) {
            return candidates.stream()
                    .mapToObj(i -> versions.get(i).text())
                    .collect(Collectors.joining(" or ", subject + " ", ""));
        }
        String from =
                oldest == versions.size() - 1 ? "" : ">=" + versions.get(oldest).text();
        String to = newest == 0 ? "" : "<" + versions.get(newest - 1).text();
        return subject + from + (from.isEmpty() || to.isEmpty() ? "" : ",") + to;
    }
}
