package io.milieu.cli.picture;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Boxes and the arrows between them. Immutable and thread-safe.
 *
 * @param boxes each with a number of its own: its place in the list
 * @param arrows between boxes that exist
 */
public record Diagram(List<Box> boxes, List<Arrow> arrows) {
    /** Copies the lists. */
    public Diagram {
        boxes = List.copyOf(boxes);
        arrows = List.copyOf(arrows);
        for (Arrow arrow : arrows) {
            if (arrow.from() >= boxes.size() || arrow.to() >= boxes.size()) {
                throw new IllegalArgumentException("no such box: " + arrow);
            }
        }
    }

    /**
     * A box.
     *
     * @param text what stands in it
     * @param look how it is drawn
     */
    public record Box(String text, Look look) {}

    /** How a box is drawn. */
    public enum Look {
        /** What is given. */
        PLAIN,
        /** What follows, or is needed by something else. */
        ROUND,
        /** What it is all about. */
        STRONG
    }

    /**
     * An arrow.
     *
     * @param from the number of a box
     * @param to the number of a box
     * @param label what stands beside it; may be empty
     */
    public record Arrow(int from, int to, String label) {}

    /** {@return for each box the row it stands in: below all that lead to it, as far as they do not follow from it themselves} */
    List<Integer> rows() {
        int[] rows = new int[boxes.size()];
        int[] open = new int[boxes.size()];
        boolean[] placed = new boolean[boxes.size()];
        arrows.forEach(arrow -> open[arrow.to()]++);
        for (int count = 0; count < boxes.size(); count++) {
            int box = next(placed, open);
            placed[box] = true;
            for (Arrow arrow : arrows) {
                if (arrow.from() == box && !placed[arrow.to()]) {
                    rows[arrow.to()] = Math.max(rows[arrow.to()], rows[box] + 1);
                    open[arrow.to()]--;
                }
            }
        }
        return IntStream.of(rows).boxed().toList();
    }

    /** In a circle nothing is free: there the first box is where it begins. */
    private static int next(boolean[] placed, int[] open) {
        return IntStream.range(0, placed.length)
                .filter(box -> !placed[box] && open[box] == 0)
                .findFirst()
                .orElseGet(() -> IntStream.range(0, placed.length)
                        .filter(box -> !placed[box])
                        .findFirst()
                        .orElseThrow());
    }
}
