package io.milieu.ray;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DirectionTest {
    /** Each package may use the ones before it. A new package gets its place here. */
    private static final List<String> ORDER =
            List.of("wire", "env", "gcs", "packages", "plugin", "worker", "agent", "install");

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.milieu.ray");

    @Test
    void packagesUseOnlyEarlierOnes() {
        for (int i = 0; i < ORDER.size() - 1; i++) {
            String[] later = IntStream.range(i + 1, ORDER.size())
                    .mapToObj(place -> "io.milieu.ray." + ORDER.get(place))
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("io.milieu.ray." + ORDER.get(i))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(later)
                    .check(classes);
        }
    }

    @Test
    void everyPackageHasAPlaceInTheOrder() {
        noClasses()
                .should()
                .resideOutsideOfPackages(
                        ORDER.stream().map(each -> "io.milieu.ray." + each).toArray(String[]::new))
                .check(classes);
    }
}
