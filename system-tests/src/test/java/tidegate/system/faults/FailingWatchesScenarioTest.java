package tidegate.system.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.bench.Expect.countsAgree;
import static tidegate.system.bench.Expect.degraded;
import static tidegate.system.bench.Expect.healthy;
import static tidegate.system.bench.Expect.pausedAtStep;
import static tidegate.system.bench.Expect.pods;
import static tidegate.system.bench.Expect.readyPodsAtLeast;
import static tidegate.system.bench.Expect.replicaSets;
import static tidegate.system.bench.Expect.stable;
import static tidegate.system.bench.Expect.that;
import static tidegate.system.bench.Manifests.canary;
import static tidegate.system.bench.Manifests.canaryWith;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tidegate.playground.client.ObjectKey;
import tidegate.playground.client.ResourceType;
import tidegate.playground.client.Selection;
import tidegate.playground.fault.Calls;
import tidegate.playground.fault.Fault;
import tidegate.playground.fault.Rule;
import tidegate.system.bench.Await;
import tidegate.system.bench.Expect;
import tidegate.system.bench.FinalState;
import tidegate.system.bench.Scenario;
import tidegate.system.bench.ScenarioExtension;

/** What the controller sees of the cluster breaks off, comes late or is wrong. One after the other: watches are shared. */
@ExtendWith(ScenarioExtension.class)
@Execution(ExecutionMode.SAME_THREAD)
@SuppressWarnings("NullAway.Init")
class FailingWatchesScenarioTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Calls LISTS = Calls.any().verbs("list");

    private static FaultyController controller;

    @BeforeAll
    static void start() {
        controller = FaultyController.start("failing-watches");
    }

    @AfterAll
    static void stop() {
        try (FaultyController ending = controller) {
            assertThat(ending.disturbed()).as("written to after the end").isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyWatchBreaksOffAfterEachEvent(Release release, Scenario on) {
        underThese(release, on, new Fault.WatchCut(1), Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @EnumSource
    void versionsAreTooOldAgainAndAgain(Release release, Scenario on) {
        underThese(release, on, new Fault.Expired(), 6);
    }

    private static void underThese(Release release, Scenario on, Fault fault, int times) {
        controller.undisturbed(release);
        release.create(on, controller.shard()::own);
        try (Rule rule = controller.faults().add(Calls.watches(), fault, times)) {
            controller.faults().cutWatches(Calls.watches());
            Release.update(on);
            on.then(that(
                    "as undisturbed",
                    state -> controller.differences(on, release).isEmpty()));
            assertThat(rule.hits()).isNotEmpty();
            controller.settled(on, "web");
        }
    }

    @Test
    void countsFromBeforeTheOwnWriteAreNoReasonToTakePodsAway(Scenario on) {
        on.given(own(canaryWith(
                "shop", 4, "blue", "", "      maxUnavailable: 0\n      maxSurge: 1\n", "setWeight: 50", "pause: {}")));
        on.then(healthy("shop"), pods("blue", 4), countsAgree("shop"));
        on.throughout(readyPodsAtLeast(4));
        try (Rule held = controller.faults().add(Calls.watches().of("replicasets"), new Fault.EventsHeld())) {
            on.whenImage("shop", "yellow");
            on.then(pods("yellow", 1));
            held.awaitHits(1, SOON);
            // whatever makes it look: it does not know that the new pod is ready
            on.when("kubectl label rollout shop nudged=yes");
            awaitLooks();
            assertThat(storedSizes(on)).containsExactlyInAnyOrder(4, 1);
        }
        on.then(pausedAtStep("shop", 1), pods("yellow", 2), pods("blue", 2));
        settle(on, "shop");
    }

    /** Until a look at its only unsettled Rollout has begun and ended: one key never has two at once. */
    private static void awaitLooks() {
        double before = controller.shard().process().begunPasses();
        Await.until("three more looks", () -> controller.shard().process().begunPasses() >= before + 3);
    }

    /** What the API has, whose watches may be late here. */
    private static List<Integer> storedSizes(Scenario on) {
        return on.api().list(ResourceType.REPLICA_SETS, Selection.inNamespace(on.namespace())).items().stream()
                .map(set -> set.at("spec", "replicas").integer().orElseThrow())
                .toList();
    }

    @Test
    void anAbortThatIsSeenLateIsCarriedOutWhenItIsSeen(Scenario on) {
        paused(on);
        try (Rule held = controller.faults().add(Calls.watches().of("rollouts"), new Fault.EventsHeld())) {
            on.whenPatched("shop", "status", "{\"status\":{\"abort\":true}}");
            held.awaitHits(1, SOON);
        }
        on.then(degraded("shop", "aborted"), pods("yellow", 0), pods("blue", 4));
        settle(on, "shop");
    }

    @Test
    void aViewThatLosesTheReplicaSetsPromotesNothingAndMakesNoneAnew(Scenario on) {
        paused(on);
        Set<String> sets = on.state().replicaSets().stream()
                .map(set -> ObjectKey.of(set).name())
                .collect(Collectors.toSet());
        double passes = passes(on);
        lookGone(
                on,
                "replicasets",
                sets,
                () -> Await.until("a pass without its ReplicaSets", () -> passes(on) > passes));
    }

    @Test
    void aViewThatLosesTheRolloutLeavesEverythingAsItIs(Scenario on) {
        paused(on);
        try (Rule asked = controller
                .faults()
                .add(FaultyController.callsIn(on).verbs("get").of("rollouts"), new Fault.Delayed(Duration.ZERO))) {
            lookGone(on, "rollouts", Set.of("shop"), () -> asked.awaitHits(1, SOON));
        }
    }

    /**
     * The next list of the controller's informer leaves these out; the one after that has them again.
     *
     * @param looked waits until the controller has looked while they were missing
     */
    private static void lookGone(Scenario on, String resource, Set<String> names, Runnable looked) {
        FinalState before = FinalState.of(on.state(), controller.shard().instanceId());
        Expect unchanged = that(
                "nothing changes while they look gone",
                state -> before.differencesFrom(
                                FinalState.of(state, controller.shard().instanceId()))
                        .isEmpty());
        on.throughout(unchanged);
        try (Rule omitted = controller.faults().add(LISTS.of(resource), new Fault.Omitted(names), 1)) {
            listAnew(resource);
            omitted.awaitHits(1, SOON);
            looked.run();
        }
        listAnew(resource);
        on.then(pausedAtStep("shop", 1), stable("shop", "blue"), replicaSets(2));
        on.noLonger(unchanged);
        on.when("kubectl argo rollouts promote shop");
        on.then(healthy("shop"), stable("shop", "yellow"), pods("yellow", 4));
        settle(on, "shop");
    }

    private static void listAnew(String resource) {
        try (Rule expired = controller.faults().add(Calls.watches().of(resource), new Fault.Expired(), 1)) {
            // one that opens at this very moment is cut with the next look
            Await.until("a watch that is too old", () -> {
                controller.faults().cutWatches(Calls.watches().of(resource));
                return !expired.hits().isEmpty();
            });
        }
    }

    private static void paused(Scenario on) {
        on.given(own(canary("shop", 4, "blue", "setWeight: 50", "pause: {}")));
        on.then(healthy("shop"), countsAgree("shop"));
        on.whenImage("shop", "yellow");
        on.then(pausedAtStep("shop", 1), pods("yellow", 2), pods("blue", 2), countsAgree("shop"));
    }

    private static double passes(Scenario on) {
        return controller.shard().process().passes(on.namespace(), "shop");
    }

    private static void settle(Scenario on, String rollout) {
        on.then(countsAgree(rollout));
        controller.settled(on, rollout);
    }

    private static String own(String manifest) {
        return controller.shard().own(manifest);
    }
}
