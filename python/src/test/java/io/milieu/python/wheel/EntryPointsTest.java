package io.milieu.python.wheel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EntryPointsTest {
    @Test
    void onlyScriptsAreCommandsAndKeysKeepTheirCase() {
        String text = """
                # comment
                [console_scripts]
                Demo = demo.cli:main [extra]
                other=demo:Class.run
                ; comment

                [demo.plugins]
                x = demo:x
                [gui_scripts]
                window: odd = demo:window
                """;
        assertThat(EntryPoints.commands(text))
                .isEqualTo(Map.of(
                        "Demo", "demo.cli:main [extra]", "other", "demo:Class.run", "window: odd", "demo:window"));
    }
}
