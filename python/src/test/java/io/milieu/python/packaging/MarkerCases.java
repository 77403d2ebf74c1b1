package io.milieu.python.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.MilieuException;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.python.name.ExtraName;
import io.milieu.python.requirement.Marker;
import io.milieu.python.requirement.MarkerEnvironment;
import io.milieu.python.requirement.MarkerOperand;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Cases of environment markers. */
final class MarkerCases implements Case.Family {
    private static final String FILE = "test_markers.py::";
    private static final String PREFIX = FILE + "TestMarker::test_";
    private static final MarkerEnvironment LINUX = new MarkerEnvironment(
            "cpython", "3.12.1", "posix", "x86_64", "CPython", "6.1.0", "Linux", "#1 SMP", "3.12.1", "3.12", "linux");

    @Override
    public Map<String, Case.Check> checks() {
        Map<String, Case.Check> checks = new HashMap<>();
        for (String test : List.of("parses_valid", "parses_pep345_valid", "parses_setuptools_legacy_valid")) {
            checks.put(PREFIX + test, row -> SpecifierCases.roundTrip(row.text("marker_string"), Marker::parse));
        }
        checks.put(PREFIX + "parses_invalid", row -> isInvalid(row.text("marker_string")));
        checks.put(
                PREFIX + "parses_invalid_trailing_line_break",
                row -> isInvalid("os_name == 'posix'" + row.text("line_break")));
        checks.put(
                PREFIX + "parses_trailing_horizontal_whitespace",
                row -> Marker.parse("os_name == 'posix'" + row.text("whitespace")));
        checks.put(PREFIX + "parses_invalid_malformed_quoted_string", row -> {
            String type = "packaging.markers.InvalidMarker: ";
            assertThatThrownBy(() -> Marker.parse(row.text("marker_string")))
                    .hasMessage(row.text("expected").substring(type.length()));
        });
        checks.put(
                PREFIX + "str_repr_eq_hash",
                row -> assertThat(Marker.parse(row.text("marker_string"))).hasToString(row.text("expected")));
        checks.put(
                PREFIX + "different_markers_different_hashes",
                row -> assertThat(Marker.parse(row.text("example1"))).isNotEqualTo(Marker.parse(row.text("example2"))));
        addEvaluation(checks);
        return checks;
    }

    private static void addEvaluation(Map<String, Case.Check> checks) {
        checks.put(PREFIX + "evaluates", MarkerCases::evaluates);
        checks.put(PREFIX + "evaluate_pep345_markers", MarkerCases::evaluates);
        checks.put(PREFIX + "version_like_equality", MarkerCases::evaluates);
        checks.put(PREFIX + "membership_value_str_normalization", row -> normalizes("in", row.text("variable")));
        checks.put(
                PREFIX + "membership_value_str_normalization_negated",
                row -> normalizes("not in", row.text("variable")));
        checks.put(PREFIX + "extras_and_dependency_groups", MarkerCases::sets);
        checks.put(
                PREFIX + "set_valued_marker_on_lhs_raises_undefined_comparison",
                row -> isInvalid(row.text("variable") + " " + row.text("op") + " 'foo'"));
        checks.put(
                FILE + "test_pickle_marker_roundtrip",
                row -> SpecifierCases.roundTrip(row.text("marker_str"), Marker::parse));
        checks.put(
                FILE + "TestNode::test_value_serialize_chooses_quote_delimiter",
                row -> assertThat(new MarkerOperand.Literal(row.text("value"))).hasToString(row.text("expected")));
    }

    private static void isInvalid(String text) {
        assertThatThrownBy(() -> Marker.parse(text)).isInstanceOf(MilieuException.class);
    }

    private static void evaluates(Case row) {
        Map<String, String> values = new HashMap<>(LINUX.toMap());
        if (row.with().get("environment").orElseThrow() instanceof JsonObject changes) {
            changes.members().forEach((name, value) -> values.put(name, ((JsonValue.JsonString) value).text()));
        }
        String extra = values.getOrDefault("extra", "");
        Set<ExtraName> extras = extra.isEmpty() ? Set.of() : Set.of(ExtraName.of(extra));
        assertThat(Marker.parse(row.text("marker_string")).evaluate(MarkerEnvironment.of(values), extras))
                .isEqualTo(row.flag("expected"));
    }

    private static void normalizes(String operator, String variable) {
        assertThat(Marker.parse("'Foo_Bar' " + operator + " " + variable))
                .hasToString("\"foo-bar\" " + operator + " " + variable)
                .isEqualTo(Marker.parse("'foo-bar' " + operator + " " + variable));
    }

    private static void sets(Case row) {
        String variable = row.text("variable");
        Set<ExtraName> asked = Set.of(ExtraName.of("foo"), ExtraName.of("bar"));
        Set<ExtraName> extras = variable.equals("extras") ? asked : Set.of();
        Set<ExtraName> groups = variable.equals("extras") ? Set.of() : asked;
        Marker marker = Marker.parse(row.text("expression").replace("{0}", variable));
        assertThat(marker.evaluate(LINUX, extras, groups)).isEqualTo(row.flag("result"));
    }
}
