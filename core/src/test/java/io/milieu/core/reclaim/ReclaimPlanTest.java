package io.milieu.core.reclaim;

import static io.milieu.core.store.StoreFixture.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.core.reclaim.Entry.State;
import io.milieu.core.reclaim.ReclaimPlan.Reason;
import io.milieu.core.store.EntryName;
import io.milieu.core.store.LayerKey;
import io.milieu.core.store.StoreFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReclaimPlanTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static ReclaimPolicy budget(long bytes) {
        return new ReclaimPolicy(bytes, Optional.empty(), MINUTE);
    }

    private static EntryName environment(String name) {
        return StoreFixture.environment(name).entry();
    }

    private static EntryName layer(String name) {
        return StoreFixture.layer(name).entry();
    }

    private static Entry entry(EntryName name, int minutesAgo, EntryName... references) {
        return new Entry(name, State.DURABLE, 10, NOON.minus(MINUTE.multipliedBy(minutesAgo)), List.of(references), 0);
    }

    private static Entry leased(Entry entry) {
        return new Entry(entry.name(), entry.state(), entry.bytes(), entry.lastUse(), entry.references(), 1);
    }

    private static Entry broken(Entry entry) {
        return new Entry(entry.name(), State.BROKEN, entry.bytes(), entry.lastUse(), entry.references(), 0);
    }

    private static List<EntryName> victims(ReclaimPolicy policy, Set<LayerKey> pinned, Entry... entries) {
        Set<EntryName> names = Set.copyOf(pinned.stream().map(LayerKey::entry).toList());
        Inventory inventory = new Inventory(NOON, List.of(entries), names);
        ReclaimPlan plan = ReclaimPlan.of(inventory, List.of(), policy);
        assertThat(ReclaimPlan.of(inventory, List.of(), policy)).isEqualTo(plan);
        return plan.victims().stream().map(victim -> victim.entry().name()).toList();
    }

    @Test
    void withinTheBudgetNothingGoes() {
        assertThat(victims(budget(20), Set.of(), entry(layer("a"), 50), entry(layer("b"), 40)))
                .isEmpty();
    }

    @Test
    void overTheBudgetTheLeastRecentlyUsedGoesUntilTheRestFits() {
        assertThat(victims(
                        budget(20),
                        Set.of(),
                        entry(layer("new"), 2),
                        entry(layer("oldest"), 50),
                        entry(layer("newer"), 3),
                        entry(layer("old"), 40)))
                .containsExactly(layer("oldest"), layer("old"));
    }

    @Test
    void aLayerGoesOnlyAfterEveryEnvironmentThatLinksToIt() {
        Entry layer = entry(layer("shared"), 90);
        Entry old = entry(environment("old"), 50, layer.name());
        Entry young = entry(environment("young"), 20, layer.name());
        assertThat(victims(budget(0), Set.of(), layer, young, old))
                .containsExactly(old.name(), young.name(), layer.name());
        assertThat(victims(budget(0), Set.of(), layer, leased(young), old)).containsExactly(old.name());
    }

    @Test
    void layersThatAnOldEnvironmentFreesGoBeforeAYoungerEnvironment() {
        Entry layer = entry(layer("only here"), 50);
        Entry old = entry(environment("old"), 50, layer.name());
        Entry young = entry(environment("young"), 20);
        assertThat(victims(budget(10), Set.of(), layer, young, old)).containsExactly(old.name(), layer.name());
    }

    @Test
    void whatIsPinnedOrWasJustUsedStays() {
        assertThat(victims(
                        budget(0),
                        Set.of(StoreFixture.layer("pinned")),
                        entry(layer("pinned"), 50),
                        entry(layer("just used"), 1)))
                .isEmpty();
    }

    @Test
    void tooOldEntriesGoEvenWithinTheBudget() {
        ReclaimPolicy policy = new ReclaimPolicy(1000, Optional.of(Duration.ofMinutes(30)), MINUTE);
        assertThat(victims(policy, Set.of(), entry(layer("old"), 31), entry(layer("not yet"), 30)))
                .containsExactly(layer("old"));
    }

    @Test
    void unusableEntriesGoFirstAndAlways() {
        assertThat(victims(budget(1000), Set.of(), entry(layer("fine"), 90), broken(entry(layer("broken"), 5))))
                .containsExactly(layer("broken"));
    }

    @Test
    void thePlanSaysWhyAndWhatRemains() {
        Entry old = entry(layer("old"), 90);
        Entry young = entry(layer("young"), 20);
        ReclaimPolicy policy = new ReclaimPolicy(0, Optional.of(Duration.ofHours(1)), MINUTE);
        assertThat(ReclaimPlan.of(new Inventory(NOON, List.of(young, old), Set.of()), List.of(), policy))
                .isEqualTo(new ReclaimPlan(
                        List.of(
                                new ReclaimPlan.Victim(old, Reason.TOO_OLD),
                                new ReclaimPlan.Victim(young, Reason.OVER_BUDGET)),
                        CachePlan.NOTHING,
                        20,
                        0));
    }

    private static CachedFile cached(String path, long bytes, int minutesAgo) {
        return new CachedFile(Path.of(path), bytes, NOON.minus(MINUTE.multipliedBy(minutesAgo)));
    }

    private static List<String> pruned(ReclaimPolicy policy, CachedFile... files) {
        return CachePlan.of(List.of(files), NOON, policy).victims().stream()
                .map(victim -> victim.reason() + " " + victim.file().path())
                .toList();
    }

    @Test
    void cachedFilesThatNobodyUsedForThirtyDaysGo() {
        int month = 30 * 24 * 60;
        assertThat(pruned(budget(1000), cached("a/old", 1, month + 1), cached("a/not yet", 1, month)))
                .containsExactly("TOO_OLD a/old");
        ReclaimPolicy hour = new ReclaimPolicy(1000, Optional.of(Duration.ofHours(1)), MINUTE);
        assertThat(pruned(hour, cached("a/old", 1, 61), cached("a/not yet", 1, 60)))
                .containsExactly("TOO_OLD a/old");
    }

    @Test
    void ofCachedFilesTheLeastRecentlyUsedGoUntilATenthOfTheBudgetHoldsTheRest() {
        CachedFile[] files = {
            cached("a/newest", 4, 1), cached("a/oldest", 4, 40), cached("b/new", 4, 2), cached("b/old", 4, 30)
        };
        assertThat(pruned(budget(80), files)).containsExactly("OVER_BUDGET a/oldest", "OVER_BUDGET b/old");
        assertThat(pruned(budget(0), files))
                .containsExactly("OVER_BUDGET a/oldest", "OVER_BUDGET b/old", "OVER_BUDGET b/new");
    }

    @Test
    void aCachedFileThatIsBeingWrittenGoesAfterADay() {
        int day = 24 * 60;
        assertThat(pruned(budget(0), cached("a/.left", 9, day + 1), cached("a/.part", 9, day)))
                .containsExactly("UNUSABLE a/.left");
    }

    @Test
    void whatGoesFromTheCachesIsCountedByCacheAndReason() {
        CachedFile[] files = {
            cached("a/x/1", 5, 30), cached("a/2", 6, 20), cached("b/1", 7, 10), cached("a/.d", 8, 9999)
        };
        assertThat(CachePlan.of(List.of(files), NOON, budget(0)).shares())
                .containsExactly(
                        new CachePlan.Share("a", Reason.OVER_BUDGET, 2, 11),
                        new CachePlan.Share("a", Reason.UNUSABLE, 1, 8),
                        new CachePlan.Share("b", Reason.OVER_BUDGET, 1, 7));
    }

    @Test
    void cachedFilesThatStayCountTowardsTheBudgetOfTheStore() {
        Inventory inventory = new Inventory(NOON, List.of(entry(layer("a"), 50), entry(layer("b"), 40)), Set.of());
        ReclaimPlan plan = ReclaimPlan.of(inventory, List.of(cached("a/1", 2, 9), cached("a/2", 2, 8)), budget(20));
        assertThat(plan.victims()).extracting(victim -> victim.entry().name()).containsExactly(layer("a"));
        assertThat(plan.caches().victims()).hasSize(1);
        assertThat(plan.bytesBefore()).isEqualTo(24);
        assertThat(plan.bytesAfter()).isEqualTo(12);
    }

    @Test
    void theResultIsASentence() {
        ReclaimPlan.Victim victim = new ReclaimPlan.Victim(entry(layer("a"), 9), Reason.OVER_BUDGET);
        assertThat(new ReclaimResult(List.of(), CachePlan.NOTHING, 0, 999, false).sentence())
                .isEqualTo("Nothing to remove; the store holds 999 B.");
        assertThat(new ReclaimResult(List.of(victim), CachePlan.NOTHING, 0, 1_234_567, false).sentence())
                .isEqualTo("Removed 1 entry, 10 B; the store holds 1.2 MB.");
        assertThat(new ReclaimResult(List.of(victim, victim), CachePlan.NOTHING, 3, 999_999, false).sentence())
                .isEqualTo("Removed 2 entries, 20 B; 3 came into use meanwhile and stayed; the store holds 1.0 MB.");
        assertThat(new ReclaimResult(List.of(), CachePlan.NOTHING, 0, 0, true).sentence())
                .isEqualTo("Another process is collecting in this store: nothing to do.");
        CachePlan pruned = new CachePlan(List.of(new CachePlan.Victim(cached("a/b", 50, 90), Reason.TOO_OLD)));
        assertThat(new ReclaimResult(List.of(victim), pruned, 0, 0, false).sentence())
                .isEqualTo("Removed 1 entry and 1 cached file, 60 B; the store holds 0 B.");
    }
}
