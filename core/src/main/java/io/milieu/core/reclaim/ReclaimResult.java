package io.milieu.core.reclaim;

import io.milieu.core.base.Amounts;
import java.util.List;
import java.util.Locale;

/**
 * What a collection did.
 *
 * @param removed the entries that went
 * @param caches the cached files that went
 * @param spared what was to go, but was used, pinned or taken away by somebody else meanwhile
 * @param bytesAfter the bytes of what is left
 * @param otherAtWork whether another collector was at work, and this one did nothing
 */
public record ReclaimResult(
        List<ReclaimPlan.Victim> removed, CachePlan caches, int spared, long bytesAfter, boolean otherAtWork) {

    /** Copies the list. */
    public ReclaimResult {
        removed = List.copyOf(removed);
    }

    /** {@return the bytes of what went} */
    public long bytes() {
        return caches.bytes()
                + removed.stream().mapToLong(victim -> victim.entry().bytes()).sum();
    }

    /** {@return one sentence for people} */
    public String sentence() {
        if (otherAtWork) {
            return "Another process is collecting in this store: nothing to do.";
        }
        int files = caches.victims().size();
        if (removed.isEmpty() && spared == 0 && files == 0) {
            return "Nothing to remove; the store holds " + size(bytesAfter) + ".";
        }
        String sparing = spared == 0 ? "" : "; " + spared + " came into use meanwhile and stayed";
        String entries = removed.size() == 1 ? "1 entry" : removed.size() + " entries";
        String cached = files == 0 ? "" : " and " + Amounts.count(files, "cached file");
        return "Removed " + entries + cached + ", " + size(bytes()) + sparing + "; the store holds " + size(bytesAfter)
                + ".";
    }

    /** Decimal units, as disks are sold and `df -H` prints them. */
    private static String size(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 999.95) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %cB", value, "kMGTPE".charAt(unit));
    }
}
