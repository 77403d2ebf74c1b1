package io.milieu.python.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.spec.PackagesField;
import io.milieu.core.spec.RuntimeEnv;
import io.milieu.python.input.InputContext;
import io.milieu.python.input.InputReader;
import io.milieu.python.input.PackagesInput;
import io.milieu.python.input.RequestedPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackagesFieldReaderTest {
    @TempDir
    Path temp;

    private PackagesInput read(String json) {
        RuntimeEnv spec = RuntimeEnv.of((JsonObject) Json.parse(json.replace('\'', '"')));
        PackagesField field = spec.pip().or(spec::uv).orElseThrow();
        InputReader reader = new InputReader(new InputContext(temp, Map.of("NAME", "named"), uri -> new byte[0]));
        PackagesFieldReader.read(field, List.of("extra"), reader);
        return reader.input();
    }

    private List<String> names(String json) {
        return read(json).packages().stream().map(RequestedPackage::toString).toList();
    }

    @Test
    void allFormsOfTheFieldAreReadAlike() throws IOException {
        Files.writeString(temp.resolve("a.txt"), "a\nb");
        assertThat(names("{'pip': ['a', 'b']}")).containsExactly("a", "b", "extra");
        assertThat(names("{'pip': 'a.txt'}")).containsExactly("a", "b", "extra");
        assertThat(names("{'pip': {'packages': 'a.txt', 'pip_check': true}}")).containsExactly("a", "b", "extra");
        assertThat(names("{'uv': {'packages': ['a', 'b'], 'uv_check': true}}")).containsExactly("a", "b", "extra");
    }

    /** In a field it is the name of a file; only in a line of requirements these signs mean something. */
    @ParameterizedTest
    @CsvSource({"my reqs #1.txt", "${NAME}.txt", "back\\", "#.txt"})
    void thePathOfAFileIsTakenAsItIsWritten(String name) throws IOException {
        Files.writeString(temp.resolve(name), "a");
        String json = name.replace("\\", "\\\\");
        assertThat(names("{'pip': '" + json + "'}")).containsExactly("a", "extra");
        assertThat(names("{'pip': {'packages': '" + json + "', 'pip_check': true}}"))
                .containsExactly("a", "extra");
    }

    @Test
    void aFileThatIsMissingIsToldAsThePackages() {
        assertThatThrownBy(() -> read("{'pip': 'absent.txt'}"))
                .hasMessage("packages[0]: the requirements file `" + temp.resolve("absent.txt") + "` does not exist");
    }

    @ParameterizedTest
    @CsvSource({
        "pip, ==24.0, pip==24.0",
        "pip, 24.0, pip==24.0",
        "pip, >=23, pip>=23",
        "uv, ==0.5.1, uv==0.5.1",
        "uv, '', uv"
    })
    void aVersionOfTheToolPutsItIntoTheEnvironment(String tool, String version, String requirement) {
        assertThat(names("{'" + tool + "': {'packages': ['a'], '" + tool + "_version': '" + version + "'}}"))
                .containsExactly("a", "extra", requirement);
    }

    @Test
    void theOptionsOfTheFieldCount() {
        assertThat(read("{'pip': {'packages': ['a'], 'pip_install_options': ['--pre']}}")
                        .index()
                        .pre())
                .isTrue();
        assertThat(read("{'uv': {'packages': ['a'], 'uv_pip_install_options': ['--no-index']}}")
                        .index()
                        .noIndex())
                .isTrue();
    }
}
