package io.milieu.python.part;

import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.core.base.Digest;
import io.milieu.core.fetch.Checksum;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.python.index.ProjectFile;
import io.milieu.python.interpreter.InstalledDistribution;
import io.milieu.python.name.PackageName;
import io.milieu.python.resolve.Candidate;
import io.milieu.python.resolve.ResolvedPackage;
import io.milieu.python.version.Version;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LockedWheelsTest {
    private static final Digest PROMISED = Digest.ofText("promised");
    private static final Digest FETCHED = Digest.ofText("fetched");

    private final List<String> fetched = new ArrayList<>();

    private static ProjectFile file(String name, List<Checksum> hashes) {
        return new ProjectFile(
                name,
                URI.create("https://example.org/" + name),
                hashes,
                7,
                ">=3",
                Optional.of("yanked"),
                "2024-01-01T00:00:00Z",
                new ProjectFile.Sidecar(true, List.of()));
    }

    private static ResolvedPackage wheel(ProjectFile file, String name, boolean requested) {
        Candidate candidate = new Candidate.Wheel(Version.parse("1.0"), file);
        return new ResolvedPackage(PackageName.of(name), candidate, List.of(), requested, List.of("you: " + name));
    }

    private JsonObject locked(ResolvedPackage... packages) {
        LockedWheels wheels = LockedWheels.of(
                List.of(packages),
                file -> {
                    fetched.add(file.fileName());
                    return FETCHED;
                },
                _ -> List.of());
        String text = Json.canonical(
                JsonValue.object().put("packages", wheels.toJson()).build());
        return (JsonObject) Json.parse(text);
    }

    @Test
    void aWheelIsReadAsItWasLocked() {
        ProjectFile file = file("demo-1.0-py3-none-any.whl", List.of(Checksum.of(PROMISED)));
        JsonObject section = locked(wheel(file, "Demo", true));
        assertThat(LockedWheels.read(section)).singleElement().satisfies(wheel -> {
            assertThat(wheel.name()).isEqualTo("demo");
            assertThat(wheel.version()).isEqualTo("1.0");
            assertThat(wheel.requested()).isTrue();
            assertThat(wheel.archive().sha256()).isEqualTo(PROMISED);
            assertThat(wheel.archive().file().uri()).isEqualTo(file.uri());
            assertThat(wheel.archive().file().expectation()).isEqualTo(file.expectation());
        });
        assertThat(fetched).isEmpty();
    }

    @Test
    void aFileThatNobodyPromisesADigestOfIsFetchedForIt() {
        JsonObject section = locked(
                wheel(file("a-1.0-py3-none-any.whl", List.of()), "a", false),
                wheel(file("b-1.0-py3-none-any.whl", List.of(Checksum.of(PROMISED))), "b", false));
        assertThat(fetched).containsExactly("a-1.0-py3-none-any.whl");
        assertThat(LockedWheels.read(section))
                .extracting(wheel -> wheel.archive().sha256())
                .containsExactly(FETCHED, PROMISED);
    }

    @Test
    void packagesOfTheBaseAreLockedButAreNoLayers() {
        Candidate installed = new Candidate.Installed(
                Version.parse("2.0"), new InstalledDistribution(PackageName.of("base"), "2.0", Path.of("/base")));
        ResolvedPackage base =
                new ResolvedPackage(PackageName.of("base"), installed, List.of(), false, List.of("demo 1.0: base"));
        JsonObject section = locked(base, wheel(file("c-1.0-py3-none-any.whl", List.of()), "c", true));
        assertThat(LockedWheels.read(section))
                .extracting(LockedWheels.Wheel::name)
                .containsExactly("c");
        assertThat(Json.canonical(section.array("packages").getFirst()))
                .isEqualTo(
                        "{\"base\":true,\"name\":\"base\",\"requested\":false,\"required_by\":[\"demo 1.0: base\"],\"version\":\"2.0\"}");
    }
}
