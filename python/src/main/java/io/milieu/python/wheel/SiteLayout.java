package io.milieu.python.wheel;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Decides which directories of a wheel's site-packages may be linked as a whole: regular packages with all they hold,
 * directories without any code, and {@code *.libs}. A namespace (PEP 420, or one declared in {@code __init__.py} as was
 * done before) stays a real directory, because other distributions add to it, perhaps later and by other tools.
 */
final class SiteLayout {
    private static final Pattern CODE = Pattern.compile(".*\\.(py|pyc|pyi|pyd|so)|.*\\.so\\..*");
    private static final Pattern INIT = Pattern.compile("__init__\\.(py|pyc|pyi|.*\\.?so)");

    private final Map<String, Boolean> holdsCode = new HashMap<>();
    private final Set<String> packages = new HashSet<>();

    private SiteLayout(Collection<String> files, Set<String> namespaceInits) {
        for (String file : files) {
            int slash = file.lastIndexOf('/');
            String name = file.substring(slash + 1);
            if (slash > 0 && INIT.matcher(name).matches() && !namespaceInits.contains(file)) {
                packages.add(file.substring(0, slash));
            }
            boolean code = CODE.matcher(name).matches();
            for (int end = slash; end > 0; end = file.lastIndexOf('/', end - 1)) {
                holdsCode.merge(file.substring(0, end), code, Boolean::logicalOr);
            }
        }
    }

    /**
     * {@return the directories that may be linked as a whole}
     *
     * @param files paths from site-packages
     * @param namespaceInits those {@code __init__.py} among them that declare a namespace
     * @param distInfo the directory that is private to each environment
     */
    static Set<String> linkable(Collection<String> files, Set<String> namespaceInits, String distInfo) {
        SiteLayout layout = new SiteLayout(files, namespaceInits);
        Set<String> linkable = new HashSet<>();
        for (String directory : new TreeSet<>(layout.holdsCode.keySet())) {
            if (!directory.equals(distInfo) && layout.mayLink(directory)) {
                linkable.add(directory);
            }
        }
        return linkable;
    }

    private boolean mayLink(String directory) {
        return packages.contains(directory)
                || directory.endsWith(".libs")
                || Boolean.FALSE.equals(holdsCode.get(directory))
                || insidePackage(directory);
    }

    private boolean insidePackage(String directory) {
        for (int end = directory.lastIndexOf('/'); end > 0; end = directory.lastIndexOf('/', end - 1)) {
            if (packages.contains(directory.substring(0, end))) {
                return true;
            }
        }
        return false;
    }
}
