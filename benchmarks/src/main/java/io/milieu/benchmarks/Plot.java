package io.milieu.benchmarks;

import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** Draws series over a logarithmic axis as SVG. */
final class Plot {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int MARGIN = 56;
    private static final int LINES = 4;
    private static final String GREY = "#333";
    private static final String[] COLOURS = {"#1f77b4", "#d62728", "#2ca02c", "#9467bd"};

    private final Map<String, Map<Integer, Double>> series;
    private final TreeSet<Integer> places = new TreeSet<>();
    private final double top;
    private final StringBuilder svg = new StringBuilder();

    /**
     * A plot.
     *
     * @param series values by place, by the name of the series
     */
    Plot(Map<String, Map<Integer, Double>> series) {
        this.series = series;
        series.values().forEach(each -> places.addAll(each.keySet()));
        this.top = 1.15
                * series.values().stream()
                        .flatMap(each -> each.values().stream())
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .orElse(1);
    }

    /** {@return the picture, with those names of its axes} */
    String draw(String across, String up) {
        svg.append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + WIDTH + "\" height=\"" + HEIGHT
                        + "\" font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        for (int place : places) {
            text(x(place), HEIGHT - MARGIN + 18, "middle", String.format(Locale.ROOT, "%,d", place));
        }
        for (int line = 0; line <= LINES; line++) {
            double value = top * line / LINES;
            svg.append(String.format(
                    Locale.ROOT, "<path d=\"M%d %.1f H%d\" stroke=\"#ddd\"/>%n", MARGIN, y(value), WIDTH - MARGIN));
            text(MARGIN - 6, y(value) + 4, "end", String.format(Locale.ROOT, "%.1f", value));
        }
        text(WIDTH / 2.0, HEIGHT - 12, "middle", across);
        text(MARGIN, 24, "start", up);
        int number = 0;
        for (Map.Entry<String, Map<Integer, Double>> each : series.entrySet()) {
            curve(each.getKey(), each.getValue(), number);
            number++;
        }
        return svg.append("</svg>\n").toString();
    }

    private void curve(String name, Map<Integer, Double> values, int number) {
        StringBuilder path = new StringBuilder();
        values.forEach((place, value) -> path.append(path.isEmpty() ? "M" : " L")
                .append(String.format(Locale.ROOT, "%.1f %.1f", x(place), y(value))));
        String colour = COLOURS[number % COLOURS.length];
        svg.append(String.format("<path fill=\"none\" stroke-width=\"2\" stroke=\"%s\" d=\"%s\"/>%n", colour, path));
        text(WIDTH - MARGIN, 24 + 16.0 * number, "end\" style=\"fill:" + colour, name);
    }

    private void text(double x, double y, String anchor, String words) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" fill=\"%s\" text-anchor=\"%s\">%s</text>%n",
                x,
                y,
                GREY,
                anchor,
                words));
    }

    private double x(int place) {
        double from = Math.log10(places.first());
        return MARGIN + (Math.log10(place) - from) / (Math.log10(places.last()) - from) * (WIDTH - 2 * MARGIN);
    }

    private double y(double value) {
        return HEIGHT - MARGIN - value / top * (HEIGHT - 2 * MARGIN);
    }
}
