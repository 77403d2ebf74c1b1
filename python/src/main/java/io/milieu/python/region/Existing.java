package io.milieu.python.region;

/** What is known of platforms and implementations: which values of different variables go together. */
final class Existing {
    static final String MARKER = String.join(
            " and ",
            "(sys_platform != 'linux' or platform_system == 'Linux')",
            "(sys_platform != 'darwin' or platform_system == 'Darwin')",
            "(sys_platform != 'win32' or platform_system == 'Windows')",
            "(sys_platform != 'android' or platform_system == 'Android')",
            "(sys_platform != 'emscripten' or platform_system == 'Emscripten')",
            "(platform_system != 'Linux' or sys_platform == 'linux')",
            "(platform_system != 'Darwin' or sys_platform == 'darwin')",
            "(platform_system != 'Windows' or sys_platform == 'win32')",
            "(sys_platform != 'win32' or os_name == 'nt')",
            "(sys_platform == 'win32' or os_name != 'nt')",
            "(os_name == 'posix' or sys_platform not in 'linux darwin cygwin android emscripten ios')",
            "(implementation_name != 'cpython' or platform_python_implementation == 'CPython')",
            "(implementation_name == 'cpython' or platform_python_implementation != 'CPython')",
            "(implementation_name != 'pypy' or platform_python_implementation == 'PyPy')",
            "(implementation_name == 'pypy' or platform_python_implementation != 'PyPy')",
            "(implementation_name != 'graalpy' or platform_python_implementation == 'GraalVM')",
            "(implementation_name == 'graalpy' or platform_python_implementation != 'GraalVM')");

    private Existing() {}
}
