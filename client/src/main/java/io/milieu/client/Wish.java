package io.milieu.client;

import java.util.List;
import java.util.Map;

/**
 * What a worker needs. Immutable; every method returns a new wish.
 *
 * @param spec a runtime environment, as the text of a JSON object
 * @param options how it is to be found and made, as the text of a JSON object
 * @param directory where relative paths start, and the worker; absolute
 * @param command the worker; {@code python} stands for the environment's interpreter
 * @param variables what the worker inherits
 * @param holder whose life the lease is bound to, as the text of a JSON object
 * @param requester whose turn in the agent's queue it uses up
 * @param launcher whether a program is wanted that becomes the worker
 */
public record Wish(
        String spec,
        String options,
        String directory,
        List<String> command,
        Map<String, String> variables,
        String holder,
        String requester,
        boolean launcher) {
    /** Copies the collections. */
    public Wish {
        command = List.copyOf(command);
        variables = Map.copyOf(variables);
    }

    /** {@return a wish for that environment, held by this process, for a worker that inherits these variables} */
    public static Wish of(String spec, Map<String, String> variables) {
        return new Wish(spec, "{}", "/", List.of("python"), variables, "{}", "", false)
                .heldBy(ProcessHandle.current().pid());
    }

    /** {@return the same wish, held until that process of this node ends} */
    public Wish heldBy(long pid) {
        return with("{\"pid\":" + pid + "}", command, directory);
    }

    /** {@return the same wish, held by something that the node cannot see, until the time is over or the lease is renewed} */
    public Wish heldBy(String name, long seconds) {
        return with("{\"name\":" + Json.quoted(name) + ",\"ttl_seconds\":" + seconds + "}", command, directory);
    }

    /** {@return the same wish for that worker} */
    public Wish running(List<String> worker) {
        return with(holder, worker, directory);
    }

    /** {@return the same wish, relative paths starting from there} */
    public Wish in(String folder) {
        return with(holder, command, folder);
    }

    /** {@return the same wish with these options, the text of a JSON object} */
    public Wish withOptions(String json) {
        return new Wish(spec, json, directory, command, variables, holder, requester, launcher);
    }

    /** {@return the same wish, counted against that requester} */
    public Wish askedBy(String who) {
        return new Wish(spec, options, directory, command, variables, holder, who, launcher);
    }

    /** {@return the same wish, and a program that becomes the worker} */
    public Wish withLauncher() {
        return new Wish(spec, options, directory, command, variables, holder, requester, true);
    }

    private Wish with(String otherHolder, List<String> otherCommand, String otherDirectory) {
        return new Wish(spec, options, otherDirectory, otherCommand, variables, otherHolder, requester, launcher);
    }

    /** {@return the body of the request} */
    String json() {
        StringBuilder json = new StringBuilder("{\"spec\":")
                .append(spec)
                .append(",\"options\":")
                .append(options);
        json.append(",\"directory\":")
                .append(Json.quoted(directory))
                .append(",\"holder\":")
                .append(holder);
        json.append(",\"requester\":").append(Json.quoted(requester));
        json.append(",\"launcher\":").append(launcher).append(",\"command\":[");
        String comma = "";
        for (String word : command) {
            json.append(comma).append(Json.quoted(word));
            comma = ",";
        }
        json.append("],\"variables\":{");
        comma = "";
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            json.append(comma)
                    .append(Json.quoted(variable.getKey()))
                    .append(':')
                    .append(Json.quoted(variable.getValue()));
            comma = ",";
        }
        return json.append("}}").toString();
    }

    /** {@return nothing of the variables, which may hold secrets} */
    @Override
    public String toString() {
        return "Wish[" + command + "]";
    }
}
