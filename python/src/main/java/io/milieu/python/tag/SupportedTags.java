package io.milieu.python.tag;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The tags that one interpreter supports, best first (PEP 425, 384, 600, 656, 703, 803). Immutable. */
public final class SupportedTags {
    private final List<Tag> tags;
    private final Map<Tag, Integer> ranks;

    private SupportedTags(List<Tag> tags) {
        this.tags = List.copyOf(tags);
        this.ranks = HashMap.newHashMap(tags.size());
        for (int rank = 0; rank < tags.size(); rank++) {
            ranks.putIfAbsent(tags.get(rank), rank);
        }
    }

    /** {@return the tags of an interpreter} */
    public static SupportedTags of(PlatformFacts facts) {
        return new SupportedTags(new InterpreterTags(facts).list());
    }

    /** {@return supported tags in this order} */
    public static SupportedTags of(List<Tag> bestFirst) {
        return new SupportedTags(new ArrayList<>(bestFirst));
    }

    /** {@return the tags, best first} */
    public List<Tag> tags() {
        return tags;
    }

    /** {@return the rank of the tag, 0 for the best; nothing if it is not supported} */
    public OptionalInt rank(Tag tag) {
        Integer rank = ranks.get(tag);
        return rank == null ? OptionalInt.empty() : OptionalInt.of(rank);
    }

    /** {@return the rank of the wheel's best tag, 0 for the best; nothing if the wheel does not fit} */
    public OptionalInt best(WheelFileName wheel) {
        int best = Integer.MAX_VALUE;
        for (Tag tag : wheel.tags()) {
            best = Math.min(best, ranks.getOrDefault(tag, Integer.MAX_VALUE));
        }
        return best == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(best);
    }
}
