package io.milieu.python.interpreter;

import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonArray;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.json.JsonValue.ObjectBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Shell scripts that answer the probe as a Python would, and count how often they are run. */
final class FakePython {
    private FakePython() {}

    /** A program that answers as CPython of this version. */
    static Path cpython(Path path, String version) throws IOException {
        return answering(path, answer(path, version, "cpython", false).build());
    }

    static Path answering(Path path, JsonObject answer) throws IOException {
        return script(path, "printf '%s\\n' '" + Json.compact(answer) + "'");
    }

    /** A program that notes its run and then does what the body says. */
    static Path script(Path path, String body) throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, "#!/bin/sh\necho run >> '" + path + ".runs'\n" + body + "\n");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        return path;
    }

    static int runs(Path path) throws IOException {
        Path notes = path.resolveSibling(path.getFileName() + ".runs");
        return Files.exists(notes) ? Files.readAllLines(notes).size() : 0;
    }

    static ObjectBuilder answer(Path path, String version, String implementation, boolean freeThreaded) {
        Path prefix = path.resolve("../..").normalize();
        String minor = version.split("\\.")[0] + "." + version.split("\\.")[1];
        String library = "lib/python" + minor;
        return JsonValue.object()
                .put("abi_flags", freeThreaded ? "t" : "")
                .put("base_executable", path.toString())
                .put("base_prefix", prefix.toString())
                .put("cache_tag", implementation + "-" + minor.replace(".", ""))
                .put("conda", false)
                .put("extension_suffix", ".so")
                .put("hard_float", false)
                .put(
                        "layout",
                        JsonValue.object()
                                .put("purelib", library + "/site-packages")
                                .put("platlib", library + "/site-packages")
                                .put("include", "include/python" + minor)
                                .put("scripts", "bin")
                                .put("data", "")
                                .build())
                .put("libc", "glibc")
                .put("libc_major", 2)
                .put("libc_minor", 36)
                .put("markers", markers(version, minor, implementation))
                .put("platform", "linux-x86_64")
                .put("pointer_bits", 64)
                .put("refused", JsonValue.ofStrings(List.of("manylinux_2_35_x86_64")))
                .put("site_packages", new JsonArray(List.of()))
                .put("soabi", implementation + "-soabi")
                .put("standard_library", prefix.resolve(library).toString())
                .put("watched", JsonValue.object().build());
    }

    private static JsonObject markers(String version, String minor, String implementation) {
        return JsonValue.object()
                .put("implementation_name", implementation)
                .put("implementation_version", version)
                .put("os_name", "posix")
                .put("platform_machine", "x86_64")
                .put("platform_python_implementation", "CPython")
                .put("platform_release", "6.1")
                .put("platform_system", "Linux")
                .put("platform_version", "#1")
                .put("python_full_version", version)
                .put("python_version", minor)
                .put("sys_platform", "linux")
                .build();
    }
}
