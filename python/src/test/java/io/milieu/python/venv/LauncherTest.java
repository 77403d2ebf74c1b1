package io.milieu.python.venv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import org.junit.jupiter.api.Test;

class LauncherTest {
    private final Launcher launcher = new Launcher("/env/bin/python");

    @Test
    void aCommandImportsAndCallsItsFunction() {
        assertThat(launcher.command("demo", "demo", "demo.cli:main")).isEqualTo("""
                        #!/env/bin/python
                        import sys
                        from demo.cli import main

                        if __name__ == "__main__":
                            sys.exit(main())
                        """);
        assertThat(launcher.command("demo", "demo", "demo : App.run [extra]"))
                .contains("from demo import App\n", "sys.exit(App.run())");
    }

    @Test
    void aLongPathOrOneWithABlankGoesThroughTheShell() {
        assertThat(new Launcher("/my env/bin/python").command("demo", "demo", "a:b"))
                .startsWith("#!/bin/sh\n'''exec' \"/my env/bin/python\" \"$0\" \"$@\"\n' '''\nimport sys\n");
        String longest = "/" + "x".repeat(124);
        assertThat(new Launcher(longest).command("demo", "demo", "a:b")).startsWith("#!" + longest + "\n");
        assertThat(new Launcher(longest + "x").command("demo", "demo", "a:b")).startsWith("#!/bin/sh\n");
        assertThat(new Launcher("/a b$c/\"python").command("demo", "demo", "a:b"))
                .contains("\"/a b\\$c/\\\"python\"");
    }

    @Test
    void onlyTheFirstLineOfAScriptIsReplaced() {
        assertThat(new String(launcher.rewritten("#!pythonw -u\nimport a\n\u00e9".getBytes(UTF_8)), UTF_8))
                .isEqualTo("#!/env/bin/python\nimport a\n\u00e9");
        assertThat(new String(launcher.rewritten("#!python".getBytes(UTF_8)), UTF_8))
                .isEqualTo("#!/env/bin/python\n");
    }

    @Test
    void namesThatLeaveTheirDirectoryAreRefused() {
        for (String name : new String[] {"../evil", "a/b", "..", ".", "", "a\\b", "a\nb"}) {
            assertThatThrownBy(() -> launcher.command("demo", name, "a:b"))
                    .isInstanceOfSatisfying(
                            MilieuException.class, e -> assertThat(e.code()).isEqualTo(PythonError.WHEEL_REFUSED))
                    .hasMessage("`demo` declares a command `" + name + "` with a name that is no file name");
        }
    }

    @Test
    void targetsThatAreNoFunctionsAreRefused() {
        for (String target : new String[] {"demo", "demo:", "a:b; import os", "a:b()", "a b:c", "a:b\nc"}) {
            assertThatThrownBy(() -> launcher.command("demo", "x", target))
                    .hasMessage("`demo` declares a command `x` that calls `" + target + "`, which is no function");
        }
    }
}
