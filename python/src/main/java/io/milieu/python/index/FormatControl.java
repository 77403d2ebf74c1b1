package io.milieu.python.index;

import io.milieu.python.name.PackageName;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which kinds of files may be used for which projects: pip's {@code --only-binary} and {@code --no-binary}. A name is stronger
 * than {@code :all:}.
 *
 * @param onlyBinary normalised names, or {@code :all:}, for which source distributions are not used
 * @param noBinary normalised names, or {@code :all:}, for which wheels are not used
 */
public record FormatControl(Set<String> onlyBinary, Set<String> noBinary) {
    static final String ALL = ":all:";
    private static final String NONE = ":none:";
    private static final FormatControl ANY = new FormatControl(Set.of(), Set.of());

    /** Copies the sets. */
    public FormatControl {
        onlyBinary = Set.copyOf(onlyBinary);
        noBinary = Set.copyOf(noBinary);
    }

    /** {@return everything is allowed} */
    public static FormatControl any() {
        return ANY;
    }

    /** {@return these rules after one more {@code --only-binary} with that value} */
    public FormatControl onlyBinary(String value) {
        Set<String> only = new TreeSet<>(onlyBinary);
        Set<String> no = new TreeSet<>(noBinary);
        apply(value, only, no);
        return new FormatControl(only, no);
    }

    /** {@return these rules after one more {@code --no-binary} with that value} */
    public FormatControl noBinary(String value) {
        Set<String> only = new TreeSet<>(onlyBinary);
        Set<String> no = new TreeSet<>(noBinary);
        apply(value, no, only);
        return new FormatControl(only, no);
    }

    /** {@return whether wheels of the project may be used} */
    public boolean allowsWheels(PackageName project) {
        return allows(project, noBinary, onlyBinary);
    }

    /** {@return whether source distributions of the project may be used} */
    public boolean allowsSources(PackageName project) {
        return allows(project, onlyBinary, noBinary);
    }

    private static boolean allows(PackageName project, Collection<String> forbidden, Collection<String> demanded) {
        String name = project.normalized();
        return !forbidden.contains(name) && (demanded.contains(name) || !forbidden.contains(ALL));
    }

    /** The order of names counts: {@code :none:} takes back what was said before it, {@code :all:} replaces it. */
    static void apply(String value, Set<String> target, Set<String> other) {
        for (String word : value.split(",")) {
            String entry = word.strip();
            if (entry.equals(ALL)) {
                other.clear();
                target.clear();
                target.add(ALL);
            } else if (entry.equals(NONE)) {
                target.clear();
            } else if (!entry.isEmpty()) {
                String name = PackageName.normalize(entry);
                other.remove(name);
                target.add(name);
            }
        }
    }
}
