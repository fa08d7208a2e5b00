package tidegate.system.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.bench.Expect.condition;
import static tidegate.system.bench.Expect.countsAgree;
import static tidegate.system.bench.Expect.degraded;
import static tidegate.system.bench.Expect.healthy;
import static tidegate.system.bench.Expect.pausedAtStep;
import static tidegate.system.bench.Expect.pods;
import static tidegate.system.bench.Expect.readyPodsAtLeast;
import static tidegate.system.bench.Expect.selects;
import static tidegate.system.bench.Expect.servesWith;
import static tidegate.system.bench.Expect.stable;
import static tidegate.system.bench.Expect.status;
import static tidegate.system.bench.Expect.that;
import static tidegate.system.bench.Manifests.blueGreen;
import static tidegate.system.bench.Manifests.canary;
import static tidegate.system.bench.Manifests.canaryWith;
import static tidegate.system.bench.Manifests.service;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tidegate.playground.fault.Calls;
import tidegate.playground.fault.Fault;
import tidegate.playground.fault.Rule;
import tidegate.system.bench.Expect;
import tidegate.system.bench.Scenario;
import tidegate.system.bench.ScenarioExtension;

/** One object that the controller cannot write, for as long as it likes, holds up nothing that does not need it. */
@ExtendWith(ScenarioExtension.class)
@SuppressWarnings("NullAway.Init")
class FailingNeighbourScenarioTest {
    /**
     * Longer than the longest wait before a retry, so that retries that count as progress would show; and leaves even a
     * busy machine the time to bring the pods up and to fail at the Service three times.
     */
    private static final String[] DEADLINE = {"progressDeadlineSeconds: 20", "progressDeadlineAbort: true"};

    private static final Duration SOON = Duration.ofSeconds(30);

    private static FaultyController controller;

    @BeforeAll
    static void start() {
        controller = FaultyController.start("failing-neighbour");
    }

    @AfterAll
    static void stop() {
        try (FaultyController ending = controller) {
            assertThat(ending.disturbed()).as("written to after the end").isEmpty();
        }
    }

    @Test
    void aServiceThatCannotBePatchedDoesNotStopTheDeadlineAndItsAbort(Scenario on) {
        givenCanary(on);
        on.throughout(readyPodsAtLeast(3));
        try (Rule refused = controller.faults().add(services(on), Fault.forbidden())) {
            on.whenImage("shop", "yellow");
            on.then(
                    pausedAtStep("shop", 1),
                    pods("yellow", 2),
                    condition("shop", "ReconciliationError", "True", "ReconciliationError"));
            on.whenImage("shop", "crash-1", DEADLINE);
            on.then(degraded("shop", "RolloutAborted"), stable("shop", "blue"), pods("blue", 4), pods("crash-1", 0));
            refused.awaitHits(1, SOON);
        }
        on.then(without("ReconciliationError"), selects("shop-canary", "blue"), selects("shop-stable", "blue"));
        on.then(countsAgree("shop"));
        controller.settled(on, "shop");
    }

    @Test
    void norAnAbortNorTheStatus(Scenario on) {
        givenCanary(on);
        on.throughout(readyPodsAtLeast(3));
        try (Rule refused = controller.faults().add(services(on), Fault.unavailable())) {
            on.whenImage("shop", "yellow");
            refused.awaitHits(1, SOON);
            on.then(
                    status("shop", "observedGeneration", "2"),
                    status("shop", "updatedReplicas", "2"),
                    status("shop", "availableReplicas", "4"));
            on.whenPatched("shop", "status", "{\"status\":{\"abort\":true}}");
            on.then(degraded("shop", "aborted"), pods("yellow", 0), pods("blue", 4));
        }
        on.then(without("ReconciliationError"), selects("shop-canary", "blue"), countsAgree("shop"));
        controller.settled(on, "shop");
    }

    /** One pod of the aborted version stays meanwhile: for all that is known, the Service selects it. */
    @Test
    void norDoesOneOfWhichNobodyKnowsWhetherItWasPatched(Scenario on) {
        givenCanary(on);
        on.throughout(readyPodsAtLeast(3));
        Calls reads = FaultyController.callsIn(on).verbs("get").of("services");
        try (Rule lost = controller.faults().add(services(on), Fault.unavailable());
                Rule unread = controller.faults().add(reads, Fault.unavailable())) {
            on.whenImage("shop", "yellow");
            lost.awaitHits(1, SOON);
            unread.awaitHits(1, SOON);
            on.then(
                    status("shop", "observedGeneration", "2"),
                    status("shop", "updatedReplicas", "2"),
                    status("shop", "availableReplicas", "4"));
            on.whenPatched("shop", "status", "{\"status\":{\"abort\":true}}");
            on.then(degraded("shop", "aborted"), pods("blue", 4));
        }
        on.then(without("ReconciliationError"), selects("shop-canary", "blue"), pods("yellow", 0), countsAgree("shop"));
        controller.settled(on, "shop");
    }

    @Test
    void anActiveServiceThatCannotBeSwitchedKeepsTheOldVersionServingAndTheDeadlineRunning(Scenario on) {
        on.given(controller.shard().own(blueGreen("shop", 2, "blue", "scaleDownDelaySeconds: 1")));
        on.then(healthy("shop"), selects("shop-active", "blue"));
        on.throughout(servesWith("shop-active", 2));
        try (Rule refused = controller.faults().add(services(on).named("shop-active"), Fault.internalError())) {
            on.whenImage("shop", "yellow", DEADLINE);
            refused.awaitHits(3, SOON);
            on.then(
                    degraded("shop", "RolloutAborted"),
                    selects("shop-active", "blue"),
                    stable("shop", "blue"),
                    pods("blue", 2));
        }
        on.then(without("ReconciliationError"), selects("shop-active", "blue"));
        on.whenPatched("shop", "", "{\"spec\":{\"progressDeadlineSeconds\":null}}");
        on.when("kubectl argo rollouts retry rollout shop");
        on.then(healthy("shop"), stable("shop", "yellow"), selects("shop-active", "yellow"), pods("blue", 0));
        on.then(countsAgree("shop"));
        controller.settled(on, "shop");
    }

    @Test
    void aPreviewServiceThatCannotBeSwitchedDoesNotStopAnAbort(Scenario on) {
        on.given(controller.shard().own(blueGreen("shop", 2, "blue", "autoPromotionEnabled: false")));
        on.then(healthy("shop"), selects("shop-active", "blue"));
        on.throughout(servesWith("shop-active", 2));
        try (Rule refused = controller.faults().add(services(on).named("shop-preview"), Fault.internalError())) {
            on.whenImage("shop", "yellow");
            refused.awaitHits(1, SOON);
            on.whenPatched("shop", "status", "{\"status\":{\"abort\":true}}");
            on.then(degraded("shop", "aborted"), selects("shop-active", "blue"), stable("shop", "blue"));
        }
        on.then(without("ReconciliationError"), selects("shop-preview", "yellow"));
    }

    /** Whose event queue is as good as ever, and whose neighbours never notice. */
    @Test
    void oneRolloutInTroubleHoldsUpNoOther(Scenario on) {
        givenCanary(on);
        try (Rule refused = controller.faults().add(services(on), Fault.unavailable())) {
            on.whenImage("shop", "yellow");
            refused.awaitHits(1, SOON);
            on.given(controller.shard().own(canary("other", 1, "green")));
            on.then(healthy("other"), stable("other", "green"));
        }
    }

    private static void givenCanary(Scenario on) {
        on.given(
                service("shop-canary", "shop"),
                service("shop-stable", "shop"),
                controller
                        .shard()
                        .own(canaryWith(
                                "shop",
                                4,
                                "blue",
                                "",
                                "      canaryService: shop-canary\n      stableService: shop-stable\n",
                                "setWeight: 50",
                                "pause: {}")));
        on.then(healthy("shop"), selects("shop-canary", "blue"), selects("shop-stable", "blue"), countsAgree("shop"));
    }

    private static Calls services(Scenario on) {
        return FaultyController.callsIn(on).verbs("patch", "update").of("services");
    }

    private static Expect without(String condition) {
        return that(
                "no condition " + condition,
                state -> state.rollout("shop").orElseThrow().at("status", "conditions").elements().stream()
                        .noneMatch(one -> one.get("type").stringOrEmpty().equals(condition)));
    }
}
