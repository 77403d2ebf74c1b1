package io.milieu.python.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.MilieuException;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonNumber;
import io.milieu.python.version.PreRelease;
import io.milieu.python.version.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;

/** Cases of versions. */
final class VersionCases implements Case.Family {
    private static final String PREFIX = "test_version.py::TestVersion::test_";

    @Override
    public Map<String, Case.Check> checks() {
        Map<String, Case.Check> checks = new HashMap<>();
        checks.put(PREFIX + "valid_versions", row -> Version.parse(row.text("version")));
        checks.put(
                PREFIX + "invalid_versions",
                row -> assertThatThrownBy(() -> Version.parse(row.text("version")))
                        .isInstanceOf(MilieuException.class));
        checks.put(PREFIX + "normalized_versions", row -> prints(row, Version::toString, "normalized"));
        checks.put(PREFIX + "version_str_repr", row -> prints(row, Version::toString, "expected"));
        checks.put(
                PREFIX + "version_public",
                row -> prints(row, v -> v.publicVersion().toString(), "public"));
        checks.put(
                PREFIX + "version_base_version",
                row -> prints(row, v -> v.baseVersion().toString(), "base_version"));
        checks.put(PREFIX + "version_local", row -> {
            String local = row.with().string("local").orElse("");
            assertThat(version(row).local().orElse("")).isEqualTo(local);
        });
        checks.put(PREFIX + "version_hash", VersionCases::roundTrip);
        checks.put("test_version.py::test_pickle_roundtrip", VersionCases::roundTrip);
        checks.put(
                PREFIX + "version_epoch",
                row -> assertThat(version(row).epoch()).isEqualTo(row.with().number("epoch", -1)));
        checks.put(
                PREFIX + "version_release",
                row -> assertThat(version(row).release())
                        .isEqualTo(numbers(row.with().array("release"))));
        checks.put(PREFIX + "version_pre", VersionCases::pre);
        checks.put(PREFIX + "version_dev", row -> number(row, Version::dev, "dev"));
        checks.put(PREFIX + "version_post", row -> number(row, Version::post, "post"));
        checks.put(PREFIX + "version_is_prerelease", row -> flag(row, Version::isPrerelease));
        checks.put(PREFIX + "version_is_devrelease", row -> flag(row, Version::isDevrelease));
        checks.put(PREFIX + "version_is_postrelease", row -> flag(row, Version::isPostrelease));
        return checks;
    }

    private static Version version(Case row) {
        return Version.parse(row.text("version"));
    }

    private static void prints(Case row, Function<Version, String> form, String expected) {
        assertThat(form.apply(version(row))).isEqualTo(row.text(expected));
    }

    private static void flag(Case row, Predicate<Version> property) {
        assertThat(property.test(version(row))).isEqualTo(row.flag("expected"));
    }

    private static void number(Case row, Function<Version, OptionalLong> part, String expected) {
        assertThat(part.apply(version(row)).orElse(-1)).isEqualTo(row.with().number(expected, -1));
    }

    private static void pre(Case row) {
        List<JsonValue> parts = row.with().array("pre");
        String expected = parts.isEmpty() ? "" : Case.text(parts.getFirst()) + ((JsonNumber) parts.getLast()).value();
        assertThat(version(row).pre().map(PreRelease::toString).orElse("")).isEqualTo(expected);
    }

    private static void roundTrip(Case row) {
        Version again = Version.parse(version(row).toString());
        assertThat(again)
                .isEqualTo(version(row))
                .hasSameHashCodeAs(version(row))
                .isEqualByComparingTo(version(row));
    }

    private static List<Long> numbers(List<JsonValue> values) {
        return values.stream()
                .map(value -> ((JsonNumber) value).value().longValueExact())
                .toList();
    }
}
