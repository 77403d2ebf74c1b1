package io.milieu.solver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExplanationTest {

    @Test
    void aLinearProofIsToldWithoutNumbers() throws InterruptedException {
        Shelf shelf = new Shelf()
                .add("foo", "1.0.0", "bar>=2,<3")
                .add("bar", "2.0.0", "baz>=3,<4")
                .add("baz", "1.0.0")
                .add("baz", "3.0.0");
        assertThat(shelf.explain(shelf.solve("foo", "baz<2"))).isEqualTo("""
                Because foo 1.0.0 requires bar>=2,<3 which requires baz>=3,<4, foo 1.0.0 requires baz 3.0.0.
                So, because you require baz<2 and foo, no solution exists.""");
    }

    @Test
    void aBranchingProofRefersToNumberedSentences() throws InterruptedException {
        Shelf shelf = new Shelf()
                .add("foo", "1.0.0", "a<2", "b<2")
                .add("foo", "1.1.0", "x<2", "y<2")
                .add("a", "1.0.0", "b>=2")
                .add("b", "1.0.0")
                .add("b", "2.0.0")
                .add("x", "1.0.0", "y>=2")
                .add("y", "1.0.0")
                .add("y", "2.0.0");
        assertThat(shelf.explain(shelf.solve("foo"))).isEqualTo("""
                Because foo 1.0.0 requires a<2 which requires b>=2, foo 1.0.0 requires b 2.0.0.
                (1) And because foo 1.0.0 requires b<2, foo 1.0.0 cannot be used.

                Because foo 1.1.0 requires x<2 which requires y>=2, foo 1.1.0 requires y 2.0.0.
                And because foo 1.1.0 requires y<2, foo 1.1.0 cannot be used.
                And because foo 1.0.0 cannot be used (1), no version of foo can be used.
                So, because you require foo, no solution exists.""");
    }

    @Test
    void whatTheUserAsksForTwiceContradicts() throws InterruptedException {
        Shelf shelf = new Shelf().add("a", "1").add("a", "2");
        assertThat(shelf.explain(shelf.solve("a<2", "a>=2")))
                .isEqualTo("Because you require a>=2 and a<2, no solution exists.");
    }

    @Test
    void aPackageThatDoesNotExistIsSaidSo() throws InterruptedException {
        Shelf shelf = new Shelf().add("a", "1", "nmupy>=1");
        assertThat(shelf.explain(shelf.solve("nmupy")))
                .isEqualTo("Because you require nmupy and nmupy was not found, no solution exists.");
        assertThat(shelf.explain(shelf.solve("a"))).isEqualTo("""
                Because a 1 requires nmupy>=1 and nmupy was not found, a 1 cannot be used.
                So, because you require a, no solution exists.""");
    }

    @Test
    void aRequirementThatNoVersionSatisfiesIsSaidSo() throws InterruptedException {
        Shelf shelf = new Shelf().add("a", "2", "b>=9").add("a", "1", "b>=8").add("b", "1");
        assertThat(shelf.explain(shelf.solve("b>=9")))
                .isEqualTo("Because you require b>=9 and no version of b satisfies that, no solution exists.");
        assertThat(shelf.explain(shelf.solve("a"))).isEqualTo("""
                Because a 1 requires b>=8 and no version of b satisfies that, a 1 cannot be used.
                Because a 2 requires b>=9 and no version of b satisfies that, a 2 cannot be used.
                Thus, no version of a can be used.
                So, because you require a, no solution exists.""");
    }

    @Test
    void theReasonOfAnExclusionIsTold() throws InterruptedException {
        Shelf shelf = new Shelf()
                .add("pandas", "2.0.1", "numpy>=1.20")
                .add("numpy", "1.26")
                .add("numpy", "1.22")
                .add("numpy", "1.19");
        shelf.exclude("numpy==1.26", "needs Python>=3.9").exclude("numpy==1.22", "no wheel for this platform");
        assertThat(shelf.explain(shelf.solve("pandas"))).isEqualTo("""
                Because pandas 2.0.1 requires numpy>=1.20 and you require pandas, numpy>=1.22 is required.
                So, because numpy 1.22 cannot be used (no wheel for this platform) and numpy 1.26 cannot be used (needs Python>=3.9), no solution exists.""");
    }

    @Test
    void brokenMetadataIsTold() throws InterruptedException {
        Shelf shelf = new Shelf()
                .add("a", "2")
                .add("a", "1")
                .breaks("a", "2", "bad zip")
                .breaks("a", "1", "bad zip");
        assertThat(shelf.explain(shelf.solve("a")))
                .isEqualTo("Because no version of a can be used (bad zip) and you require a, no solution exists.");
    }

    @Test
    void aConstraintIsTold() throws InterruptedException {
        Shelf shelf = new Shelf().add("a", "1", "~b<2").add("b", "2").add("b", "1");
        assertThat(shelf.explain(shelf.solve("a", "b>=2"))).isEqualTo("""
                Because a 1 works only with b<2 and you require b>=2, a 1 cannot be used.
                So, because you require a, no solution exists.""");
    }

    @Test
    void versionsWithDifferentDependenciesOnOnePackageAreToldTogether() throws InterruptedException {
        Shelf shelf = new Shelf().add("numpy", "1.26").add("pandas", "1.0", "numpy<1.10");
        for (int i = 10; i < 20; i++) {
            shelf.add("numpy", "1." + i).add("pandas", "2." + i, "numpy<1." + (i + 1));
        }
        assertThat(shelf.explain(shelf.solve("pandas>=2", "numpy>=1.26"))).isEqualTo("""
                Because pandas>=2.10 requires numpy<1.26 and you require numpy>=1.26, pandas>=2.10 cannot be used.
                So, because you require pandas>=2, no solution exists.""");
    }

    @Test
    void aSentenceReferredToFromAfarIsNumbered() throws InterruptedException {
        Shelf shelf = new Shelf()
                .add("app", "1", "left", "right")
                .add("left", "2", "core<2", "gui")
                .add("left", "1", "core<2", "tui")
                .add("gui", "1", "core>=2")
                .add("tui", "1", "core>=2")
                .add("right", "1", "core")
                .add("core", "2", "left<2")
                .add("core", "1");
        assertThat(shelf.explain(shelf.solve("app"))).isEqualTo("""
                Because tui 1 requires core>=2 and all versions of left require core<2, tui 1 and all versions of left cannot be used together.
                (1) And because left 1 requires tui and app 1 requires left, app 1 requires left 2.

                Because gui 1 requires core>=2 and all versions of left require core<2, gui 1 and left 2 cannot be used together.
                And because left 2 requires gui, left 2 cannot be used.
                And because app 1 requires left 2 (1), app 1 cannot be used.
                So, because you require app, no solution exists.""");
    }
}
