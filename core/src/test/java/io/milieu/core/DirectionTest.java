package io.milieu.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DirectionTest {
    /** Each package may use the ones before it; the root, which puts them together, all. A new package gets its place here. */
    private static final List<String> ORDER = List.of(
            "error",
            "base",
            "json",
            "event",
            "posix",
            "link",
            "spec",
            "annotation",
            "fetch",
            "store",
            "lease",
            "reclaim",
            "plan",
            "code",
            "deploy",
            "build");

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.milieu.core");

    @Test
    void packagesUseOnlyEarlierOnes() {
        for (int i = 0; i < ORDER.size(); i++) {
            noClasses()
                    .that()
                    .resideInAPackage(name(i))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(later(i))
                    .check(classes);
        }
    }

    @Test
    void everyPackageHasAPlaceInTheOrder() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.milieu.core")
                .should()
                .resideOutsideOfPackages(
                        ORDER.stream().map(each -> "io.milieu.core." + each).toArray(String[]::new))
                .check(classes);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.milieu.core.(*)").should().beFreeOfCycles().check(classes);
    }

    private static String name(int place) {
        return "io.milieu.core." + ORDER.get(place);
    }

    private static String[] later(int place) {
        return Stream.concat(
                        Stream.of("io.milieu.core"),
                        IntStream.range(place + 1, ORDER.size()).mapToObj(DirectionTest::name))
                .toArray(String[]::new);
    }
}
