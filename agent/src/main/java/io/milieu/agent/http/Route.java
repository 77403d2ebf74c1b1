package io.milieu.agent.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One method and path, and who answers.
 *
 * @param method the HTTP method
 * @param template the path, in which <code>{name}</code> stands for any one segment
 * @param responder who answers
 */
public record Route(String method, String template, Responder responder) {

    /** {@return what stands in the places of the template, if the path has its form} */
    Optional<Map<String, String>> match(String path) {
        List<String> expected = segments(template);
        List<String> found = segments(path);
        if (expected.size() != found.size()) {
            return Optional.empty();
        }
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i < expected.size(); i++) {
            String segment = expected.get(i);
            if (segment.startsWith("{")) {
                names.put(segment.substring(1, segment.length() - 1), found.get(i));
            } else if (!segment.equals(found.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(names);
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }
}
