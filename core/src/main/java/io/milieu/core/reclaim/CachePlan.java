package io.milieu.core.reclaim;

import io.milieu.core.reclaim.ReclaimPlan.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which files of the caches go. Any of them may go at any time; those that were not used for long do, and the least recently used
 * while all together are larger than the policy allows.
 *
 * @param victims what goes, the least recently used first
 */
public record CachePlan(List<Victim> victims) {
    /** Nothing goes. */
    public static final CachePlan NOTHING = new CachePlan(List.of());

    /** Nobody writes for so long without a byte: a draft that old was left by a killed process. */
    private static final Duration DRAFT_AGE = Duration.ofDays(1);

    /** Copies the list. */
    public CachePlan {
        victims = List.copyOf(victims);
    }

    /** One file that goes, and why. */
    public record Victim(CachedFile file, Reason reason) {}

    /**
     * What goes from one cache for one reason.
     *
     * @param cache the cache's folder
     * @param reason why
     * @param files how many files
     * @param bytes their size together
     */
    public record Share(String cache, Reason reason, int files, long bytes) {
        private Share plus(Share other) {
            return new Share(cache, reason, files + other.files, bytes + other.bytes);
        }
    }

    /** {@return the plan for those files at that time} A pure function. */
    public static CachePlan of(List<CachedFile> files, Instant time, ReclaimPolicy policy) {
        List<CachedFile> oldestFirst = new ArrayList<>(files);
        oldestFirst.sort(Comparator.comparing(CachedFile::lastUse).thenComparing(CachedFile::path));
        long bytes = files.stream().mapToLong(CachedFile::bytes).sum();
        List<Victim> victims = new ArrayList<>();
        for (CachedFile file : oldestFirst) {
            Duration idle = Duration.between(file.lastUse(), time);
            Optional<Reason> reason = reason(file, idle, bytes > policy.maxCacheBytes(), policy);
            if (reason.isPresent()) {
                victims.add(new Victim(file, reason.get()));
                bytes -= file.bytes();
            }
        }
        return new CachePlan(victims);
    }

    /** {@return the bytes of what goes} */
    public long bytes() {
        return victims.stream().mapToLong(victim -> victim.file().bytes()).sum();
    }

    /** {@return what goes, counted for each cache and reason} */
    public List<Share> shares() {
        TreeMap<String, Share> shares = new TreeMap<>();
        for (Victim victim : victims) {
            Share one = new Share(
                    victim.file().cache(), victim.reason(), 1, victim.file().bytes());
            shares.merge(one.cache() + " " + one.reason(), one, Share::plus);
        }
        return List.copyOf(shares.values());
    }

    private static Optional<Reason> reason(CachedFile file, Duration idle, boolean tooMuch, ReclaimPolicy policy) {
        if (file.draft()) {
            return longer(idle, DRAFT_AGE) ? Optional.of(Reason.UNUSABLE) : Optional.empty();
        }
        if (longer(idle, policy.maxCacheAge())) {
            return Optional.of(Reason.TOO_OLD);
        }
        return tooMuch && longer(idle, policy.minAge()) ? Optional.of(Reason.OVER_BUDGET) : Optional.empty();
    }

    private static boolean longer(Duration one, Duration other) {
        return one.compareTo(other) > 0;
    }
}
