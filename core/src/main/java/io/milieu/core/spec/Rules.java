package io.milieu.core.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** The rules about which fields go together. */
final class Rules {
    private static final List<List<String>> ALTERNATIVES =
            List.of(List.of("pip", "uv", "conda"), List.of("docker", "container", "image_uri"));
    private static final List<String> WHOLE_IMAGES = List.of("container", "image_uri");
    private static final Set<String> BESIDE_WHOLE_IMAGE = Set.of("config", "env_vars", "validation_type");

    private Rules() {}

    /**
     * Reports every combination that is not allowed.
     *
     * @param present the fields that are there
     * @param mention how a message names a field, for example {@code `pip`}
     */
    static void check(Set<String> present, UnaryOperator<String> mention, Place root) {
        for (List<String> group : ALTERNATIVES) {
            List<String> chosen = group.stream().filter(present::contains).toList();
            if (chosen.size() > 1) {
                root.member(chosen.getFirst())
                        .report(mention.apply(chosen.getFirst()) + " cannot be used together with "
                                + mentions(chosen.subList(1, chosen.size()), mention));
            }
        }
        for (String image : WHOLE_IMAGES) {
            List<String> foreign = present.contains(image) ? foreignTo(present) : List.of();
            if (!foreign.isEmpty()) {
                root.member(image)
                        .report(mention.apply(image)
                                + " can be used only with `config`, `env_vars` and `validation_type`, not with "
                                + mentions(foreign, mention));
            }
        }
    }

    /** What a whole image does not go with, except the other ways to name an image: those are alternatives. */
    private static List<String> foreignTo(Set<String> present) {
        Set<String> foreign = new TreeSet<>(present);
        foreign.removeAll(BESIDE_WHOLE_IMAGE);
        ALTERNATIVES.getLast().forEach(foreign::remove);
        return new ArrayList<>(foreign);
    }

    private static String mentions(List<String> fields, UnaryOperator<String> mention) {
        return String.join(" and ", fields.stream().map(mention).toList());
    }
}
