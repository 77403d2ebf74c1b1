package io.milieu.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class DirectionTest {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.milieu");

    @Test
    void theCommandLineIsOnTop() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.milieu.cli")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.milieu.cli")
                .check(classes);
    }

    @Test
    void coreAndSolverKnowNoPython() {
        noClasses()
                .that()
                .resideInAnyPackage("io.milieu.core..", "io.milieu.solver..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.milieu.python..")
                .check(classes);
    }

    /** What is put together here and not offered as part of the library has no place in it. */
    @Test
    void onlyTheCommandLineReadsTheProcessItself() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.milieu.cli", "io.milieu.testkit..")
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .check(classes);
    }
}
