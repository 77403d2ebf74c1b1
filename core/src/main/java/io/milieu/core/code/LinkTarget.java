package io.milieu.core.code;

import java.util.Arrays;
import java.util.List;

/** The rule about symbolic links inside a tree. */
final class LinkTarget {
    private LinkTarget() {}

    /**
     * {@return whether a link leads nowhere but into its tree, wherever the other links of the tree lead} A safe target goes
     * up first, no higher than the root, and then only down: {@code ../lib/x}, but not {@code lib/../x}, for {@code lib} may
     * itself be a link and {@code ..} then means another folder. As long as all links of a tree are safe, following them
     * one after the other cannot leave it either.
     *
     * @param path the path of the link from the root of the tree
     * @param target what the link says
     */
    static boolean isSafe(String path, String target) {
        if (target.isEmpty() || target.startsWith("/")) {
            return false;
        }
        List<String> steps = Arrays.stream(target.split("/"))
                .filter(step -> !step.isEmpty() && !step.equals("."))
                .toList();
        long up = steps.stream().takeWhile(".."::equals).count();
        long depth = path.chars().filter(character -> character == '/').count();
        return up <= depth && steps.stream().skip(up).noneMatch(".."::equals);
    }
}
