package io.milieu.python.requirement;

import io.milieu.python.name.ExtraName;
import java.util.Set;

/**
 * What a marker is evaluated against.
 *
 * @param environment the interpreter's values
 * @param extra the one extra that is looked at, normalised; empty for none
 * @param extras all extras that are asked for
 * @param groups all dependency groups that are asked for
 */
public record MarkerContext(MarkerEnvironment environment, String extra, Set<ExtraName> extras, Set<ExtraName> groups) {

    /** {@return the context in which that one extra is looked at} */
    public MarkerContext withExtra(ExtraName name) {
        return new MarkerContext(environment, name.normalized(), extras, groups);
    }

    String text(MarkerOperand operand) {
        return switch (operand) {
            case MarkerOperand.Literal(String text) -> text;
            case MarkerVariable variable -> variable == MarkerVariable.EXTRA ? extra : environment.value(variable);
        };
    }

    boolean isMember(String normalizedName, MarkerVariable set) {
        Set<ExtraName> members = set == MarkerVariable.EXTRAS ? extras : groups;
        return members.stream().anyMatch(member -> member.normalized().equals(normalizedName));
    }
}
