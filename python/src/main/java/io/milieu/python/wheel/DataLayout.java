package io.milieu.python.wheel;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Decides which directories of a wheel's data may be linked as a whole: those below {@code share/} that hold many files and no
 * directories, as a web application's do. Where users and other programs put files of their own, there are few.
 */
final class DataLayout {
    private static final String SHARED = "share/";
    private static final int MANY = 16;

    private DataLayout() {}

    /** {@return the directories that may be linked as a whole, if no other distribution has them} */
    static Set<String> linkable(Collection<String> files) {
        Map<String, Integer> counts = new HashMap<>();
        Set<String> parents = new HashSet<>();
        for (String file : files) {
            int slash = file.lastIndexOf('/');
            if (file.startsWith(SHARED) && slash >= SHARED.length()) {
                String directory = file.substring(0, slash);
                counts.merge(directory, 1, Integer::sum);
                parents.add(directory.substring(0, directory.lastIndexOf('/')));
            }
        }
        counts.values().removeIf(count -> count < MANY);
        counts.keySet().removeIf(directory -> parents.stream().anyMatch(parent -> isAtOrBelow(parent, directory)));
        return Set.copyOf(counts.keySet());
    }

    private static boolean isAtOrBelow(String path, String directory) {
        return path.equals(directory) || path.startsWith(directory + "/");
    }
}
