package io.milieu.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a run is given, as words of the form {@code name=value}.
 *
 * @param mode {@code speed}, {@code index}, {@code disk}, {@code commands}, {@code solver} or {@code load}
 * @param wheels the folder of wheels that the loopback index serves
 * @param scratch where everything is written
 * @param tools the folder with {@code uv} and {@code pip}
 * @param python the interpreter of all environments
 * @param launcher starts Milieu's command line
 * @param rounds how often each is timed
 * @param sets which sets of requirements
 */
record Settings(
        String mode,
        Path wheels,
        Path scratch,
        Path tools,
        Path python,
        Path launcher,
        int rounds,
        List<RequirementSet> sets) {

    /** A set of requirements, with the rounds that warm the program up. */
    record RequirementSet(String name, int warmUps, List<String> requirements) {}

    private static final List<RequirementSet> SETS = List.of(
            new RequirementSet("S", 40, List.of("requests", "flask", "rich")),
            new RequirementSet("M", 25, List.of("pandas", "scikit-learn", "matplotlib")),
            new RequirementSet("L", 25, List.of("jupyter")));

    /** What the way to the configured index may need. */
    private static final Set<String> CONNECTION =
            Set.of("SSL_CERT_FILE", "http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY");

    static Settings of(String... words) {
        Map<String, String> given = Arrays.stream(words)
                .map(word -> word.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        String names = given.getOrDefault("sets", "S,M,L");
        return new Settings(
                given.getOrDefault("mode", "speed"),
                Path.of(given.getOrDefault("wheels", "wheels")),
                Path.of(given.getOrDefault("scratch", "scratch")),
                Path.of(given.getOrDefault("tools", "tools")),
                Path.of(given.getOrDefault("python", "python3")),
                Path.of(given.getOrDefault("milieu", "milieu")),
                Integer.parseInt(given.getOrDefault("rounds", "5")),
                SETS.stream().filter(set -> names.contains(set.name())).toList());
    }

    /** {@return the variables that everybody runs with} */
    Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>(System.getenv());
        variables.keySet().retainAll(CONNECTION);
        // The launcher looks for a JDK in the home folder, which is another one here.
        variables.put("JAVA_HOME", System.getProperty("java.home"));
        variables.putAll(Map.of("PATH", "/usr/bin:/bin", "HOME", scratch.toString(), "LANG", "C.UTF-8"));
        return variables;
    }

    /** {@return Milieu and uv as commands} */
    CommandLineRun commandLine(Contest contest, String index) {
        return new CommandLineRun(
                contest, new CommandLineRun.Commands(launcher, tools, python), new Tool(variables()), index);
    }

    /** {@return Milieu, asking the index at that URL, or the configured one if it is empty} */
    MilieuSide milieu(String index) {
        return new MilieuSide(index, python, variables());
    }

    /** {@return uv and pip, asking the index at that URL, or the configured one if it is empty} */
    CommandSide commands(String index) {
        return new CommandSide(index, python, tools, new Tool(variables()));
    }
}
