package io.milieu.python.requirement;

import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one interpreter answers to the questions of markers (PEP 508). Always the values of the interpreter that will run the
 * worker, never those of the process that resolves.
 *
 * @param implementationName {@code sys.implementation.name}
 * @param implementationVersion {@code sys.implementation.version}
 * @param osName {@code os.name}
 * @param platformMachine {@code platform.machine()}
 * @param platformPythonImplementation {@code platform.python_implementation()}
 * @param platformRelease {@code platform.release()}
 * @param platformSystem {@code platform.system()}
 * @param platformVersion {@code platform.version()}
 * @param pythonFullVersion {@code platform.python_version()}
 * @param pythonVersion its major and minor number
 * @param sysPlatform {@code sys.platform}
 */
public record MarkerEnvironment(
        String implementationName,
        String implementationVersion,
        String osName,
        String platformMachine,
        String platformPythonImplementation,
        String platformRelease,
        String platformSystem,
        String platformVersion,
        String pythonFullVersion,
        String pythonVersion,
        String sysPlatform) {

    /**
     * {@return the environment with these values by variable name}
     *
     * @throws MilieuException {@link PythonError#INTERPRETER_BROKEN} if one is missing
     */
    public static MarkerEnvironment of(Map<String, String> values) {
        return new MarkerEnvironment(
                required(values, MarkerVariable.IMPLEMENTATION_NAME),
                required(values, MarkerVariable.IMPLEMENTATION_VERSION),
                required(values, MarkerVariable.OS_NAME),
                required(values, MarkerVariable.PLATFORM_MACHINE),
                required(values, MarkerVariable.PLATFORM_PYTHON_IMPLEMENTATION),
                required(values, MarkerVariable.PLATFORM_RELEASE),
                required(values, MarkerVariable.PLATFORM_SYSTEM),
                required(values, MarkerVariable.PLATFORM_VERSION),
                required(values, MarkerVariable.PYTHON_FULL_VERSION),
                required(values, MarkerVariable.PYTHON_VERSION),
                required(values, MarkerVariable.SYS_PLATFORM));
    }

    /** {@return the values by variable name, in alphabetical order} */
    public Map<String, String> toMap() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("implementation_name", implementationName);
        values.put("implementation_version", implementationVersion);
        values.put("os_name", osName);
        values.put("platform_machine", platformMachine);
        values.put("platform_python_implementation", platformPythonImplementation);
        values.put("platform_release", platformRelease);
        values.put("platform_system", platformSystem);
        values.put("platform_version", platformVersion);
        values.put("python_full_version", pythonFullVersion);
        values.put("python_version", pythonVersion);
        values.put("sys_platform", sysPlatform);
        return values;
    }

    /** The value of a variable; the variables that a request sets, not an interpreter, are empty. */
    String value(MarkerVariable variable) {
        return switch (variable) {
            case IMPLEMENTATION_NAME -> implementationName;
            case IMPLEMENTATION_VERSION -> implementationVersion;
            case OS_NAME -> osName;
            case PLATFORM_MACHINE -> platformMachine;
            case PLATFORM_PYTHON_IMPLEMENTATION -> platformPythonImplementation;
            case PLATFORM_RELEASE -> platformRelease;
            case PLATFORM_SYSTEM -> platformSystem;
            case PLATFORM_VERSION -> platformVersion;
            // A build from an untagged checkout says `3.14.0+`, which is no version.
            case PYTHON_FULL_VERSION ->
                pythonFullVersion.endsWith("+") ? pythonFullVersion + "local" : pythonFullVersion;
            case PYTHON_VERSION -> pythonVersion;
            case SYS_PLATFORM -> sysPlatform;
            case EXTRA, EXTRAS, DEPENDENCY_GROUPS -> "";
        };
    }

    private static String required(Map<String, String> values, MarkerVariable variable) {
        String value = values.get(variable.toString());
        if (value == null) {
            throw new MilieuException(
                    PythonError.INTERPRETER_BROKEN, "the interpreter did not say its `" + variable + "`");
        }
        return value;
    }
}
