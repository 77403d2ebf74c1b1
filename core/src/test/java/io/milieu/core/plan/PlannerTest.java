package io.milieu.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.event.BuildEvent;
import io.milieu.core.event.BuildListener;
import io.milieu.core.json.JsonValue;
import io.milieu.core.link.LinkMode;
import io.milieu.core.plan.PlanOptions.IndexOptions;
import io.milieu.core.spec.RuntimeEnv;
import io.milieu.core.spec.RuntimeEnvBuilder;
import io.milieu.core.spec.SetupConfig;
import io.milieu.core.spec.Validation;
import io.milieu.core.store.Staging;
import io.milieu.core.store.StoreFixture;
import io.milieu.testkit.FakeClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class PlannerTest {
    @TempDir
    Path temp;

    private final ScriptedPart packages = new ScriptedPart("packages", "pip", "uv");
    private final ScriptedPart code = new ScriptedPart("code", "working_dir", "my_plugin");
    private final FakeClock clock = new FakeClock();
    private Planner planner;

    @BeforeEach
    void makeAPlanner() {
        planner = new Planner(List.of(packages, code), new LockBook(temp.resolve("locks")), clock);
    }

    private static RuntimeEnvBuilder demo() {
        return RuntimeEnv.builder().pip(List.of("demo"));
    }

    private EnvironmentRequest request(RuntimeEnv spec) {
        return new EnvironmentRequest(spec, PlanOptions.DEFAULTS, temp);
    }

    private Plan plan(RuntimeEnv spec) throws InterruptedException {
        return plan(request(spec));
    }

    private Plan plan(EnvironmentRequest request) throws InterruptedException {
        return planner.plan(request, BuildListener.none());
    }

    private static LayerRecipe layer(String label) {
        return new LayerRecipe(StoreFixture.layer(label), label, -1, (staging, listener) -> 0);
    }

    @Test
    void everyFieldWithoutAPartIsNamedAtOnce() {
        RuntimeEnv spec = RuntimeEnv.builder()
                .field("workin_dir", JsonValue.of("x"))
                .field("nonsense", JsonValue.of("x"))
                .conda("base")
                .build();
        assertThatThrownBy(() -> plan(spec))
                .hasMessage("field `conda` needs module `conda`, which is not installed;"
                        + " field `workin_dir` is not known, and no installed part claims it;"
                        + " field `nonsense` is not known, and no installed part claims it")
                .isInstanceOfSatisfying(MilieuException.class, e -> {
                    assertThat(e.code()).isEqualTo(CoreError.FIELD_NEEDS_MODULE);
                    assertThat(e.hints())
                            .containsExactly(
                                    "Did you mean `working_dir`?",
                                    "Remove the field, or install the module that understands it.");
                });
        assertThat(packages.calls).isEmpty();
    }

    @Test
    void aPartMayClaimAFieldThatMilieuDoesNotDefine() throws Exception {
        Plan plan = plan(demo().field("my_plugin", JsonValue.of("x")).build());
        assertThat(plan.parts()).containsOnlyKeys("packages", "code");
        assertThat(plan.lock().sections()).containsOnlyKeys("packages", "code");
    }

    @Test
    void onlyPartsThatAreConcernedAreAsked() throws Exception {
        Plan plan = plan(demo().build());
        assertThat(plan.parts()).containsOnlyKeys("packages");
        assertThat(packages.calls).containsExactly("inspect", "resolve", "plan 1");
        assertThat(code.calls).isEmpty();
    }

    @Test
    void theAnswerIsMadeFromTheFactsAndRemembered() throws Exception {
        packages.facts("python 3.13");
        Plan first = plan(demo().build());
        assertThat(first.remembered()).isFalse();
        assertThat(first.lock().made()).isEqualTo(clock.instant());
        assertThat(first.lock().sections().get("packages"))
                .isEqualTo(JsonValue.object()
                        .put("answer", 1)
                        .put(
                                "facts",
                                JsonValue.object().put("fact", "python 3.13").build())
                        .build());
        Plan second = plan(demo().build());
        assertThat(second.remembered()).isTrue();
        assertThat(second.lock()).isEqualTo(first.lock());
        assertThat(packages.calls).containsExactly("inspect", "resolve", "plan 1", "inspect", "plan 1");
    }

    @Test
    void fieldsThatSayHowAWorkerStartsNeedNoNewAnswerAndMakeNoOtherEnvironment() throws Exception {
        Plan plain = plan(demo().build());
        Plan dressed = plan(demo().envVar("A", "1")
                .pyExecutable("python -O")
                .excludes(List.of("*.log"))
                .config(new SetupConfig(5, false, List.of("log")))
                .build());
        assertThat(dressed.lock()).isEqualTo(plain.lock());
        assertThat(dressed.id()).isEqualTo(plain.id());
        assertThat(packages.resolutions()).isEqualTo(1);
    }

    @Test
    void anEnvironmentThatIsTriedNeedsNoNewAnswerButIsAnotherOne() throws Exception {
        Plan untried = plan(demo().build());
        Plan tried = plan(demo().validationType(new Validation.Full()).build());
        assertThat(tried.lock()).isEqualTo(untried.lock());
        assertThat(tried.id()).isNotEqualTo(untried.id());
    }

    private static Stream<UnaryOperator<PlanOptions>> decisiveOptions() {
        return Stream.of(
                options -> options.withPython("3.12"),
                options -> options.withExtendBase(true),
                options -> options.withSeedPip(true),
                options -> options.withLinkMode(LinkMode.COPY),
                options -> options.withPackageOptions(List.of("--no-deps")),
                options -> options.withIndex(new IndexOptions("", List.of(), List.of(), false, true)),
                options -> options.withIndex(new IndexOptions("", List.of(), List.of(), true, false)),
                options -> options.withIndex(new IndexOptions("", List.of(), List.of("x"), false, false)),
                options -> options.withIndex(new IndexOptions("", List.of("x"), List.of(), false, false)),
                options -> options.withIndex(new IndexOptions("x", List.of(), List.of(), false, false)));
    }

    @ParameterizedTest
    @MethodSource("decisiveOptions")
    void anOptionThatCanChangeTheAnswerNeedsANewOne(UnaryOperator<PlanOptions> change) throws Exception {
        EnvironmentRequest usual = request(demo().build());
        Plan first = plan(usual);
        Plan other = plan(new EnvironmentRequest(usual.spec(), change.apply(usual.options()), temp));
        assertThat(other.remembered()).isFalse();
        assertThat(other.lock().key()).isNotEqualTo(first.lock().key());
    }

    @Test
    void otherFactsOrFieldsNeedANewAnswerAnotherFolderAloneDoesNot() throws Exception {
        plan(demo().build());
        plan(new EnvironmentRequest(demo().build(), PlanOptions.DEFAULTS, temp.resolve("elsewhere")));
        assertThat(packages.resolutions()).isEqualTo(1);
        packages.facts("another interpreter");
        plan(demo().build());
        assertThat(packages.resolutions()).isEqualTo(2);
        plan(RuntimeEnv.builder().uv(List.of("demo")).build());
        assertThat(packages.resolutions()).isEqualTo(3);
    }

    @Test
    void aLockIsNotUsedWhenItIsTooOldForTheOneWhoAsks() throws Exception {
        EnvironmentRequest request = request(demo().build());
        plan(request);
        clock.advance(Duration.ofHours(2));
        assertThat(plan(request).remembered()).isTrue();
        PlanOptions impatient = request.options().withLockTtl(Duration.ofHours(1));
        Plan anew = plan(new EnvironmentRequest(request.spec(), impatient, temp));
        assertThat(anew.remembered()).isFalse();
        assertThat(anew.lock().made()).isEqualTo(clock.instant());
    }

    @Test
    void whatIsResolvedAnewOnPurposeAnswersLaterRequests() throws Exception {
        EnvironmentRequest request = request(demo().build());
        plan(request);
        assertThat(plan(request.refreshed()).remembered()).isFalse();
        plan(request);
        assertThat(packages.calls).endsWith("inspect", "plan 2");
    }

    @Test
    void aFailureIsNotRemembered() throws Exception {
        MilieuException failure = new MilieuException(CoreError.FETCH_FAILED, "no luck");
        packages.resolving(listener -> {
            throw failure;
        });
        assertThatThrownBy(() -> plan(demo().build())).isSameAs(failure);
        packages.resolving(listener -> {});
        assertThat(plan(demo().build()).remembered()).isFalse();
    }

    @Test
    void aLockThatCannotBeRememberedIsUsedWithAWarning() throws Exception {
        Files.writeString(temp.resolve("locks"), "in the way");
        List<BuildEvent> events = new ArrayList<>();
        Plan plan = planner.plan(request(demo().build()), events::add);
        assertThat(plan.lock().sections()).containsOnlyKeys("packages");
        assertThat(events)
                .filteredOn(BuildEvent.Warning.class::isInstance)
                .singleElement()
                .asString()
                .contains("the lock could not be remembered: ");
    }

    /** One who waits for another who resolves, and gives up, ends nothing but his own request. */
    @Test
    void whoStopsWaitingDisturbsNobody() throws Exception {
        CountDownLatch resolving = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        packages.resolving(listener -> {
            resolving.countDown();
            goOn.await();
        });
        FutureTask<Plan> first = new FutureTask<>(() -> plan(demo().build()));
        Thread.ofPlatform().start(first);
        resolving.await();
        FutureTask<Plan> second = new FutureTask<>(() -> plan(demo().build()));
        Thread waiter = Thread.ofPlatform().start(second);
        while (waiter.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        waiter.interrupt();
        assertThatThrownBy(second::get).hasCauseInstanceOf(InterruptedException.class);
        goOn.countDown();
        assertThat(first.get().remembered()).isFalse();
        assertThat(packages.resolutions()).isEqualTo(1);
    }

    @Test
    void requestsForDifferentThingsDoNotWaitForEachOther() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        packages.resolving(listener -> {
            both.countDown();
            both.await();
        });
        FutureTask<Plan> first = new FutureTask<>(() -> plan(demo().build()));
        Thread.ofPlatform().start(first);
        Plan second = plan(RuntimeEnv.builder().pip(List.of("other")).build());
        assertThat(first.get().lock().key()).isNotEqualTo(second.lock().key());
    }

    @Test
    void layersOfSeveralPartsAreListedOnceInOrder() throws Exception {
        packages.layers(layer("b"), layer("a"));
        code.layers(layer("a"), layer("c"));
        Plan plan = plan(demo().workingDir("code").build());
        assertThat(plan.layers()).extracting(LayerRecipe::label).containsExactly("b", "a", "c");
        assertThat(plan.launch(new Staging(temp, Path.of("/env"))).searchPath())
                .containsExactly("/env/packages", "/env/code");
    }

    @Test
    void theIdentityFollowsFromLayersTheirOrderAndWhatPartsAdd() throws Exception {
        packages.layers(layer("a"), layer("b"));
        EnvironmentId usual = plan(demo().build()).id();
        packages.layers(layer("b"), layer("a"));
        EnvironmentId reordered = plan(demo().build()).id();
        packages.layers(layer("a"), layer("b"));
        packages.identity("other");
        EnvironmentId added = plan(demo().build()).id();
        assertThat(List.of(usual, reordered, added)).doesNotHaveDuplicates();
    }

    @Test
    void requestsThatAreResolvedAlikeAreOneEnvironment() throws Exception {
        packages.layers(layer("a"));
        Plan one = plan(demo().build());
        Plan other = plan(RuntimeEnv.builder().uv(List.of("demo>0")).build());
        assertThat(other.lock().key()).isNotEqualTo(one.lock().key());
        assertThat(other.id()).isEqualTo(one.id());
    }

    @Test
    void aPlanIsMadeAgainFromItsLockWithoutLookingAndWithoutPartsThatAreGone() throws Exception {
        packages.layers(layer("a"));
        Plan plan = plan(demo().workingDir("code").build());
        packages.calls.clear();
        Planner later = new Planner(List.of(packages), new LockBook(temp.resolve("other")), clock);
        Plan again = later.again(plan.request().spec(), plan.lock(), temp);
        assertThat(again.parts()).containsOnlyKeys("packages");
        assertThat(again.layers())
                .extracting(LayerRecipe::key)
                .containsExactly(layer("a").key());
        assertThat(packages.calls).containsExactly("plan 1");
        assertThat(again.lock().sections()).isEqualTo(Map.copyOf(plan.lock().sections()));
    }
}
