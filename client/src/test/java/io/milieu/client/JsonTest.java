package io.milieu.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void valuesAreRead() {
        Map<String, Object> object = Json.object(
                Json.parse(
                        " {\"a\": [1, -2.5e3, true, false, null, {}], \"b\\n\\u00e9\\/\": \"\\\"\\\\\\t\", \"c\": [], \"d\": {\"e\": \"f\"}} "));
        assertThat(object.get("a")).isEqualTo(List.of(1.0, -2500.0, true, false, Json.NULL, Map.of()));
        assertThat(object).containsEntry("b\né/", "\"\\\t").containsEntry("c", List.of());
        assertThat(Json.object(object.getOrDefault("d", Json.NULL))).containsEntry("e", "f");
    }

    @Test
    void whatIsQuotedIsReadAgain() {
        for (String text : List.of("", "plain", "\"q\" \\ /", "line\nline\ttab\r\b\f\u0001", "é漢字😀")) {
            assertThat(Json.parse(Json.quoted(text))).isEqualTo(text);
        }
    }

    @Test
    void nonsenseIsRefused() {
        for (String text : List.of(
                "", "{", "[1", "{\"a\" 1}", "tru", "\"open", "1 2", "{\"a\":}", "nul", "\"\\u00", "--1", "[1 2]")) {
            assertThatThrownBy(() -> Json.parse(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
