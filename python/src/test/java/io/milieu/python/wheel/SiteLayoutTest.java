package io.milieu.python.wheel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SiteLayoutTest {
    @Test
    void regularPackagesAndAllTheyHoldMayBeLinked() {
        assertThat(linkable("a/__init__.py", "a/b/c.py", "a/b/d/e.txt")).containsExactlyInAnyOrder("a", "a/b", "a/b/d");
        assertThat(linkable("x/__init__.cpython-311-x86_64-linux-gnu.so")).containsExactly("x");
    }

    @Test
    void namespacesStayReal() {
        assertThat(linkable("google/cloud/storage/__init__.py", "google/cloud/storage/a/b.py"))
                .containsExactlyInAnyOrder("google/cloud/storage", "google/cloud/storage/a");
        assertThat(linkable("nvidia/cu13/lib/libcublas.so.13")).isEmpty();
        assertThat(linkable("google-stubs/a.pyi")).isEmpty();
    }

    @Test
    void namespacesDeclaredInTheOldWayStayReal() {
        List<String> files = List.of("zope/__init__.py", "zope/interface/__init__.py");
        assertThat(SiteLayout.linkable(files, Set.of("zope/__init__.py"), "z-1.dist-info"))
                .containsExactly("zope/interface");
    }

    @Test
    void dataAndBundledLibrariesMayBeLinked() {
        assertThat(linkable("fonts/a.ttf", "fonts/b/c.ttf", "numpy.libs/libopenblas.so"))
                .containsExactlyInAnyOrder("fonts", "fonts/b", "numpy.libs");
    }

    @Test
    void theMetadataDirectoryIsPrivateButItsLicencesAreData() {
        assertThat(linkable("z-1.dist-info/METADATA", "z-1.dist-info/licenses/LICENSE"))
                .containsExactly("z-1.dist-info/licenses");
    }

    private static Set<String> linkable(String... files) {
        return SiteLayout.linkable(List.of(files), Set.of(), "z-1.dist-info");
    }
}
