package io.milieu.cli;

import static io.milieu.cli.FrontDoor.failed;
import static io.milieu.testkit.WheelMaker.wheel;
import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.cli.FrontDoor.Ended;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.testkit.IndexServer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** Trees, pictures and reasons: of what works, and of what does not. */
class ExplanationTest {
    @TempDir
    Path temp;

    private FrontDoor door;
    private final IndexServer index = IndexServer.builder()
            .add(wheel("app", "1.0").requiresDist("lib>=1", "tool").make())
            .add(wheel("lib", "1.0").requiresDist("base<2").make())
            .add(wheel("tool", "3.0").requiresDist("base", "lib").make())
            .add(wheel("base", "1.5").make())
            .add(wheel("base", "2.0").make())
            .add(wheel("base", "3.0a1").make())
            .add(wheel("base", "2.5").requiresPython(">=3.99").make())
            .add(wheel("early", "1.0").requiresDist("middle").make())
            .add(wheel("middle", "1.0").requiresDist("tool").make())
            .add(wheel("late", "1.0").requiresDist("tool").make())
            .add(wheel("hen", "1.0").requiresDist("egg").make())
            .add(wheel("egg", "1.0").requiresDist("hen").make())
            .start();

    @BeforeEach
    void openTheDoor() throws Exception {
        door = new FrontDoor(temp);
    }

    @AfterEach
    void closeTheIndex() {
        index.close();
    }

    private String told(String... words) {
        Ended ended = door.with(index, words);
        assertThat(ended.code()).as(ended.err()).isZero();
        return ended.out();
    }

    private static Document xml(String text) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aTreeHasEachPackageBelowWhatRequiresIt() {
        assertThat(told("tree", "--pip", "app")).isEqualTo("""
                app 1.0
                ├── lib 1.0  [lib>=1]
                │   └── base 1.5  [base<2]
                └── tool 3.0  [tool]
                    ├── base 1.5  [base]
                    └── lib 1.0  [lib] (*)
                """);
        assertThat(told("tree", "--pip", "app", "--depth", "1")).isEqualTo("""
                app 1.0
                ├── lib 1.0  [lib>=1]
                └── tool 3.0  [tool]
                """);
    }

    @Test
    void whatTheDepthCutOffIsOpenedOutWhereThereIsRoom() {
        assertThat(told("tree", "--depth", "2", "--pip", "early", "--pip", "late"))
                .isEqualTo("""
                early 1.0
                └── middle 1.0  [middle]
                    └── tool 3.0  [tool]
                late 1.0
                └── tool 3.0  [tool]
                    ├── base 1.5  [base]
                    └── lib 1.0  [lib]
                """);
    }

    @Test
    void whatIsAskedForAndOpenedOutAboveIsNotOpenedOutAgain() {
        assertThat(told("tree", "--pip", "late", "--pip", "tool")).isEqualTo("""
                late 1.0
                └── tool 3.0  [tool]
                    ├── base 1.5  [base]
                    └── lib 1.0  [lib]
                        └── base 1.5  [base<2]
                tool 3.0 (*)
                """);
    }

    @Test
    void packagesThatRequireEachOtherAreInBothTrees() {
        assertThat(told("tree", "--pip", "hen")).isEqualTo("""
                hen 1.0
                └── egg 1.0  [egg]
                    └── hen 1.0  [hen] (*)
                """);
        assertThat(told("tree", "--pip", "hen", "--invert")).isEqualTo("""
                egg 1.0
                └── hen 1.0  [egg]
                    └── egg 1.0  [hen] (*)
                """);
    }

    @Test
    void aDepthBelowNothingIsRefused() {
        assertThat(door.with(index, "tree", "--depth", "-1", "--pip", "lib"))
                .isEqualTo(failed(2, "usage", "`--depth -1` is not a number of levels: it is 0 or more"));
    }

    @Test
    void aTreeMayStandOnItsHead() {
        assertThat(told("tree", "--pip", "app", "--invert")).isEqualTo("""
                base 1.5
                ├── lib 1.0  [base<2]
                │   ├── app 1.0  [lib>=1]
                │   └── tool 3.0  [lib]
                │       └── app 1.0  [tool]
                └── tool 3.0  [base] (*)
                """);
        assertThat(told("tree", "--pip", "app", "--invert", "--package", "Tool"))
                .isEqualTo("""
                tool 3.0
                └── app 1.0  [tool]
                """);
    }

    @Test
    void anEnvironmentHasATreeToo() {
        String id = told("create", "--json", "--pip", "lib");
        String name = ((JsonObject) Json.parse(id)).string("id").orElseThrow();
        assertThat(door.run("tree", name.substring(0, 12)).out()).isEqualTo("lib 1.0\n└── base 1.5  [base<2]\n");
        assertThat(told("tree", "--json", "--pip", "lib")).isEqualTo(Json.pretty(Json.parse("""
                {"packages": [{"name": "base", "version": "1.5", "requested": false, "requires": []},
                {"name": "lib", "version": "1.0", "requested": true, "requires": [{"name": "base", "requirement": "base<2"}]}]}
                """)) + "\n");
    }

    @Test
    void aPackageThatIsNotThereHasNoTree() {
        assertThat(door.with(index, "tree", "--pip", "lib", "--package", "app"))
                .isEqualTo(failed(2, "usage", "package `app` is not part of the environment"));
    }

    @Test
    void whatIsSolvedIsDrawn() throws Exception {
        assertThat(told("explain", "--dot", "--pip", "lib")).isEqualTo("""
                digraph {
                  node [shape=box, fontname="sans-serif"];
                  n0 [label="base 1.5", style=rounded];
                  n1 [label="lib 1.0", style="rounded,bold"];
                  n1 -> n0 [label="<2"];
                }
                """);
        Document svg = xml(told("explain", "--svg", "--pip", "app"));
        assertThat(svg.getElementsByTagName("rect").getLength()).isEqualTo(4);
        assertThat(svg.getElementsByTagName("path").getLength()).isEqualTo(1 + 5);
    }

    @Test
    void theProofThatThereIsNoSolutionIsDrawnAndData() throws Exception {
        Ended dot = door.with(index, "explain", "--dot", "--pip", "lib", "--pip", "base>=2");
        assertThat(dot.code()).isEqualTo(1);
        assertThat(dot.out())
                .contains(
                        "[label=\"you require lib\"];",
                        "[label=\"you require base>=2\"];",
                        "[label=\"lib requires base<2\"];",
                        "[label=\"no solution exists\", style=\"rounded,bold\"];");
        assertThat(dot.err()).startsWith("error[no-solution]: ");
        Ended svg = door.with(index, "explain", "--svg", "--pip", "lib", "--pip", "base>=2");
        assertThat(xml(svg.out()).getElementsByTagName("rect").getLength()).isEqualTo(5);
        Ended json = door.with(index, "create", "--json", "--pip", "lib", "--pip", "base>=2");
        JsonObject error = ((JsonObject) Json.parse(json.err())).object("error");
        assertThat(error.object("details").array("proof")).hasSize(5);
        assertThat(Json.compact(error.object("details").array("packages").getFirst()))
                .isEqualTo("{\"name\":\"base\",\"usable\":[\"2.0\",\"1.5\"],\"excluded\":["
                        + "{\"reason\":\"needs Python >=3.99\",\"versions\":[\"2.5\"]},"
                        + "{\"reason\":\"pre-release\",\"versions\":[\"3.0a1\"]}]}");
    }

    @Test
    void theHintIsWhatToGiveUp() {
        Ended ended = door.with(index, "create", "--pip", "lib", "--pip", "base>=2");
        assertThat(ended.err()).isEqualTo("""
                error[no-solution]: no set of versions meets the requirements:
                  Because lib requires base<2 and you require base>=2, lib cannot be used.
                  So, because you require lib, no solution exists.
                hint: Without the limit in `base>=2` there is a solution: it takes base 1.5.
                """);
    }

    @Test
    void whatAnOverrideReplacesRequiresNothing() throws Exception {
        door.write("overrides.txt", "base==2.0\n");
        String why = told("explain", "--pip", "lib", "--override", "overrides.txt");
        assertThat(why)
                .contains("base 2.0\n    because lib 1.0 asks for base==2.0\n")
                .doesNotContain("base<2");
        assertThat(told("explain", "--pip", "lib", "--no-deps")).isEqualTo("lib 1.0\n    because you ask for lib\n");
    }

    @Test
    void aNamedPackageIsToldWhatKeepsItFromNewerVersions() throws Exception {
        index.publish(wheel("low", "1.0").make());
        index.publish(wheel("low", "2.0").make());
        index.publish(wheel("low", "3.0").requiresPython(">=3.99").make());
        index.publish(wheel("low", "4.0rc1").make());
        index.publish(wheel("keeper", "1.0").requiresDist("low<2").make());
        assertThat(told("explain", "--pip", "keeper", "low")).isEqualTo("""
                low 1.0
                    because keeper 1.0 asks for low<2
                    newer versions:
                        3.0: needs Python >=3.99
                        4.0rc1: pre-release
                        2.0:
                          Because keeper requires low<2 and you require low>1.0, keeper cannot be used.
                          So, because you require keeper, no solution exists.
                """);
        assertThat(((JsonObject) door.with(index, "explain", "--json", "--pip", "keeper", "keeper")
                                .json()
                                .array("packages")
                                .getFirst())
                        .strings("newer"))
                .containsExactly("it is the newest");
    }
}
