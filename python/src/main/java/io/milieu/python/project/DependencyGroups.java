package io.milieu.python.project;

import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import io.milieu.python.name.ExtraName;
import io.milieu.python.requirement.Requirement;
import io.milieu.python.toml.TomlFields;
import io.milieu.python.toml.TomlValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table {@code [dependency-groups]} of a project (PEP 735), immutable. A group is looked at when it is asked for. */
public final class DependencyGroups {
    private static final String INCLUDE = "include-group";

    private final TomlFields table;
    /** By normalised name, the key as written. */
    private final Map<ExtraName, String> keys;

    private DependencyGroups(TomlFields table, Map<ExtraName, String> keys) {
        this.table = table;
        this.keys = Collections.unmodifiableMap(keys);
    }

    /**
     * Reads the table.
     *
     * @throws MilieuException {@link PythonError#PROJECT_INVALID} if a key is no name, or two are the same name in different spellings
     */
    public static DependencyGroups of(TomlFields table) {
        Map<ExtraName, String> keys = new LinkedHashMap<>();
        for (String key : table.table().entries().keySet()) {
            ExtraName name = ExtraName.tryOf(key)
                    .orElseThrow(() -> table.problem("`" + table.at(key) + "` is not the name of a dependency group"));
            String other = keys.put(name, key);
            if (other != null) {
                throw table.problem("the dependency groups `" + other + "` and `" + key + "` have the same name");
            }
        }
        return new DependencyGroups(table, keys);
    }

    /** {@return the names of the groups, as written first} */
    public Set<ExtraName> names() {
        return keys.keySet();
    }

    /**
     * {@return what a group asks for, with what it includes, in order, each once}
     *
     * @throws MilieuException {@link PythonError#PROJECT_INVALID} if there is no such group, it breaks a rule, or includes itself
     */
    public List<Requirement> requirements(ExtraName group) {
        Set<Requirement> all = new LinkedHashSet<>();
        collect(group, new LinkedHashSet<>(), all);
        return List.copyOf(all);
    }

    private void collect(ExtraName group, Set<ExtraName> chain, Set<Requirement> all) {
        String key = keys.get(group);
        if (key == null) {
            throw unknown(group, chain);
        }
        if (!chain.add(group)) {
            throw table.problem("the dependency groups include each other: "
                    + Stream.concat(chain.stream().dropWhile(each -> !each.equals(group)), Stream.of(group))
                            .map(Object::toString)
                            .collect(Collectors.joining(" -> ")));
        }
        List<TomlValue> items = table.items(key);
        for (int at = 0; at < items.size(); at++) {
            String place = key + "[" + at + "]";
            switch (items.get(at)) {
                case TomlValue.Text(String text) -> all.add(Requirements.parse(table, place, text));
                case TomlValue.Table(Map<String, TomlValue> entries)
                when entries.size() == 1 && entries.get(INCLUDE) instanceof TomlValue.Text(String name) ->
                    collect(included(place, name), chain, all);
                case TomlValue other ->
                    throw table.problem("`" + table.at(place) + "` must be a requirement or `{" + INCLUDE
                            + " = \"NAME\"}`, not " + other.kind() + " of another form");
            }
        }
        chain.remove(group);
    }

    private ExtraName included(String place, String name) {
        return ExtraName.tryOf(name)
                .orElseThrow(() -> table.problem(
                        "`" + table.at(place) + "`: `" + name + "` is not the name of a dependency group"));
    }

    private MilieuException unknown(ExtraName group, Set<ExtraName> chain) {
        List<ExtraName> by = new ArrayList<>(chain);
        String who = by.isEmpty() ? "" : ", which `" + by.getLast() + "` includes";
        String known = keys.isEmpty()
                ? "It has none."
                : "It has " + keys.keySet().stream().map(Object::toString).collect(Collectors.joining(", ")) + ".";
        return new MilieuException(
                table.code(),
                table.document() + ": there is no dependency group `" + group + "`" + who,
                List.of(known));
    }
}
