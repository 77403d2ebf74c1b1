package io.milieu.python.index;

import io.milieu.python.name.PackageName;
import io.milieu.python.version.PrereleasePolicy;
import java.util.Set;
import java.util.TreeSet;

/**
 * For which projects pre-releases are wanted: pip's {@code --pre}, {@code --all-releases} and {@code --only-final}. A name is
 * stronger than {@code :all:}.
 *
 * @param all normalised names, or {@code :all:}, whose pre-releases are as good as releases
 * @param onlyFinal normalised names, or {@code :all:}, whose pre-releases are never used
 */
public record ReleaseControl(Set<String> all, Set<String> onlyFinal) {
    private static final ReleaseControl STANDARD = new ReleaseControl(Set.of(), Set.of());

    /** Copies the sets. */
    public ReleaseControl {
        all = Set.copyOf(all);
        onlyFinal = Set.copyOf(onlyFinal);
    }

    /** {@return what the standard says, for every project} */
    public static ReleaseControl standard() {
        return STANDARD;
    }

    /** {@return these rules after one more {@code --all-releases} with that value} */
    public ReleaseControl allReleases(String value) {
        Set<String> yes = new TreeSet<>(all);
        Set<String> no = new TreeSet<>(onlyFinal);
        FormatControl.apply(value, yes, no);
        return new ReleaseControl(yes, no);
    }

    /** {@return these rules after one more {@code --only-final} with that value} */
    public ReleaseControl onlyFinal(String value) {
        Set<String> yes = new TreeSet<>(all);
        Set<String> no = new TreeSet<>(onlyFinal);
        FormatControl.apply(value, no, yes);
        return new ReleaseControl(yes, no);
    }

    /** {@return the rule for a project} */
    public PrereleasePolicy of(PackageName project) {
        String name = project.normalized();
        if (all.contains(name)) {
            return PrereleasePolicy.ALLOW;
        }
        if (onlyFinal.contains(name)) {
            return PrereleasePolicy.EXCLUDE;
        }
        if (all.contains(FormatControl.ALL)) {
            return PrereleasePolicy.ALLOW;
        }
        return onlyFinal.contains(FormatControl.ALL) ? PrereleasePolicy.EXCLUDE : PrereleasePolicy.FALLBACK;
    }
}
