package io.milieu.python;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackageDirectionTest {
    /** Each package may use the ones before it. A new package gets its place here. */
    private static final List<String> ORDER = List.of(
            "error",
            "toml",
            "name",
            "version",
            "requirement",
            "tag",
            "region",
            "metadata",
            "lock",
            "project",
            "index",
            "input",
            "interpreter",
            "wheel",
            "venv",
            "source",
            "build",
            "resolve",
            "part");

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.milieu.python");

    @Test
    void packagesUseOnlyEarlierOnes() {
        for (int i = 0; i < ORDER.size() - 1; i++) {
            noClasses()
                    .that()
                    .resideInAPackage(packageOf(ORDER.get(i)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(ORDER.stream()
                            .skip(i + 1L)
                            .map(PackageDirectionTest::packageOf)
                            .toArray(String[]::new))
                    .allowEmptyShould(true)
                    .check(classes);
        }
    }

    @Test
    void everyPackageHasAPlaceInTheOrder() {
        noClasses()
                .should()
                .resideOutsideOfPackages(
                        ORDER.stream().map(PackageDirectionTest::packageOf).toArray(String[]::new))
                .check(classes);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.milieu.python.(*)..").should().beFreeOfCycles().check(classes);
    }

    private static String packageOf(String name) {
        return "io.milieu.python." + name + "..";
    }
}
