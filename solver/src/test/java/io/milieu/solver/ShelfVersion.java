package io.milieu.solver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Just enough of a version for tests: numbers, then possibly a pre-release, post-release or development release. */
record ShelfVersion(String text, List<Integer> release, List<Integer> rest) implements Comparable<ShelfVersion> {
    private static final Pattern FORM =
            Pattern.compile("v?(\\d+(?:\\.\\d+)*)[._-]?(?:(a|b|c|rc)[._-]?(\\d*))?[._-]?(?:post[._-]?(\\d*))?"
                    + "[._-]?(?:(dev)[._-]?(\\d*))?(?:\\+.*)?");

    static ShelfVersion of(String text) {
        Matcher parts = FORM.matcher(text.strip().toLowerCase(java.util.Locale.ROOT));
        if (!parts.matches()) {
            throw new IllegalArgumentException(text);
        }
        List<Integer> release = new ArrayList<>(
                Arrays.stream(parts.group(1).split("\\.")).map(Integer::valueOf).toList());
        while (release.size() > 1 && release.getLast() == 0) {
            release.removeLast();
        }
        boolean post = parts.group(4) != null;
        boolean dev = parts.group(5) != null;
        int stage = parts.group(2) == null ? (dev && !post ? 0 : 4) : Math.max(1, "abcrc".indexOf(parts.group(2)) + 1);
        return new ShelfVersion(
                text,
                List.copyOf(release),
                List.of(
                        Math.min(stage, 4),
                        number(parts.group(3)),
                        post ? number(parts.group(4)) + 1 : 0,
                        dev ? number(parts.group(6)) : Integer.MAX_VALUE));
    }

    boolean isPreRelease() {
        return rest.get(0) < 4 || rest.get(3) != Integer.MAX_VALUE;
    }

    boolean hasPrefix(List<Integer> prefix) {
        for (int i = 0; i < prefix.size(); i++) {
            if ((i < release.size() ? release.get(i) : 0) != (int) prefix.get(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether this passes one comparison such as {@code >=1.2} or {@code ==1.*}. */
    boolean passes(String operator, String operand) {
        if (operand.endsWith(".*")) {
            return hasPrefix(numbers(operand.substring(0, operand.length() - 2))) == operator.equals("==");
        }
        ShelfVersion other = of(operand);
        int order = compareTo(other);
        return switch (operator) {
            case "==", "===" -> order == 0;
            case "!=" -> order != 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            case ">=" -> order >= 0;
            case "~=" -> {
                List<Integer> prefix = numbers(operand);
                yield order >= 0 && hasPrefix(prefix.subList(0, prefix.size() - 1));
            }
            default -> throw new IllegalArgumentException(operator);
        };
    }

    @Override
    public int compareTo(ShelfVersion other) {
        int order = Arrays.compare(ints(release), ints(other.release));
        return order != 0 ? order : Arrays.compare(ints(rest), ints(other.rest));
    }

    private static int number(String digits) {
        return digits == null || digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    private static List<Integer> numbers(String dotted) {
        return Arrays.stream(dotted.split("\\.")).map(Integer::valueOf).toList();
    }

    private static int[] ints(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }
}
