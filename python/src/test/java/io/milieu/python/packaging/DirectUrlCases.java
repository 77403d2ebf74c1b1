package io.milieu.python.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.MilieuException;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.python.source.Anonymous;
import io.milieu.python.source.DirectUrl;
import java.util.HashMap;
import java.util.Map;

/** Cases of {@code direct_url.json}. */
final class DirectUrlCases implements Case.Family {
    private static final String PREFIX = "test_direct_url.py::test_";

    @Override
    public Map<String, Case.Check> checks() {
        Map<String, Case.Check> checks = new HashMap<>();
        checks.put(PREFIX + "direct_url_round_trips", DirectUrlCases::roundTrip);
        checks.put(PREFIX + "one_info_field", row -> refused(row.with().object("direct_url_dict")));
        checks.put(
                PREFIX + "dir_info_url_file_absolute_case_insensitive",
                row -> assertThat(DirectUrl.parse(Json.compact(folder(row))).url())
                        .isEqualTo(row.text("url")));
        checks.put(PREFIX + "dir_info_url_requires_absolute_file_url", row -> refused(folder(row)));
        checks.put(
                PREFIX + "strip_url",
                row -> assertThat(Anonymous.url(row.text("url"))).isEqualTo(row.text("expected_url")));
        return checks;
    }

    /** All that was read is written; for older tools, also the one hash they know. */
    private static void roundTrip(Case row) {
        JsonObject read = row.with().object("direct_url_dict");
        JsonObject written = DirectUrl.parse(Json.compact(read)).json();
        assertThat(DirectUrl.parse(Json.compact(written))).isEqualTo(DirectUrl.parse(Json.compact(read)));
        assertThat(written.members().keySet()).isEqualTo(read.members().keySet());
        read.members().forEach((key, value) -> {
            if (value instanceof JsonObject(Map<String, JsonValue> members)) {
                assertThat(written.object(key).members()).containsAllEntriesOf(members);
            } else {
                assertThat(written.members()).containsEntry(key, value);
            }
        });
    }

    private static void refused(JsonObject json) {
        assertThatThrownBy(() -> DirectUrl.parse(Json.compact(json))).isInstanceOf(MilieuException.class);
    }

    private static JsonObject folder(Case row) {
        return JsonValue.object()
                .put("url", row.text("url"))
                .put("dir_info", JsonValue.object().build())
                .build();
    }
}
