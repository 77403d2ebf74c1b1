package io.milieu.core.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.event.BuildEvent;
import io.milieu.core.event.BuildListener;
import io.milieu.core.lease.Pins;
import io.milieu.core.plan.EnvironmentRequest;
import io.milieu.core.plan.LayerRecipe;
import io.milieu.core.plan.LockBook;
import io.milieu.core.plan.Plan;
import io.milieu.core.plan.PlanOptions;
import io.milieu.core.plan.Planner;
import io.milieu.core.plan.ScriptedPart;
import io.milieu.core.spec.RuntimeEnv;
import io.milieu.core.spec.RuntimeEnvBuilder;
import io.milieu.core.spec.Validation;
import io.milieu.core.store.LayerKey;
import io.milieu.core.store.Store;
import io.milieu.core.store.StoreFixture;
import io.milieu.testkit.FakeClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EnvironmentBuilderTest {
    @TempDir
    Path temp;

    private final ScriptedPart part = new ScriptedPart("part", "pip");
    private final List<String> made = new CopyOnWriteArrayList<>();
    private final List<BuildEvent> events = new CopyOnWriteArrayList<>();
    private final RuntimeEnvBuilder spec = RuntimeEnv.builder().pip(List.of("demo"));
    private Store store;
    private Pins pins;
    private EnvironmentBuilder builder;

    @BeforeEach
    void open() {
        store = StoreFixture.real(temp.resolve("store"));
        pins = new Pins(store);
        builder = new EnvironmentBuilder(store, pins, new Validator(System.getenv()));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private LayerRecipe layer(String label, long bytes, LayerRecipe.Work work) {
        return new LayerRecipe(StoreFixture.layer(label), label, bytes, (staging, listener) -> {
            made.add(label);
            return work.produce(staging, listener);
        });
    }

    private LayerRecipe good(String label) {
        return layer(label, 10, (staging, listener) -> {
            Files.writeString(staging.directory().resolve("content"), label);
            return 1;
        });
    }

    private Plan plan() throws InterruptedException {
        Planner planner = new Planner(List.of(part), new LockBook(temp.resolve("locks")), new FakeClock());
        return planner.plan(new EnvironmentRequest(spec.build(), PlanOptions.DEFAULTS, temp), BuildListener.none());
    }

    private Environment build() throws InterruptedException {
        return builder.build(plan(), events::add);
    }

    private Optional<Path> stored(String label) {
        return store.find(StoreFixture.layer(label));
    }

    private void assertNothingHalfMade() throws Exception {
        assertThat(builder.find(plan())).isEmpty();
        assertThat(store.layout().temporary()).isEmptyDirectory();
        assertThat(pins.named()).isEmpty();
    }

    @Test
    void whatIsBuiltIsFoundWithoutAnyWorkOrEvent() throws Exception {
        part.layers(good("a"), good("b"));
        Environment first = build();
        assertThat(first.directory().resolve("a/content")).hasContent("a");
        events.clear();
        Environment second = build();
        assertThat(second).isEqualTo(first);
        assertThat(builder.find(plan())).contains(first);
        assertThat(events).isEmpty();
        assertThat(made).containsExactlyInAnyOrder("a", "b");
        assertThat(pins.named()).isEmpty();
    }

    @Test
    void onlyWhatIsMissingIsMadeAndTold() throws Exception {
        part.layers(good("a"));
        build();
        events.clear();
        part.identity("another environment");
        part.layers(good("a"), layer("c", -1, (staging, listener) -> 0), layer("d", 7, (staging, listener) -> 0));
        build();
        assertThat(events).first().isEqualTo(new BuildEvent.Planned(3, 2, 7));
        assertThat(events).contains(new BuildEvent.LayerReady("c"), new BuildEvent.LayerReady("d"));
        assertThat(made).containsExactlyInAnyOrder("a", "c", "d");
    }

    @Test
    void afterAFailureWhatIsCompleteStaysAndTheNextRequestGoesOn() throws Exception {
        CountDownLatch ready = new CountDownLatch(1);
        MilieuException failure = new MilieuException(CoreError.FETCH_FAILED, "no luck");
        part.layers(good("a"), layer("b", 1, (staging, listener) -> {
            Files.writeString(staging.directory().resolve("half"), "");
            ready.await();
            throw failure;
        }));
        assertThatThrownBy(() -> builder.build(plan(), event -> {
                    if (event instanceof BuildEvent.LayerReady) {
                        ready.countDown();
                    }
                }))
                .isSameAs(failure);
        assertThat(stored("a")).isPresent();
        assertThat(stored("b")).isEmpty();
        assertNothingHalfMade();
        part.layers(good("a"), good("b"));
        assertThat(build().directory().resolve("b/content")).hasContent("b");
        assertThat(made).containsExactlyInAnyOrder("a", "b", "b");
    }

    @Test
    void aFailureEndsTheWorkOnOtherLayers() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        part.layers(
                layer("endless", 10, (staging, listener) -> {
                    begun.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw e;
                    }
                    return 0;
                }),
                layer("broken", 1, (staging, listener) -> {
                    begun.await();
                    throw new IOException("no such device");
                }));
        assertThatThrownBy(this::build)
                .hasMessageContaining("no such device")
                .isInstanceOfSatisfying(
                        MilieuException.class, e -> assertThat(e.code()).isEqualTo(CoreError.IO_FAILED));
        assertThat(interrupted.getCount()).isZero();
        assertNothingHalfMade();
    }

    @Test
    void aMistakeInALayersWorkIsADefect() throws Exception {
        part.layers(layer("a", 1, (staging, listener) -> {
            throw new IllegalStateException("boom");
        }));
        assertThatThrownBy(this::build)
                .hasMessage("a layer could not be built: java.lang.IllegalStateException: boom")
                .isInstanceOfSatisfying(
                        MilieuException.class, e -> assertThat(e.code()).isEqualTo(CoreError.DEFECT));
        assertNothingHalfMade();
    }

    @Test
    void anEnvironmentThatCannotBeAssembledIsNotThereButItsLayersAre() throws Exception {
        part.layers(good("a"));
        part.assembling(folder -> {
            throw new IOException("no links here");
        });
        assertThatThrownBy(this::build).hasMessageContaining("no links here");
        assertThat(stored("a")).isPresent();
        assertNothingHalfMade();
        part.assembling(folder -> {});
        build();
        assertThat(made).containsExactly("a");
    }

    @Test
    void anInterruptedBuildLeavesNothingHalfMade() throws Exception {
        Thread caller = Thread.currentThread();
        part.layers(layer("a", 1, (staging, listener) -> {
            caller.interrupt();
            new CountDownLatch(1).await();
            return 0;
        }));
        assertThatThrownBy(this::build).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        assertNothingHalfMade();
    }

    @Test
    void anEnvironmentThatFailsItsTrialIsNotPublished() throws Exception {
        spec.validationType(new Validation.Custom(List.of("sh", "-c", "echo bad luck; exit 3")));
        assertThatThrownBy(this::build)
                .hasMessage("the validation command `sh -c echo bad luck; exit 3` ended with exit code 3:\nbad luck")
                .isInstanceOfSatisfying(
                        MilieuException.class, e -> assertThat(e.code()).isEqualTo(CoreError.VALIDATION_FAILED));
        assertNothingHalfMade();
    }

    @Test
    void whatIsRecordedHoldsNoVariablesAndNamesThePlaceItLivesAt() throws Exception {
        part.layers(good("a"));
        spec.envVar("TOKEN", "secret");
        Environment environment = build();
        assertThat(environment.directory().resolve("environment.json"))
                .content()
                .doesNotContain("secret", "TOKEN");
        assertThat(environment.spec())
                .isEqualTo(RuntimeEnv.builder().pip(List.of("demo")).build());
        assertThat(environment.launch().searchPath())
                .containsExactly(environment.directory().resolve("part").toString());
        assertThat(environment.lock()).isEqualTo(plan().lock());
        LayerKey key = environment.id().key();
        assertThat(store.seal(key.entry()).orElseThrow().references())
                .containsExactly(StoreFixture.layer("a").entry());
    }

    @Test
    void anEnvironmentIsSettledOnce() throws Exception {
        Environment environment = build();
        Plan plan = plan();
        assertThat(environment.isSettled()).isFalse();
        builder.afterwards(plan, environment);
        builder.afterwards(plan, environment);
        assertThat(environment.isSettled()).isTrue();
        assertThat(part.calls).filteredOn("afterwards"::equals).hasSize(1);
    }

    @Test
    void anEnvironmentThatCouldNotBeSettledIsTriedAgain() throws Exception {
        Environment environment = build();
        part.settling(scratch -> {
            Files.writeString(scratch.resolve("half"), "");
            throw new IOException("the disk is odd");
        });
        assertThatThrownBy(() -> builder.afterwards(plan(), environment)).hasMessageContaining("the disk is odd");
        assertThat(environment.isSettled()).isFalse();
        assertThat(store.layout().temporary()).isEmptyDirectory();
        assertThat(pins.named()).isEmpty();
        part.settling(scratch -> assertThat(scratch).isEmptyDirectory());
        builder.afterwards(plan(), environment);
        assertThat(environment.isSettled()).isTrue();
    }

    @Test
    void whatWasReclaimedIsNotSettled() throws Exception {
        Environment environment = build();
        store.discard(environment.id().key().entry());
        builder.afterwards(plan(), environment);
        assertThat(part.calls).doesNotContain("afterwards");
        assertThat(builder.find(plan())).isEmpty();
    }
}
