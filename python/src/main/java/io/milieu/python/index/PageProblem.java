package io.milieu.python.index;

/** An index page that cannot be understood; the message says why and lacks the place. */
final class PageProblem extends Exception {
    private static final long serialVersionUID = 1L;

    PageProblem(String message) {
        super(message);
    }
}
