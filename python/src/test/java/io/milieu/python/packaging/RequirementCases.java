package io.milieu.python.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.MilieuException;
import io.milieu.python.requirement.Requirement;
import java.util.HashMap;
import java.util.Map;

/** Cases of dependency specifiers. */
final class RequirementCases implements Case.Family {
    private static final String FILE = "test_requirements.py::";
    private static final String PARSING = FILE + "TestRequirementParsing::test_";
    private static final String BEHAVIOUR = FILE + "TestRequirementBehaviour::test_";

    @Override
    public Map<String, Case.Check> checks() {
        Map<String, Case.Check> checks = new HashMap<>();
        addParsing(checks);
        addBehaviour(checks);
        return checks;
    }

    private static void addParsing(Map<String, Case.Check> checks) {
        checks.put(
                FILE + "test_normalized_requirements",
                row -> assertThat(Requirement.parse(row.text("input_req"))).hasToString(row.text("norm_req")));
        checks.put(PARSING + "valid_marker", row -> Requirement.parse("name; " + row.text("marker")));
        checks.put(
                PARSING + "file_url",
                row -> assertThat(Requirement.parse("name @ " + row.text("url")).url())
                        .contains(row.text("url")));
        checks.put(
                PARSING + "error_when_suffixed_with_line_break",
                row -> isInvalid(row.text("requirement") + row.text("line_break")));
        checks.put(
                PARSING + "trailing_horizontal_whitespace",
                row -> Requirement.parse("name>=1" + row.text("whitespace")));
        checks.put(
                PARSING + "error_when_prefix_match_uses_post_release",
                row -> isInvalid("name " + row.text("operator") + " 1.0.post1.*"));
        checks.put(
                PARSING + "error_when_local_version_label_is_used_incorrectly",
                row -> isInvalid("name " + row.text("operator") + " 1.0+local"));
        checks.put(PARSING + "error_invalid_marker_malformed_quoted_string", row -> {
            String type = "packaging.requirements.InvalidRequirement: ";
            assertThatThrownBy(() -> Requirement.parse(row.text("to_parse")))
                    .hasMessage(row.text("expected").substring(type.length()));
        });
    }

    private static void addBehaviour(Map<String, Case.Check> checks) {
        checks.put(BEHAVIOUR + "str_and_repr", row -> {
            String text = "name" + row.text("extras") + row.text("url_or_specifier") + row.text("marker");
            assertThat(Requirement.parse(text)).hasToString(text.strip());
        });
        checks.put(BEHAVIOUR + "equal_reqs_equal_hashes", row -> areEqual(row, true));
        checks.put(BEHAVIOUR + "equivalent_reqs_equal_hashes_unequal_strings", row -> areEqual(row, true));
        checks.put(BEHAVIOUR + "different_reqs_different_hashes", row -> areEqual(row, false));
        checks.put(
                FILE + "test_pickle_requirement_roundtrip",
                row -> SpecifierCases.roundTrip(row.text("req_str"), Requirement::parse));
        checks.put(
                FILE + "test_pickle_requirement_setstate_rejects_invalid_string",
                row -> isInvalid(row.text("invalid_requirement")));
    }

    private static void isInvalid(String text) {
        assertThatThrownBy(() -> Requirement.parse(text)).isInstanceOf(MilieuException.class);
    }

    private static void areEqual(Case row, boolean equal) {
        Requirement one = Requirement.parse(row.text("dep1"));
        Requirement other = Requirement.parse(row.text("dep2"));
        assertThat(one.equals(other)).isEqualTo(equal);
        assertThat(one.hashCode() == other.hashCode()).isEqualTo(equal);
    }
}
