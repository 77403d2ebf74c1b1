package io.milieu.cli.picture;

import io.milieu.cli.picture.Diagram.Arrow;
import io.milieu.cli.picture.Diagram.Box;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Draws diagrams as SVG 1.1: boxes in rows, each near the middle of what leads to it, arrows downward. The same diagram is always drawn the
 * same; colours suit a light and a dark page.
 */
public final class Svg {
    private static final int LINE_LENGTH = 34;
    private static final int CHARACTER = 8;
    private static final int LINE = 18;
    private static final int PADDING = 10;
    private static final int GAP = 24;
    private static final int ROW_GAP = 64;
    private static final int MOST_LABELS = 3;
    private static final String STYLE = """
            text { font: 13px ui-monospace, monospace; fill: #222; }
            .label { font-size: 11px; fill: #666; }
            rect { fill: #f6f8fa; stroke: #8a94a0; }
            .strong { stroke-width: 2.5; }
            path { fill: none; stroke: #8a94a0; }
            @media (prefers-color-scheme: dark) {
              text { fill: #e6e6e6; } .label { fill: #aaa; } rect { fill: #24292f; }
            }
            """;

    private final Diagram diagram;
    private final List<Placed> places = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    private Svg(Diagram diagram) {
        this.diagram = diagram;
    }

    /** A box with its place: its upper left corner. */
    private record Placed(Box box, List<String> lines, double x, double y) {
        double width() {
            return 2.0 * PADDING
                    + CHARACTER * lines.stream().mapToInt(String::length).max().orElse(0);
        }

        double height() {
            return 2.0 * PADDING + LINE * lines.size();
        }

        double middle() {
            return x + width() / 2;
        }

        Placed at(double newX, double newY) {
            return new Placed(box, lines, newX, newY);
        }
    }

    /** {@return the drawing, a whole XML document} */
    public static String of(Diagram diagram) {
        return new Svg(diagram).draw();
    }

    private String draw() {
        diagram.boxes().forEach(box -> places.add(new Placed(box, wrapped(box.text()), 0, 0)));
        place();
        double width = places.stream()
                        .mapToDouble(each -> each.x() + each.width())
                        .max()
                        .orElse(0)
                + GAP;
        double height = places.stream()
                        .mapToDouble(each -> each.y() + each.height())
                        .max()
                        .orElse(0)
                + GAP;
        text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"")
                .append(number(width))
                .append("\" height=\"")
                .append(number(height))
                .append("\">\n<style>\n")
                .append(STYLE)
                .append(
                        "</style>\n<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\""
                                + " orient=\"auto\"><path d=\"M0 0 L8 4 L0 8\"/></marker></defs>\n");
        diagram.arrows().forEach(this::arrow);
        places.forEach(this::box);
        return text.append("</svg>\n").toString();
    }

    /** Rows are as wide as they must be, each in the middle of the picture. */
    private void place() {
        List<Integer> rows = diagram.rows();
        int last = rows.stream().mapToInt(Integer::intValue).max().orElse(-1);
        double widest = IntStream.rangeClosed(0, last)
                .mapToDouble(row -> width(members(rows, row)))
                .max()
                .orElse(0);
        double y = GAP;
        for (int row = 0; row <= last; row++) {
            List<Integer> members = members(rows, row);
            members.sort(Comparator.comparingDouble(this::wish));
            double x = GAP + (widest - width(members)) / 2;
            double height = 0;
            for (int box : members) {
                Placed placed = places.get(box);
                places.set(box, placed.at(x, y));
                x += placed.width() + GAP;
                height = Math.max(height, placed.height());
            }
            y += height + ROW_GAP;
        }
    }

    private static List<Integer> members(List<Integer> rows, int row) {
        List<Integer> members = new ArrayList<>();
        for (int box = 0; box < rows.size(); box++) {
            if (rows.get(box) == row) {
                members.add(box);
            }
        }
        return members;
    }

    private double width(List<Integer> members) {
        return members.stream()
                        .mapToDouble(box -> places.get(box).width() + GAP)
                        .sum()
                - GAP;
    }

    /** {@return where the middle of a box would be best: between all that lead to it, which are placed already; at the left without any} */
    private double wish(int box) {
        OptionalDouble middle = diagram.arrows().stream()
                .filter(arrow -> arrow.to() == box && places.get(arrow.from()).y() > 0)
                .mapToDouble(arrow -> places.get(arrow.from()).middle())
                .average();
        return middle.orElse(0);
    }

    private void box(Placed placed) {
        String corner = placed.box().look() == Diagram.Look.PLAIN ? "2" : "10";
        text.append("<rect x=\"").append(number(placed.x())).append("\" y=\"").append(number(placed.y()));
        text.append("\" width=\"")
                .append(number(placed.width()))
                .append("\" height=\"")
                .append(number(placed.height()));
        text.append("\" rx=\"").append(corner);
        text.append(placed.box().look() == Diagram.Look.STRONG ? "\" class=\"strong\"/>\n" : "\"/>\n");
        double y = placed.y() + PADDING + 0.75 * LINE;
        for (String line : placed.lines()) {
            words(placed.x() + PADDING, y, line, "");
            y += LINE;
        }
    }

    /** Arrows to one box end side by side; beside its end stands what an arrow says, unless there are too many for that. */
    private void arrow(Arrow arrow) {
        Placed from = places.get(arrow.from());
        Placed to = places.get(arrow.to());
        List<Arrow> same = diagram.arrows().stream()
                .filter(other -> other.to() == arrow.to())
                .sorted(Comparator.comparingDouble(
                        other -> places.get(other.from()).middle()))
                .toList();
        int place = same.indexOf(arrow);
        double startY = from.y() + from.height();
        double endX = to.x() + to.width() * (place + 1) / (same.size() + 1);
        double bend = Math.max(ROW_GAP / 2.0, (to.y() - startY) / 2);
        text.append("<path marker-end=\"url(#tip)\" d=\"M").append(point(from.middle(), startY));
        text.append(" C").append(point(from.middle(), startY + bend));
        text.append(" ").append(point(endX, to.y() - bend));
        text.append(" ").append(point(endX, to.y())).append("\"/>\n");
        if (!arrow.label().isEmpty() && same.size() <= MOST_LABELS) {
            words(endX + 5, to.y() - 6 - 12.0 * place, arrow.label(), " class=\"label\"");
        }
    }

    private void words(double x, double y, String line, String kind) {
        text.append("<text x=\"")
                .append(number(x))
                .append("\" y=\"")
                .append(number(y))
                .append("\"")
                .append(kind);
        text.append(">").append(escaped(line)).append("</text>\n");
    }

    private static List<String> wrapped(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split("\\s+")) {
            if (line.length() > 0 && line.length() + word.length() >= LINE_LENGTH) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String point(double x, double y) {
        return number(x) + " " + number(y);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }
}
