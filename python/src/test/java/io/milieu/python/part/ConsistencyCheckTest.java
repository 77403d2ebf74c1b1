package io.milieu.python.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import io.milieu.python.interpreter.InstalledDistribution;
import io.milieu.python.metadata.DeclaredRequirement;
import io.milieu.python.name.PackageName;
import io.milieu.python.requirement.MarkerEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsistencyCheckTest {
    private static final MarkerEnvironment MARKERS = new MarkerEnvironment(
            "cpython", "3.13.2", "posix", "x86_64", "CPython", "6.1", "Linux", "#1", "3.13.2", "3.13", "linux");

    @TempDir
    Path temp;

    private final Map<PackageName, String> visible = new HashMap<>();
    private final List<InstalledDistribution> base = new ArrayList<>();

    private final Map<PackageName, List<DeclaredRequirement>> laid = new HashMap<>();

    private void see(String name, String version) {
        visible.put(PackageName.of(name), version);
    }

    private void install(String name, String version, String... requirements) throws IOException {
        Path folder = Files.createDirectories(temp.resolve(name + "-" + version + ".dist-info"));
        StringBuilder metadata = new StringBuilder("Metadata-Version: 2.1\nName: " + name + "\n");
        for (String requirement : requirements) {
            metadata.append("Requires-Dist: ").append(requirement).append("\n");
        }
        Files.writeString(folder.resolve("METADATA"), metadata);
        base.add(new InstalledDistribution(PackageName.of(name), version, folder));
        visible.putIfAbsent(PackageName.of(name), version);
    }

    private void check() {
        new ConsistencyCheck(visible, MARKERS).run(base, laid);
    }

    @Test
    void everyConflictIsTold() throws IOException {
        see("new", "2.0");
        install("a", "1.0", "new<2", "absent>=1");
        install("odd", "unknown");
        install("b", "1.0", "odd>0");
        assertThatThrownBy(this::check)
                .hasMessage("""
                        the packages do not fit together:
                          a 1.0 requires new<2, but it is 2.0
                          a 1.0 requires absent>=1, but it is not there
                          b 1.0 requires odd>0, but it is unknown""")
                .isInstanceOfSatisfying(
                        MilieuException.class, e -> assertThat(e.code()).isEqualTo(PythonError.PACKAGES_INCONSISTENT));
    }

    @Test
    void whatIsLaidOverTheBaseIsCheckedToo() throws IOException {
        install("a", "1.0", "absent");
        see("b", "2.0");
        laid.put(PackageName.of("b"), List.of(DeclaredRequirement.of("a>1"), DeclaredRequirement.of("a==1")));
        laid.put(PackageName.of("a"), List.of());
        assertThatThrownBy(this::check)
                .hasMessage("the packages do not fit together:\n  b 2.0 requires a>1, but it is 1.0");
    }

    @Test
    void whatIsHiddenOrDoesNotApplyOrCannotBeReadIsNoConflict() throws IOException {
        see("hidden", "2.0");
        install("hidden", "1.0", "absent");
        install("a", "1.0", "absent ; os_name == 'nt'", "absent ; extra == 'x'", "(((", "pre>=1.0");
        install("pre", "1.0rc1.post1");
        visible.put(PackageName.of("pre"), "1.1rc1");
        assertThatCode(this::check).doesNotThrowAnyException();
    }
}
