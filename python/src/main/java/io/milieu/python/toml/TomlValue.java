package io.milieu.python.toml;

import java.time.temporal.TemporalAccessor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A value of a TOML document. */
public sealed interface TomlValue {

    /** {@return what kind of value this is, for messages} */
    String kind();

    /** A string. */
    record Text(String text) implements TomlValue {
        @Override
        public String kind() {
            return "a string";
        }
    }

    /** An integer. */
    record Whole(long number) implements TomlValue {
        @Override
        public String kind() {
            return "an integer";
        }
    }

    /** A float. */
    record Real(double number) implements TomlValue {
        @Override
        public String kind() {
            return "a float";
        }
    }

    /** A boolean. */
    record Truth(boolean value) implements TomlValue {
        @Override
        public String kind() {
            return "a boolean";
        }
    }

    /**
     * A date, a time, or both, with or without an offset.
     *
     * @param value one of the four types of {@code java.time} that TOML has
     */
    record Moment(TemporalAccessor value) implements TomlValue {
        @Override
        public String kind() {
            return "a date or time";
        }
    }

    /** An array. */
    record Items(List<TomlValue> values) implements TomlValue {
        /** Copies the list. */
        public Items {
            values = List.copyOf(values);
        }

        @Override
        public String kind() {
            return "an array";
        }
    }

    /** A table, in the order it was written. */
    record Table(Map<String, TomlValue> entries) implements TomlValue {
        /** The table with nothing in it. */
        public static final Table EMPTY = new Table(Map.of());

        /** Copies the entries. */
        public Table {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        /** {@return the value of a key} */
        public Optional<TomlValue> get(String key) {
            return Optional.ofNullable(entries.get(key));
        }

        /** {@return whether there is nothing in it} */
        public boolean isEmpty() {
            return entries.isEmpty();
        }

        @Override
        public String kind() {
            return "a table";
        }
    }
}
