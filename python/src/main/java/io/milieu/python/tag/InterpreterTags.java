package io.milieu.python.tag;

import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lists the tags of one interpreter: binary wheels of its own first, then stable interfaces, then pure Python. */
final class InterpreterTags {
    private static final Map<String, String> SHORT_NAMES =
            Map.of("python", "py", "cpython", "cp", "pypy", "pp", "ironpython", "ip", "jython", "jy");
    private static final String NONE = "none";

    private final PlatformFacts facts;
    private final List<String> platforms;
    private final List<Tag> tags = new ArrayList<>();

    InterpreterTags(PlatformFacts facts) {
        this.facts = facts;
        this.platforms = PlatformTags.of(facts);
    }

    List<Tag> list() {
        String own = SHORT_NAMES.getOrDefault(facts.implementation(), facts.implementation()) + nodot(facts.minor());
        if (facts.isCPython()) {
            addCPython(own);
        } else {
            Stream.of(foreignAbi(), NONE).distinct().forEach(abi -> add(own, abi));
        }
        List<String> languages = languages();
        languages.forEach(language -> add(language, NONE));
        if (facts.isCPython()) {
            tags.add(new Tag(own, NONE, "any"));
        } else if (facts.implementation().equals("pypy")) {
            tags.add(new Tag("pp3", NONE, "any"));
        }
        languages.forEach(language -> tags.add(new Tag(language, NONE, "any")));
        return tags;
    }

    private void addCPython(String own) {
        add(own, own + abiFlags());
        if (facts.isDebug() && facts.isAtLeast(3, 8)) {
            add(own, own + (facts.isFreeThreaded() ? "t" : ""));
        }
        String stable = facts.isFreeThreaded() ? "abi3t" : "abi3";
        boolean hasStable = facts.isAtLeast(3, 2);
        if (hasStable) {
            add(own, stable);
        }
        add(own, NONE);
        for (int minor = facts.minor() - 1; hasStable && minor >= 2; minor--) {
            add("cp" + nodot(minor), stable);
        }
    }

    /** In the order that tags have, which is not everywhere the order of {@code sys.abiflags}. */
    private String abiFlags() {
        return Stream.of("t", "d", "m", "u").filter(facts.abiFlags()::contains).collect(Collectors.joining());
    }

    /** From {@code .pypy310-pp73-x86_64-linux-gnu.so} comes {@code pypy310_pp73}: what names the interface, not the platform. */
    private String foreignAbi() {
        String[] parts = facts.extensionSuffix().split("\\.", -1);
        if (parts.length < 3 || !parts[0].isEmpty() || parts[1].isEmpty()) {
            throw new MilieuException(
                    PythonError.INTERPRETER_BROKEN,
                    "the interpreter's suffix of extension modules `" + facts.extensionSuffix() + "` names no ABI");
        }
        long significant = parts[1].startsWith("pypy") ? 2 : parts[1].startsWith("graalpy") ? 3 : Long.MAX_VALUE;
        return PlatformTags.normalized(
                Stream.of(parts[1].split("-")).limit(significant).collect(Collectors.joining("_")));
    }

    private List<String> languages() {
        List<String> languages = new ArrayList<>();
        languages.add("py" + nodot(facts.minor()));
        languages.add("py" + facts.major());
        for (int minor = facts.minor() - 1; minor >= 0; minor--) {
            languages.add("py" + nodot(minor));
        }
        return languages;
    }

    private void add(String python, String abi) {
        platforms.forEach(platform -> tags.add(new Tag(python, abi, platform)));
    }

    private String nodot(int minor) {
        return facts.major() + "" + minor;
    }
}
