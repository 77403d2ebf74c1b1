package io.milieu.python.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.MilieuException;
import io.milieu.core.json.Json;
import io.milieu.python.error.PythonError;
import io.milieu.python.name.ExtraName;
import io.milieu.python.project.DependencyGroups;
import io.milieu.python.toml.TomlText;
import java.util.Map;
import java.util.stream.Collectors;

/** Dependency groups. */
final class DependencyGroupCases implements Case.Family {
    private static final String FILE = "test_dependency_groups.py::test_";

    @Override
    public Map<String, Case.Check> checks() {
        return Map.of(
                FILE + "normalized_name_is_used_for_include_group_lookups", DependencyGroupCases::included,
                FILE + "unknown_object_shape", DependencyGroupCases::refused,
                FILE + "malformed_group_entries_are_not_cached_on_resolver_instance", DependencyGroupCases::refused);
    }

    private static DependencyGroups groups(String text) {
        return DependencyGroups.of(TomlText.parse(text, "the groups", PythonError.PROJECT_INVALID));
    }

    private static void included(Case row) {
        DependencyGroups groups = groups("\"" + row.text("group_name_declared")
                + "\" = [\"spam\"]\neggs = [{include-group = \"" + row.text("group_name_used") + "\"}]");
        assertThat(groups.requirements(ExtraName.of("eggs"))).hasToString("[spam]");
    }

    /** Each time it is asked for. */
    private static void refused(Case row) {
        String item = row.with().object("item").members().entrySet().stream()
                .map(entry -> entry.getKey() + " = " + Json.compact(entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
        DependencyGroups groups = groups("test = [" + item + "]");
        for (int time = 0; time < 2; time++) {
            assertThatThrownBy(() -> groups.requirements(ExtraName.of("test")))
                    .isInstanceOf(MilieuException.class)
                    .hasMessageContaining("must be a requirement or `{include-group = \"NAME\"}`");
        }
    }
}
