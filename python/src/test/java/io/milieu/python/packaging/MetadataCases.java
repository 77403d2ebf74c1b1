package io.milieu.python.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.MilieuException;
import io.milieu.python.metadata.CoreMetadata;
import io.milieu.python.version.VersionSpecifiers;
import java.util.HashMap;
import java.util.Map;

/** Cases of core metadata, as far as the fields matter for installing. */
final class MetadataCases implements Case.Family {
    private static final String PREFIX = "test_metadata.py::TestMetadata::test_";
    private static final String NAMED = "Name: packaging\nVersion: 1.0\n";
    private static final String COMPLETE = "Metadata-Version: 2.6\n" + NAMED;

    @Override
    public Map<String, Case.Check> checks() {
        Map<String, Case.Check> checks = new HashMap<>();
        checks.put(PREFIX + "from_email_deduplicates_unparsed_required_fields", row -> isInvalid(row.text("data")));
        checks.put(
                PREFIX + "required_fields_missing",
                row -> isInvalid(
                        COMPLETE.replaceAll("(?mi)^" + row.text("field").replace('_', '-') + ":.*\\n", "")));
        checks.put(
                PREFIX + "valid_metadata_version",
                row -> parse("Metadata-Version: " + row.text("version") + "\n" + NAMED));
        checks.put(
                PREFIX + "invalid_metadata_version",
                row -> isInvalid("Metadata-Version: " + row.text("version") + "\n" + NAMED));
        checks.put(
                PREFIX + "valid_requires_python",
                row -> assertThat(parse(COMPLETE + "Requires-Python: " + row.text("specifier"))
                                .requiresPython())
                        .isEqualTo(VersionSpecifiers.parse(row.text("specifier"))));
        checks.put(
                PREFIX + "disallowed_dynamic",
                row -> isInvalid(COMPLETE + "Dynamic: " + row.text("field_name") + "\n"));
        return checks;
    }

    private static CoreMetadata parse(String text) {
        return CoreMetadata.parse(text);
    }

    private static void isInvalid(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(MilieuException.class);
    }
}
