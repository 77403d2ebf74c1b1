package io.milieu.python.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.python.error.PythonError;
import io.milieu.python.name.ExtraName;
import io.milieu.python.toml.TomlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectTest {
    @TempDir
    Path folder;

    private Project project(String text) throws IOException {
        return Project.read(Files.writeString(folder.resolve("pyproject.toml"), text));
    }

    private static DependencyGroups groups(String text) {
        return DependencyGroups.of(TomlText.parse(text, "p", PythonError.PROJECT_INVALID));
    }

    @Test
    void anExtraMayNameOtherExtrasOfItsProject() throws Exception {
        Project project = project("""
                [project]
                name = "My.Project"
                requires-python = ">=3.9"
                dependencies = ["base>=1"]
                [project.optional-dependencies]
                A = ["one", "two; os_name == 'nt'"]
                b = ["two", "my_project[a]"]
                all = ["my-project[a,b,all]; python_version > '3'", "base>=1"]
                """);
        assertThat(project.requiresPython()).hasToString(">=3.9");
        assertThat(project.requirements(Set.of())).hasToString("[base>=1]");
        assertThat(project.requirements(Set.of(ExtraName.of("b"))))
                .hasToString("[base>=1, two, one, two; os_name == \"nt\"]");
        assertThat(project.requirements(Set.of(ExtraName.of("all"))))
                .extracting(Object::toString)
                .contains(
                        "one; python_version > \"3\"",
                        "two; python_version > \"3\" and os_name == \"nt\"",
                        "two; python_version > \"3\"");
        assertThatThrownBy(() -> project.requirements(Set.of(ExtraName.of("c"))))
                .hasMessageContaining("there is no extra `c`");
    }

    @Test
    void whatOnlyABuildTellsIsSaid() throws Exception {
        assertThatThrownBy(() -> project("[project]\nname = 'x'\ndynamic = ['dependencies']"))
                .hasMessageContaining("`project.dependencies` is dynamic");
        assertThatThrownBy(() -> project("[build-system]\nrequires = []").requirements(Set.of()))
                .hasMessageContaining("there is no `[project]` table");
        assertThatThrownBy(() -> project("[project]\nname = 'x'\ndependencies = ['a b']"))
                .hasMessageContaining("`project.dependencies[0]`");
    }

    @Test
    void groupsIncludeEachOtherAndTellTheChainOfACycle() {
        DependencyGroups groups = groups("""
                Test = ["pytest", {include-group = "run_time"}, "pytest"]
                run-time = ["click"]
                root = [{include-group = "one"}]
                one = [{include-group = "two"}]
                two = [{include-group = "One"}]
                lost = [{include-group = "nowhere"}]
                text = "pytest"
                """);
        assertThat(groups.requirements(ExtraName.of("test"))).hasToString("[pytest, click]");
        assertThatThrownBy(() -> groups.requirements(ExtraName.of("root")))
                .hasMessage("p: the dependency groups include each other: one -> two -> one");
        assertThatThrownBy(() -> groups.requirements(ExtraName.of("lost")))
                .hasMessage("p: there is no dependency group `nowhere`, which `lost` includes");
        assertThatThrownBy(() -> groups.requirements(ExtraName.of("text")))
                .hasMessage("p: `text` must be an array, not a string");
    }

    @Test
    void twoSpellingsOfOneGroupAreRefused() {
        assertThatThrownBy(() -> groups("test = []\nTEST = []"))
                .hasMessage("p: the dependency groups `test` and `TEST` have the same name");
    }

    private static Script script(String... lines) {
        return Script.parse(String.join("\n", lines), "s.py").orElseThrow();
    }

    @Test
    void aScriptSaysWhatItNeeds() {
        Script script = script(
                "#!/usr/bin/env python",
                "# /// script",
                "# requires-python = '>=3.11'",
                "# dependencies = [",
                "#   'requests<3',",
                "#",
                "# ]",
                "# [tool.uv]",
                "# anything = true",
                "# ///",
                "",
                "print('# /// script')");
        assertThat(script.requiresPython()).hasToString(">=3.11");
        assertThat(script.dependencies()).hasToString("[requests<3]");
        assertThat(script("# /// script\r", "# dependencies = ['a']\r", "# ///\r")
                        .dependencies())
                .hasToString("[a]");
    }

    @Test
    void aBlockEndsAtTheLastClosingLineOfItsComment() {
        assertThat(script("# /// script", "# x = '''", "# ///", "# '''", "# dependencies = ['a']", "# ///")
                        .dependencies())
                .hasToString("[a]");
    }

    @Test
    void oneBlockMayBeThere() {
        String block = "# /// script\n# dependencies = []\n# ///\n";
        assertThatThrownBy(() -> Script.parse(block + "\n" + block, "s.py"))
                .hasMessage("s.py: there are 2 `# /// script` blocks, but only one may be");
        assertThat(Script.parse("# /// other\n# x\n# ///\n" + "\n" + block, "s.py"))
                .isPresent();
        assertThat(Script.parse("# /// script\n# dependencies = []\n", "s.py")).isEmpty();
        assertThat(Script.parse("# /// script\n#dependencies = []\n# ///\n", "s.py"))
                .isEmpty();
        assertThatThrownBy(() -> Script.parse("\n\n# /// script\n# = 1\n# ///\n", "s.py"))
                .hasMessageStartingWith("s.py:4:1: this is not TOML");
    }
}
