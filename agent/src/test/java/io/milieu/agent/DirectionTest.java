package io.milieu.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class DirectionTest {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.milieu.agent");

    @Test
    void theHttpServiceKnowsNothingOfEnvironments() {
        noClasses()
                .that()
                .resideInAPackage("io.milieu.agent.http")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.milieu.core..", "io.milieu.agent.build..", "io.milieu.agent.api..")
                .check(classes);
    }

    @Test
    void jettyIsSeenInOnePlace() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.milieu.agent.http")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.jetty..")
                .check(classes);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.milieu.agent.(*)").should().beFreeOfCycles().check(classes);
    }
}
