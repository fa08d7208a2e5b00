package tidegate.playground.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;

class PodPlayTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final NodeTimings TIMINGS = new NodeTimings(
            Duration.ofSeconds(2), // pull
            Duration.ofSeconds(1), // start
            Duration.ofSeconds(3), // ready
            Duration.ofSeconds(20), // slow
            Duration.ofSeconds(1), // crash
            Duration.ofSeconds(5), // job
            Duration.ofSeconds(2), // stop
            Duration.ofSeconds(10),
            Duration.ofSeconds(300));

    @Test
    void aPodPullsStartsAndGetsReady() {
        PodPlay play = play(APod.running("shop:blue"));

        assertThat(stateAt(play, 1)).isEqualTo("waiting ContainerCreating, Pending, not ready");
        assertThat(stateAt(play, 3)).isEqualTo("running, Running, not ready");
        assertThat(stateAt(play, 6)).isEqualTo("running, Running, ready");
        assertThat(play.nextChange(T0)).contains(T0.plusSeconds(2));
        assertThat(play.at(at(3)).nextChange(at(3))).contains(at(6));
        assertThat(play.at(at(6)).nextChange(at(6))).isEmpty();
    }

    @Test
    void aLateLookSeesWhatHappenedWhenItHappened() {
        PodPlay play =
                play(APod.running("shop:blue").annotated("fail-after", "10s").restarting("Never"));

        assertThat(play.at(at(500)).containers().getFirst().finalRun())
                .contains(new ContainerPlay.Run(at(3), at(13), 1));
    }

    @Test
    void aMissingImageIsPulledAgainAndAgainAfterLongerAndLongerTimes() {
        PodPlay play = play(APod.running("shop:missing-1"));

        assertThat(stateAt(play, 2)).isEqualTo("waiting ErrImagePull, Pending, not ready");
        assertThat(stateAt(play, 4)).isEqualTo("waiting ImagePullBackOff, Pending, not ready");
        assertThat(stateAt(play, 14)).as("pulling again").isEqualTo("waiting ErrImagePull, Pending, not ready");
        assertThat(stateAt(play, 18)).isEqualTo("waiting ImagePullBackOff, Pending, not ready");
        assertThat(play.at(at(18)).nextChange(at(18))).as("10 s, then 20 s").contains(at(38));
    }

    @Test
    void aCrashingImageIsRestartedOnceAtOnceAndThenBacksOffLongerAndLonger() {
        PodPlay play = play(APod.running("shop:crash-1"));

        assertThat(stateAt(play, 3)).isEqualTo("running, Running, not ready");
        assertThat(stateAt(play, 4)).as("first restart").isEqualTo("terminated Error 1, Running, not ready");
        assertThat(stateAt(play, 5)).isEqualTo("running, Running, not ready");
        assertThat(stateAt(play, 6)).isEqualTo("waiting CrashLoopBackOff, Running, not ready");
        assertThat(restartsAt(play, 6)).isEqualTo(1);
        assertThat(restartsAt(play, 17)).isEqualTo(2);
        assertThat(stateAt(play, 18)).isEqualTo("waiting CrashLoopBackOff, Running, not ready");
        assertThat(play.at(at(18)).nextChange(at(18))).as("10 s, then 20 s").contains(at(38));
    }

    @Test
    void aSlowImageGetsReadyLate() {
        PodPlay play = play(APod.running("shop:slow-blue"));

        assertThat(stateAt(play, 22)).isEqualTo("running, Running, not ready");
        assertThat(stateAt(play, 23)).isEqualTo("running, Running, ready");
    }

    @Test
    void probesDelayReadinessByTheirInitialDelaysAndTheSuccessesTheyWant() {
        Json probe = Json.object("initialDelaySeconds", 7, "periodSeconds", 2, "successThreshold", 3);
        PodPlay play = play(APod.running("shop:blue")
                .container("startupProbe", Json.object("initialDelaySeconds", 5))
                .container("readinessProbe", probe));

        int expected = 3 + 3 + 5 + 7 + 2 * 2;
        assertThat(stateAt(play, expected - 1)).isEqualTo("running, Running, not ready");
        assertThat(stateAt(play, expected)).isEqualTo("running, Running, ready");
    }

    @Test
    void annotationsOverruleProbesAndImage() {
        PodPlay play = play(APod.running("shop:slow-blue")
                .container("readinessProbe", Json.object("initialDelaySeconds", 50))
                .annotated("ready-after", "1s")
                .annotated("not-ready-after", "4s"));

        assertThat(stateAt(play, 4)).isEqualTo("running, Running, ready");
        assertThat(stateAt(play, 7)).isEqualTo("running, Running, not ready");
    }

    @Test
    void anUnreadableAnnotationShowsAsAContainerThatCannotBeConfigured() {
        PodPlay play = play(APod.running("shop:blue").annotated("ready-after", "soon"));

        assertThat(stateAt(play, 60)).isEqualTo("waiting CreateContainerConfigError, Pending, not ready");
        assertThat(status(play, at(60))
                        .at("containerStatuses")
                        .get(0)
                        .at("state", "waiting", "message")
                        .stringOrEmpty())
                .isEqualTo("annotation playground.tidegate.io/ready-after: \"soon\""
                        + " (expected: a duration such as 500ms, 3s, 1m30s)");
    }

    @Test
    void anAnnotationForOneContainerLeavesTheOthersAlone() {
        APod pod = APod.running("shop:blue").annotated("ready-after.other", "never");

        assertThat(stateAt(play(pod), 6)).isEqualTo("running, Running, ready");
        assertThat(stateAt(play(pod.annotated("ready-after.app", "never")), 600))
                .isEqualTo("running, Running, not ready");
    }

    @Test
    void jobPodsEndAsTheirCommandSays() {
        APod job = APod.running("busybox").restarting("Never");

        assertThat(stateAt(play(job.container("command", List.of("sh", "-c", "sleep 4; exit 3"))), 7))
                .isEqualTo("terminated Error 3, Failed, not ready");
        assertThat(stateAt(play(job.container("command", List.of("sleep", "4"))), 7))
                .isEqualTo("terminated Completed 0, Succeeded, not ready");
        assertThat(stateAt(play(job.container("command", List.of("./migrate"))), 8))
                .as("unknown work takes the time set for jobs")
                .isEqualTo("terminated Completed 0, Succeeded, not ready");
    }

    @Test
    void onFailureRestartsFailuresOnly() {
        APod job = APod.running("busybox").restarting("OnFailure");

        assertThat(restartsAt(play(job.container("command", List.of("false"))), 10))
                .isEqualTo(1);
        assertThat(stateAt(play(job.container("command", List.of("true"))), 10))
                .isEqualTo("terminated Completed 0, Succeeded, not ready");
    }

    @Test
    void initContainersRunInOrderBeforeTheOthers() {
        PodPlay play = play(APod.running("shop:blue")
                .withInit(Json.object("name", "one", "image", "busybox", "command", List.of("sleep", "5")))
                .withInit(Json.object("name", "two", "image", "busybox", "command", List.of("true"))));

        assertThat(initStates(play, 4)).containsExactly("running", "waiting PodInitializing");
        assertThat(stateAt(play, 4)).isEqualTo("waiting PodInitializing, Pending, not ready");
        assertThat(initStates(play, 9)).containsExactly("terminated Completed 0", "waiting PodInitializing");
        assertThat(initStates(play, 11)).containsExactly("terminated Completed 0", "terminated Completed 0");
        assertThat(stateAt(play, 14)).isEqualTo("running, Running, not ready");
        assertThat(stateAt(play, 17)).isEqualTo("running, Running, ready");
    }

    @Test
    void aFailedInitContainerIsRetriedUnlessThePodMustNotRestart() {
        Json broken = Json.object("name", "one", "image", "busybox", "command", List.of("false"));

        assertThat(initStates(play(APod.running("shop:blue").withInit(broken)), 5))
                .containsExactly("waiting CrashLoopBackOff");
        assertThat(stateAt(play(APod.running("shop:blue").withInit(broken).restarting("Never")), 5))
                .isEqualTo("waiting PodInitializing, Failed, not ready");
    }

    @Test
    void aSidecarStartsBeforeTheOthersAndEndsAfterThem() {
        Json sidecar = Json.object("name", "proxy", "image", "proxy:1", "restartPolicy", "Always");
        PodPlay play = play(APod.running("busybox")
                .withInit(sidecar)
                .restarting("Never")
                .container("command", List.of("sleep", "2")));

        assertThat(initStates(play, 3)).containsExactly("running");
        assertThat(stateAt(play, 6)).isEqualTo("running, Running, not ready");
        assertThat(stateAt(play, 8)).isEqualTo("terminated Completed 0, Succeeded, not ready");
        assertThat(initStates(play, 8)).containsExactly("terminated Error 137");
    }

    @Test
    void aDeletedPodRunsOnThroughItsPreStopHookAndThenEnds() {
        PodPlay play = play(APod.running("shop:blue")
                        .container(
                                "lifecycle", Json.object("preStop", Json.object("sleep", Json.object("seconds", 5)))))
                .at(at(10))
                .stopping(at(10), Duration.ofSeconds(30));

        assertThat(stateAt(play, 16)).as("ready until the end").isEqualTo("running, Running, ready");
        assertThat(stateAt(play, 17)).isEqualTo("terminated Completed 0, Succeeded, not ready");
        assertThat(play.at(at(17)).isStopped()).isTrue();
    }

    @Test
    void whatDoesNotStopInTimeIsKilled() {
        PodPlay play = play(APod.running("shop:blue").annotated("stop-takes", "60s"))
                .at(at(10))
                .stopping(at(10), Duration.ofSeconds(30));

        assertThat(play.at(at(39)).isStopped()).isFalse();
        assertThat(stateAt(play, 40)).isEqualTo("terminated Error 137, Failed, not ready");
        assertThat(play.stopping(at(15), Duration.ofSeconds(7)).at(at(17)).isStopped())
                .as("a shorter grace period counts from the beginning")
                .isTrue();
    }

    @Test
    void aPodThatNeverStartedStopsAtOnce() {
        PodPlay play = play(APod.running("shop:missing-1")).at(at(3)).stopping(at(3), Duration.ofSeconds(30));

        assertThat(play.isStopped()).isTrue();
        assertThat(play.nextChange(at(3))).isEmpty();
    }

    @Test
    void anEvictedPodFailsForGood() {
        PodPlay play = play(APod.running("shop:blue").annotated("evict-after", "10s"));

        assertThat(stateAt(play, 9)).isEqualTo("running, Running, ready");
        assertThat(stateAt(play, 10)).isEqualTo("terminated Error 137, Failed, not ready");
        assertThat(status(play, at(10)).get("reason").stringOrEmpty()).isEqualTo("Evicted");
        assertThat(play.at(at(10)).nextChange(at(10))).isEmpty();
    }

    @Test
    void readinessGatesWaitForTheirCondition() {
        APod pod = APod.running("shop:blue")
                .with(List.of("spec", "readinessGates"), Json.array(Json.object("conditionType", "lb/attached")));
        PodPlay play = play(pod).at(at(6));

        assertThat(condition(play, pod.json(), "ContainersReady").get("status").stringOrEmpty())
                .isEqualTo("True");
        Json ready = condition(play, pod.json(), "Ready");
        assertThat(ready.get("status").stringOrEmpty()).isEqualTo("False");
        assertThat(ready.get("reason").stringOrEmpty()).isEqualTo("ReadinessGatesNotReady");
        Json attached = pod.with(
                        List.of("status", "conditions"),
                        Json.array(Json.object("type", "lb/attached", "status", "True")))
                .json();
        assertThat(condition(play, attached, "Ready").get("status").stringOrEmpty())
                .isEqualTo("True");
    }

    @Test
    void aConditionKeepsItsTransitionTimeUntilItChanges() {
        PodPlay play = play(APod.running("shop:blue"));
        Json first = status(play, at(6));
        var again = new PodReport(
                        play.at(at(60)),
                        APod.running("shop:blue").json(),
                        ADDRESS,
                        first.get("conditions").elements(),
                        at(60))
                .status();

        assertThat(again).isEqualTo(first);
    }

    @Test
    void aNodeThatComesBackGoesOnWithThePodItFinds() {
        APod pod = APod.running("shop:blue");
        Json seen = pod.json().with("status", status(play(pod), at(6)));
        PodPlay resumed = PodPlay.resume(PodScript.read(seen, TIMINGS), TIMINGS, seen, at(100));

        assertThat(stateAt(resumed, 100)).isEqualTo("running, Running, ready");
        assertThat(status(resumed, at(100)).get("startTime").stringOrEmpty()).isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void anOrderToFailIsFollowedByARestart() {
        PodPlay play = play(APod.running("shop:blue")).at(at(10)).exiting(at(10), 9);

        assertThat(stateAt(play, 10)).isEqualTo("terminated Error 9, Running, not ready");
        assertThat(stateAt(play, 14)).isEqualTo("running, Running, ready");
        assertThat(restartsAt(play, 14)).isEqualTo(1);
    }

    @Test
    void readinessCanBeOverruledFromOutside() {
        PodPlay play = play(APod.running("shop:blue")).withReadiness(Optional.of(false));

        assertThat(stateAt(play, 60)).isEqualTo("running, Running, not ready");
        assertThat(stateAt(play.withReadiness(Optional.empty()), 60)).isEqualTo("running, Running, ready");
    }

    // --- reading ---------------------------------------------------------------------------------------------------

    private static final PodReport.Address ADDRESS = new PodReport.Address("10.64.0.1", "10.128.0.1");

    private static Instant at(int second) {
        return T0.plusSeconds(second);
    }

    private static PodPlay play(APod pod) {
        return PodPlay.resume(PodScript.read(pod.json(), TIMINGS), TIMINGS, pod.json(), T0);
    }

    private static Json status(PodPlay play, Instant when) {
        return new PodReport(play.at(when), APod.running("any").json(), ADDRESS, List.of(), when).status();
    }

    private static Json condition(PodPlay play, Json pod, String type) {
        return new PodReport(play, pod, ADDRESS, List.of(), at(6))
                .status().get("conditions").elements().stream()
                        .filter(c -> c.get("type").stringOrEmpty().equals(type))
                        .findFirst()
                        .orElseThrow();
    }

    private static int restartsAt(PodPlay play, int second) {
        return play.at(at(second)).containers().getFirst().restarts();
    }

    /** State of the first container, phase of the pod, and its readiness. */
    private static String stateAt(PodPlay play, int second) {
        Json status = status(play, at(second));
        Json container = status.get("containerStatuses").get(0);
        return state(container) + ", " + status.get("phase").stringOrEmpty() + ", "
                + (container.get("ready").isTrue() ? "ready" : "not ready");
    }

    private static List<String> initStates(PodPlay play, int second) {
        return status(play, at(second)).get("initContainerStatuses").elements().stream()
                .map(PodPlayTest::state)
                .toList();
    }

    private static String state(Json container) {
        Json state = container.get("state");
        if (state.get("running").isPresent()) return "running";
        Json ended = state.get("terminated");
        return ended.isPresent()
                ? "terminated " + ended.get("reason").stringOrEmpty() + " "
                        + ended.get("exitCode").integer().orElse(-1)
                : "waiting " + state.at("waiting", "reason").stringOrEmpty();
    }
}
