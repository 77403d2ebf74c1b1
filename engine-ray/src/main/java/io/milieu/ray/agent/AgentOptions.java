package io.milieu.ray.agent;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The command line that a raylet starts its runtime environment agent with, as in Ray 2.58 to 2.60. Flags that are not known are passed over,
 * since newer releases add some.
 *
 * @param nodeId the node's id in hexadecimal digits
 * @param nodeIp the address to listen on
 * @param port the port; 0 for any that is free, which is then told in a file
 * @param sessionDir where that file goes
 * @param gcsAddress host and port of the cluster's control store
 * @param clusterId the cluster's id in hexadecimal digits
 * @param runtimeEnvDir where packages are unpacked
 * @param log where logs go
 * @param python the interpreter that Ray itself runs on, which environments extend
 */
record AgentOptions(
        String nodeId,
        String nodeIp,
        int port,
        Path sessionDir,
        String gcsAddress,
        String clusterId,
        Path runtimeEnvDir,
        LogOptions log,
        String python) {

    /**
     * Where logs go.
     *
     * @param folder the session's folder of logs
     * @param file the agent's own log in it; empty for standard error
     * @param rotateBytes how large a log grows; 0 for any size
     * @param backups how many full logs are kept
     */
    record LogOptions(Path folder, String file, long rotateBytes, int backups) {}

    /**
     * {@return the options in these words}
     *
     * @throws MilieuException {@link CoreError#USAGE} naming a flag that is missing or is no number
     */
    static AgentOptions parse(List<String> words) {
        Flags flags = Flags.parse(words);
        LogOptions log = new LogOptions(
                Path.of(flags.required("--log-dir")),
                flags.optional("--logging-filename", "runtime_env_agent.log"),
                flags.number("--logging-rotate-bytes"),
                (int) flags.number("--logging-rotate-backup-count"));
        return new AgentOptions(
                flags.required("--node-id"),
                flags.required("--node-ip-address"),
                (int) flags.number("--runtime-env-agent-port"),
                Path.of(flags.required("--session-dir")),
                flags.required("--gcs-address"),
                flags.required("--cluster-id-hex"),
                Path.of(flags.required("--runtime-env-dir")),
                log,
                flags.required("--ray-python"));
    }

    private record Flags(Map<String, String> values) {
        static Flags parse(List<String> words) {
            Map<String, String> values = new HashMap<>();
            for (int i = 0; i < words.size(); i++) {
                String word = words.get(i);
                int equals = word.indexOf('=');
                if (equals > 0) {
                    values.put(word.substring(0, equals), word.substring(equals + 1));
                } else if (i + 1 < words.size() && !words.get(i + 1).startsWith("--")) {
                    values.put(word, words.get(++i));
                } else {
                    values.put(word, "");
                }
            }
            return new Flags(values);
        }

        String required(String name) {
            String value = values.getOrDefault(name, "");
            if (value.isEmpty()) {
                throw new MilieuException(
                        CoreError.USAGE,
                        "the flag `" + name + "` is missing",
                        List.of("A raylet starts this command; `milieu ray install` sees to that."));
            }
            return value;
        }

        String optional(String name, String otherwise) {
            return values.getOrDefault(name, otherwise);
        }

        long number(String name) {
            String value = required(name);
            try {
                return Long.parseLong(value);
            } catch (NumberFormatException e) {
                throw new MilieuException(
                        CoreError.USAGE, "`" + name + " " + value + "` is not a number", List.of(), e);
            }
        }
    }
}
