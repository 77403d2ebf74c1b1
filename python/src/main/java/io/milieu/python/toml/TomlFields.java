package io.milieu.python.toml;

import io.milieu.core.error.ErrorCode;
import io.milieu.core.error.MilieuException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A table that is looked into: whoever asks for a key says what kind of value it should have. A key that is absent is no failure
 * unless it is required.
 *
 * @param table the table
 * @param document what the document is called in messages
 * @param place where in the document the table is, such as {@code packages[3].vcs}; empty for its root
 * @param code the code of failures
 */
public record TomlFields(TomlValue.Table table, String document, String place, ErrorCode code) {

    /** {@return whether the key is there} */
    public boolean has(String key) {
        return table.get(key).isPresent();
    }

    /** {@return the string of a key} */
    public Optional<String> string(String key) {
        return table.get(key).map(value -> text(value, key));
    }

    /** {@return the string of a key that must be there} */
    public String required(String key) {
        return string(key).orElseThrow(() -> problem("`" + at(key) + "` is missing"));
    }

    /** {@return the boolean of a key, false if absent} */
    public boolean flag(String key) {
        Optional<TomlValue> value = table.get(key);
        return value.isPresent() && truth(value.get(), key);
    }

    /** {@return the integer of a key} */
    public OptionalLong number(String key) {
        return table.get(key).map(value -> OptionalLong.of(number(value, key))).orElse(OptionalLong.empty());
    }

    /** {@return the date and time of a key, which must have an offset} */
    public Optional<OffsetDateTime> moment(String key) {
        return table.get(key).map(value -> moment(value, key));
    }

    /** {@return the strings of a key; none if absent} */
    public List<String> strings(String key) {
        List<String> strings = new ArrayList<>();
        for (TomlValue value : items(key)) {
            strings.add(text(value, key + "[" + strings.size() + "]"));
        }
        return strings;
    }

    /** {@return the values of an array; none if absent} */
    public List<TomlValue> items(String key) {
        return table.get(key).map(value -> items(value, key)).orElse(List.of());
    }

    /** {@return the table of a key} */
    public Optional<TomlFields> fields(String key) {
        return table.get(key).map(value -> fields(value, key));
    }

    /** {@return the table of a key, empty if absent} */
    public TomlValue.Table table(String key) {
        return fields(key).map(TomlFields::table).orElse(TomlValue.Table.EMPTY);
    }

    /** {@return the tables of an array of tables; none if absent} */
    public List<TomlFields> tables(String key) {
        List<TomlFields> tables = new ArrayList<>();
        for (TomlValue value : items(key)) {
            tables.add(fields(value, key + "[" + tables.size() + "]"));
        }
        return tables;
    }

    /** {@return a failure that names the document} */
    public MilieuException problem(String what) {
        return new MilieuException(code, document + ": " + what);
    }

    /** {@return a failure about a key, with the failure that led to it} */
    public MilieuException problem(String key, MilieuException cause) {
        return new MilieuException(code, document + ": `" + at(key) + "`: " + cause.getMessage(), cause.hints(), cause);
    }

    /** {@return where a key of this table is in the document} */
    public String at(String key) {
        return place.isEmpty() ? key : place + "." + key;
    }

    private TomlFields fields(TomlValue value, String key) {
        if (value instanceof TomlValue.Table inner) {
            return new TomlFields(inner, document, at(key), code);
        }
        throw wrong(value, key, "a table");
    }

    private String text(TomlValue value, String key) {
        if (value instanceof TomlValue.Text(String text)) {
            return text;
        }
        throw wrong(value, key, "a string");
    }

    private boolean truth(TomlValue value, String key) {
        if (value instanceof TomlValue.Truth(boolean truth)) {
            return truth;
        }
        throw wrong(value, key, "a boolean");
    }

    private long number(TomlValue value, String key) {
        if (value instanceof TomlValue.Whole(long number)) {
            return number;
        }
        throw wrong(value, key, "an integer");
    }

    private OffsetDateTime moment(TomlValue value, String key) {
        if (value instanceof TomlValue.Moment(OffsetDateTime moment)) {
            return moment;
        }
        throw wrong(value, key, "a date and time with an offset");
    }

    private List<TomlValue> items(TomlValue value, String key) {
        if (value instanceof TomlValue.Items(List<TomlValue> items)) {
            return items;
        }
        throw wrong(value, key, "an array");
    }

    private MilieuException wrong(TomlValue value, String key, String wanted) {
        return problem("`" + at(key) + "` must be " + wanted + ", not " + value.kind());
    }
}
