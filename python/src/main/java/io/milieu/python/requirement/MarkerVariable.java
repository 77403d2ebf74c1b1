package io.milieu.python.requirement;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a marker can ask about (PEP 508, 685, 751). */
public enum MarkerVariable implements MarkerOperand {
    /** {@code os.name}. */
    OS_NAME("os.name"),
    /** {@code sys.platform}. */
    SYS_PLATFORM("sys.platform"),
    /** {@code platform.machine()}. */
    PLATFORM_MACHINE("platform.machine"),
    /** {@code platform.python_implementation()}. */
    PLATFORM_PYTHON_IMPLEMENTATION("platform.python_implementation python_implementation"),
    /** {@code platform.release()}. */
    PLATFORM_RELEASE,
    /** {@code platform.system()}. */
    PLATFORM_SYSTEM,
    /** {@code platform.version()}. */
    PLATFORM_VERSION("platform.version"),
    /** Major and minor version of the language. */
    PYTHON_VERSION,
    /** Full version of the language. */
    PYTHON_FULL_VERSION,
    /** {@code sys.implementation.name}. */
    IMPLEMENTATION_NAME,
    /** {@code sys.implementation.version}. */
    IMPLEMENTATION_VERSION,
    /** The extra that is asked for; empty if none is. */
    EXTRA,
    /** The set of extras that are asked for. */
    EXTRAS,
    /** The set of dependency groups that are asked for. */
    DEPENDENCY_GROUPS;

    private static final Map<String, MarkerVariable> BY_NAME = byName();

    private final String legacyNames;

    MarkerVariable() {
        this("");
    }

    /** Names are separated by blanks. */
    MarkerVariable(String legacyNames) {
        this.legacyNames = legacyNames;
    }

    /** {@return the variable of that name; the dotted and short names of PEP 345 are understood} */
    public static Optional<MarkerVariable> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    boolean holdsVersion() {
        return this == PYTHON_VERSION
                || this == PYTHON_FULL_VERSION
                || this == IMPLEMENTATION_VERSION
                || this == PLATFORM_RELEASE;
    }

    boolean holdsSet() {
        return this == EXTRAS || this == DEPENDENCY_GROUPS;
    }

    /** The values of these are names, compared in normalised form. */
    boolean holdsNames() {
        return this == EXTRA || holdsSet();
    }

    /** {@return the name in today's form} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, MarkerVariable> byName() {
        Map<String, MarkerVariable> names = new HashMap<>();
        for (MarkerVariable variable : values()) {
            for (String name : (variable + " " + variable.legacyNames).strip().split(" ")) {
                names.put(name, variable);
            }
        }
        return Map.copyOf(names);
    }
}
