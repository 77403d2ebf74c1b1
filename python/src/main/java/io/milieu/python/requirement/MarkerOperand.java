package io.milieu.python.requirement;

/** One side of a comparison in a marker. */
public sealed interface MarkerOperand permits MarkerVariable, MarkerOperand.Literal {

    /**
     * A quoted string.
     *
     * @param text the text between the quotes
     */
    record Literal(String text) implements MarkerOperand {
        /** {@return the text in double quotes, or in single ones if it holds a double one} */
        @Override
        public String toString() {
            String quote = text.indexOf('"') < 0 ? "\"" : "'";
            return quote + text + quote;
        }
    }
}
