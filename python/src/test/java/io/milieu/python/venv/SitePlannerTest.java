package io.milieu.python.venv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.link.LinkMode;
import io.milieu.python.venv.SitePlan.Kind;
import io.milieu.python.venv.SitePlan.Link;
import io.milieu.python.venv.SitePlan.Modules;
import io.milieu.python.venv.SitePlan.Overlap;
import io.milieu.python.venv.SitePlan.Script;
import io.milieu.python.wheel.LayerDirectory;
import io.milieu.python.wheel.WheelManifest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SitePlannerTest {
    private static final String SITE = "lib/python3.12/site-packages";
    private static final VenvPython PYTHON =
            new VenvPython(Path.of("/usr/bin/python3.12"), "3.12.1", "cpython", false, SITE, "cpython-312");

    @Test
    void anEnvironmentWithoutPackagesHasItsDirectories() {
        SitePlan plan = plan(LinkMode.AUTO);
        assertThat(plan.directories()).containsExactlyInAnyOrder("bin", "lib", "lib/python3.12", SITE);
        assertThat(plan.links()).isEmpty();
    }

    @Test
    void aPackageIsOneLinkAndAModuleALeaf() {
        SitePlan plan = plan(LinkMode.AUTO, site("fmod.py/lpkg/f__init__.py/lsub/fa.py/././"));
        assertThat(plan.links())
                .containsExactlyInAnyOrder(
                        new Link(0, "site/mod.py", SITE + "/mod.py", Kind.FILE),
                        new Link(0, "site/pkg", SITE + "/pkg", Kind.DIRECTORY));
        assertThat(plan.modules()).containsExactly(new Modules(0, "site", SITE, List.of("mod.py")));
    }

    @Test
    void modesWithoutDirectoryLinksMakeAllReal() {
        SitePlan plan = plan(LinkMode.HARDLINK, site("lpkg/f__init__.py/lsub/fa.py/././"));
        assertThat(plan.directories()).contains(SITE + "/pkg", SITE + "/pkg/sub");
        assertThat(plan.links())
                .containsExactlyInAnyOrder(
                        new Link(0, "site/pkg/__init__.py", SITE + "/pkg/__init__.py", Kind.FILE),
                        new Link(0, "site/pkg/sub/a.py", SITE + "/pkg/sub/a.py", Kind.FILE),
                        new Link(0, "site/pkg/__pycache__", SITE + "/pkg/__pycache__", Kind.BYTE_CODE),
                        new Link(0, "site/pkg/sub/__pycache__", SITE + "/pkg/sub/__pycache__", Kind.BYTE_CODE));
        assertThat(plan(LinkMode.COPY, site("lpkg/f__init__.py/./")).links()).hasSize(1);
    }

    @Test
    void aNamespaceIsRealAndItsPackagesAreLinked() {
        SitePlan plan = plan(LinkMode.AUTO, site("dns/la/f__init__.py/././"), site("dns/lb/f__init__.py/./fc.py/./"));
        assertThat(plan.directories()).contains(SITE + "/ns");
        assertThat(plan.links())
                .containsExactlyInAnyOrder(
                        new Link(0, "site/ns/a", SITE + "/ns/a", Kind.DIRECTORY),
                        new Link(1, "site/ns/b", SITE + "/ns/b", Kind.DIRECTORY),
                        new Link(1, "site/ns/c.py", SITE + "/ns/c.py", Kind.FILE),
                        new Link(1, "site/ns/__pycache__", SITE + "/ns/__pycache__", Kind.BYTE_CODE));
    }

    @Test
    void aPackageOfTwoDistributionsIsMergedAndTheLastFileWins() {
        SitePlan plan =
                plan(LinkMode.AUTO, site("ltests/f__init__.py/fa.py/lx/fd/././"), site("ltests/f__init__.py/fb.py/./"));
        assertThat(plan.directories()).contains(SITE + "/tests");
        assertThat(plan.links())
                .containsExactlyInAnyOrder(
                        new Link(1, "site/tests/__init__.py", SITE + "/tests/__init__.py", Kind.FILE),
                        new Link(0, "site/tests/a.py", SITE + "/tests/a.py", Kind.FILE),
                        new Link(1, "site/tests/b.py", SITE + "/tests/b.py", Kind.FILE),
                        new Link(0, "site/tests/x", SITE + "/tests/x", Kind.DIRECTORY));
        assertThat(plan.overlaps())
                .containsExactly(new Overlap(
                        SITE + "/tests/__init__.py", 0, "site/tests/__init__.py", 1, "site/tests/__init__.py"));
        assertThat(plan.modules())
                .containsExactlyInAnyOrder(
                        new Modules(0, "site/tests", SITE + "/tests", List.of("a.py")),
                        new Modules(1, "site/tests", SITE + "/tests", List.of("__init__.py", "b.py")));
    }

    @Test
    void whatNeedsALibraryOfAnotherDistributionIsRealUpToTheRoot() {
        WheelManifest torch = manifest(
                "torch",
                "ltorch/f__init__.py/llib/flibtorch.so/./lutils/fa.py/././",
                Map.of("torch/lib", List.of("libcudnn.so.9")),
                Set.of("libtorch.so"));
        WheelManifest cudnn =
                manifest("cudnn", "dnvidia/dcudnn/flibcudnn.so.9/././", Map.of(), Set.of("libcudnn.so.9"));
        assertThat(plan(LinkMode.AUTO, torch).links()).extracting(Link::target).containsExactly(SITE + "/torch");
        SitePlan plan = plan(LinkMode.AUTO, torch, cudnn);
        assertThat(plan.links())
                .contains(
                        new Link(0, "site/torch/lib/libtorch.so", SITE + "/torch/lib/libtorch.so", Kind.FILE),
                        new Link(0, "site/torch/utils", SITE + "/torch/utils", Kind.DIRECTORY),
                        new Link(0, "site/torch/__pycache__", SITE + "/torch/__pycache__", Kind.BYTE_CODE));
    }

    @Test
    void aFileThatIsADirectoryElsewhereGivesWay() {
        SitePlan plan = plan(LinkMode.AUTO, site("fx/"), site("lx/f__init__.py/./"));
        assertThat(plan.links()).containsExactly(new Link(1, "site/x", SITE + "/x", Kind.DIRECTORY));
        assertThat(plan.overlaps()).containsExactly(new Overlap(SITE + "/x", 0, "site/x", 1, ""));
    }

    @Test
    void aCommandReplacesTheScriptOfItsOwnWheelAndTheLaterOfTwoWins() {
        WheelManifest old = scripts("old", Map.of("run", "a:b"), "frun/fother/", Set.of("other"));
        SitePlan alone = plan(LinkMode.AUTO, old);
        assertThat(alone.scripts())
                .containsExactly(new Script(0, "other", "scripts/other", false), new Script(0, "run", "a:b", true));
        assertThat(alone.overlaps()).isEmpty();
        SitePlan both = plan(LinkMode.AUTO, old, scripts("new", Map.of(), "frun/", Set.of()));
        assertThat(both.links()).containsExactly(new Link(1, "scripts/run", "bin/run", Kind.FILE));
        assertThat(both.overlaps()).containsExactly(new Overlap("bin/run", 0, "", 1, "scripts/run"));
    }

    @Test
    void nothingReplacesTheInterpreter() {
        for (String name : new String[] {"python", "python3", "python3.12", "python3.13t", "activate"}) {
            assertThatThrownBy(() -> plan(LinkMode.AUTO, scripts("evil", Map.of(name, "a:b"), "", Set.of())))
                    .hasMessage("`evil` would replace `bin/" + name + "` of the environment");
            assertThatThrownBy(() -> plan(LinkMode.AUTO, scripts("evil", Map.of(), "f" + name + "/", Set.of())))
                    .hasMessage("`evil` would replace `bin/" + name + "` of the environment");
        }
    }

    @Test
    void metadataIsOneLinkUnlessTheEnvironmentAddsToIt() {
        WheelManifest plain = site("ddemo-1.dist-info/fMETADATA/fRECORD/./");
        String place = SITE + "/demo-1.dist-info";
        Link whole = new Link(0, "site/demo-1.dist-info", place, Kind.DIRECTORY);
        assertThat(plan(LinkMode.AUTO, plain).links()).containsExactly(whole);
        assertThat(plan(LinkMode.HARDLINK, plain).directories()).contains(place);
        Installation requested = new Installation(new WheelLayer(Path.of("/layers/demo"), plain), true, "");
        assertThat(SitePlanner.plan(List.of(requested), PYTHON, LinkMode.AUTO).links())
                .containsExactly(new Link(0, "site/demo-1.dist-info/METADATA", place + "/METADATA", Kind.FILE));
    }

    @Test
    void whereThereIsAPipMetadataIsItsToChange() {
        WheelManifest pip = manifest("pip", "lpip/f__init__.py/./", Map.of(), Set.of());
        SitePlan plan = plan(LinkMode.AUTO, site("ddemo-1.dist-info/fMETADATA/fRECORD/./"), pip);
        assertThat(plan.directories()).contains(SITE + "/demo-1.dist-info");
    }

    @Test
    void aDataDirectoryOfManyFilesIsOneLinkUntilSomebodySharesOrMayChangeIt() {
        WheelManifest app = data("app", "dshare/dapp/lstatic/fa/fb/./././");
        Link whole = new Link(0, "data/share/app/static", "share/app/static", Kind.DIRECTORY);
        assertThat(plan(LinkMode.AUTO, app).links()).containsExactly(whole);
        WheelManifest theme = data("theme", "dshare/dapp/lstatic/fc/./././");
        assertThat(plan(LinkMode.AUTO, app, theme).directories()).contains("share/app/static");
        WheelManifest pip = manifest("pip", "lpip/f__init__.py/./", Map.of(), Set.of());
        assertThat(plan(LinkMode.AUTO, app, pip).directories()).contains("share/app/static");
        assertThat(plan(LinkMode.HARDLINK, app).directories()).contains("share/app/static");
    }

    private static WheelManifest data(String name, String tree) {
        WheelManifest empty = manifest(name, "", Map.of(), Set.of());
        return new WheelManifest(
                name,
                "1",
                empty.distInfo(),
                Map.of(),
                Set.of(),
                empty.site(),
                empty.scripts(),
                LayerDirectory.parse(tree),
                empty.headers(),
                Set.of(),
                Map.of(),
                List.of(),
                1,
                1);
    }

    private static WheelManifest site(String tree) {
        return manifest("demo", tree, Map.of(), Set.of());
    }

    private static WheelManifest manifest(
            String name, String tree, Map<String, List<String>> foreign, Set<String> provides) {
        LayerDirectory none = LayerDirectory.parse("");
        LayerDirectory site = LayerDirectory.parse(tree);
        return new WheelManifest(
                name,
                "1",
                name + "-1.dist-info",
                Map.of(),
                Set.of(),
                site,
                none,
                none,
                none,
                provides,
                foreign,
                List.of(),
                1,
                1);
    }

    private static WheelManifest scripts(
            String name, Map<String, String> commands, String tree, Set<String> pythonScripts) {
        LayerDirectory none = LayerDirectory.parse("");
        LayerDirectory scripts = LayerDirectory.parse(tree);
        return new WheelManifest(
                name,
                "1",
                name + "-1.dist-info",
                commands,
                pythonScripts,
                none,
                scripts,
                none,
                none,
                Set.of(),
                Map.of(),
                List.of(),
                1,
                1);
    }

    private static SitePlan plan(LinkMode mode, WheelManifest... manifests) {
        List<Installation> installations = Stream.of(manifests)
                .map(each -> Installation.of(new WheelLayer(Path.of("/layers", each.name()), each)))
                .toList();
        return SitePlanner.plan(installations, PYTHON, mode);
    }
}
