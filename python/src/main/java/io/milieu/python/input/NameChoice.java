package io.milieu.python.input;

/**
 * One use of an option that takes names of projects, {@code :all:} or {@code :none:}; their order counts.
 *
 * @param option which option
 * @param value its value: names with commas between them
 */
public record NameChoice(Option option, String value) {
    /** The options of that kind. */
    public enum Option {
        /** Source distributions are not used. */
        ONLY_BINARY,
        /** Wheels are not used. */
        NO_BINARY,
        /** Pre-releases are as good as releases. */
        ALL_RELEASES,
        /** Pre-releases are never used. */
        ONLY_FINAL
    }
}
