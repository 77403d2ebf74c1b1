package io.milieu.agent.api;

import io.milieu.core.base.Digest;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What of a process's variables may change how a request is answered: where packages come from, with which logins, which interpreters are found. Two processes with equal
 * surroundings answer alike.
 */
public final class Surroundings {
    private static final Pattern NAMES = Pattern.compile(
            "(PIP|UV|MILIEU|CONDA|XDG|SSL|PYTHON|PYENV)_.*|(?i:https?|all|no)_(?i:proxy)|PATH|HOME|NETRC|VIRTUAL_ENV|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|LANG|LC_.*");
    /** What differs between an agent and a command line, and makes no difference to what they do. */
    private static final Pattern OWN = Pattern.compile("MILIEU_(AGENT|AGENT_TOKEN|CALLERS_LC_ALL|DEBUG|STORE)|LC_ALL");

    private Surroundings() {}

    /** {@return the same text for equal surroundings; tells nothing of them} */
    public static String digest(Map<String, String> variables) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(variables).forEach((name, value) -> {
            if (NAMES.matcher(name).matches() && !OWN.matcher(name).matches()) {
                text.append(name).append('=').append(value).append('\0');
            }
        });
        return Digest.ofText(text.toString()).hex();
    }
}
