package io.milieu.solver;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void theSolverKnowsNothingButThePlatform() {
        classes()
                .that()
                .resideInAPackage("io.milieu.solver..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.milieu.solver..", "java..", "org.jspecify..")
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.milieu.solver"));
    }
}
