package io.milieu.cli.picture;

import io.milieu.cli.picture.Diagram.Arrow;
import io.milieu.cli.picture.Diagram.Box;

/** Writes diagrams in the language of Graphviz. */
public final class Dot {
    private Dot() {}

    /** {@return the text of a directed graph} */
    public static String of(Diagram diagram) {
        StringBuilder text = new StringBuilder("digraph {\n  node [shape=box, fontname=\"sans-serif\"];\n");
        for (int number = 0; number < diagram.boxes().size(); number++) {
            Box box = diagram.boxes().get(number);
            String look = switch (box.look()) {
                case PLAIN -> "";
                case ROUND -> ", style=rounded";
                case STRONG -> ", style=\"rounded,bold\"";
            };
            text.append("  n")
                    .append(number)
                    .append(" [label=")
                    .append(quoted(box.text()))
                    .append(look)
                    .append("];\n");
        }
        for (Arrow arrow : diagram.arrows()) {
            text.append("  n").append(arrow.from()).append(" -> n").append(arrow.to());
            if (!arrow.label().isEmpty()) {
                text.append(" [label=").append(quoted(arrow.label())).append("]");
            }
            text.append(";\n");
        }
        return text.append("}\n").toString();
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
