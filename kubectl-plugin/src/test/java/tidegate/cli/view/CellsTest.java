package tidegate.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.api.json.Json;

class CellsTest {
    @ParameterizedTest
    @CsvSource({
        "-2, <invalid>",
        "-1, 0s",
        "0, 0s",
        "95, 95s",
        "119, 119s",
        "120, 2m",
        "300, 5m",
        "400, 6m40s",
        "599, 9m59s",
        "600, 10m",
        "10260, 171m",
        "10799, 179m",
        "10800, 3h",
        "11040, 3h4m",
        "18000, 5h",
        "28799, 7h59m",
        "28800, 8h",
        "93600, 26h",
        "172799, 47h",
        "172800, 2d",
        "187200, 2d4h",
        "604800, 7d",
        "691199, 7d23h",
        "691200, 8d",
        "3542400, 41d",
        "63072000, 2y",
        "95644800, 3y12d",
        "252288000, 8y",
        "346896000, 11y"
    })
    void agesHaveTwoUnitsAtMost(long seconds, String text) {
        assertThat(Age.text(Duration.ofSeconds(seconds))).isEqualTo(text);
    }

    record Pod(String why, String status, String word, String info) {
        @Override
        public String toString() {
            return why;
        }
    }

    static final List<Pod> pods = List.of(
            new Pod("nothing known", "{}", "", "ready:0/1"),
            new Pod("pending", "{'phase':'Pending'}", "Pending", "ready:0/1"),
            new Pod("evicted", "{'phase':'Failed','reason':'Evicted'}", "Evicted", "ready:0/1"),
            new Pod(
                    "cannot pull",
                    "{'phase':'Pending','containerStatuses':[{'state':{'waiting':{'reason':'ImagePullBackOff'}}}]}",
                    "ImagePullBackOff",
                    "ready:0/1"),
            new Pod(
                    "crashes",
                    "{'phase':'Running','containerStatuses':[{'restartCount':3,'state':{'waiting':{'reason':'CrashLoopBackOff'}}}]}",
                    "CrashLoopBackOff",
                    "ready:0/1,restarts:3"),
            new Pod(
                    "killed",
                    "{'phase':'Failed','containerStatuses':[{'state':{'terminated':{'signal':9}}}]}",
                    "Signal:9",
                    "ready:0/1"),
            new Pod(
                    "ended",
                    "{'phase':'Failed','containerStatuses':[{'state':{'terminated':{'exitCode':2}}}]}",
                    "ExitCode:2",
                    "ready:0/1"),
            new Pod(
                    "one of two completed",
                    "{'phase':'Running','containerStatuses':[{'state':{'terminated':{'reason':'Completed'}}},"
                            + "{'ready':true,'state':{'running':{}}}]}",
                    "Running",
                    "ready:1/1"),
            new Pod(
                    "first init container runs",
                    "{'phase':'Pending','initContainerStatuses':[{'state':{'running':{}}}]}",
                    "Init:0/2",
                    "ready:0/1"),
            new Pod(
                    "init container crashes",
                    "{'phase':'Pending','initContainerStatuses':[{'state':{'waiting':{'reason':'CrashLoopBackOff'}}}]}",
                    "Init:CrashLoopBackOff",
                    "ready:0/1"),
            new Pod(
                    "init container ended badly",
                    "{'phase':'Pending','initContainerStatuses':[{'state':{'terminated':{'exitCode':1}}}]}",
                    "Init:ExitCode:1",
                    "ready:0/1"),
            new Pod(
                    "sidecar is up, second init container waits",
                    "{'phase':'Pending','initContainerStatuses':[{'name':'sidecar','started':true,'ready':true,'state':{'running':{}}},"
                            + "{'state':{'waiting':{'reason':'PodInitializing'}}}]}",
                    "Init:1/2",
                    "ready:0/1"));

    @ParameterizedTest
    @FieldSource("pods")
    void podsReadAsInKubectl(Pod expected) {
        Json pod = Json.parse(("{'spec':{'containers':[{'name':'app'}],'initContainers':"
                        + "[{'name':'sidecar','restartPolicy':'Always'},{'name':'init'}]},'status':" + expected.status()
                        + "}")
                .replace('\'', '"'));
        PodStatus status = PodStatus.of(new ClusterObject(pod));
        assertThat(status.word()).isEqualTo(expected.word());
        assertThat(status.info()).isEqualTo(expected.info());
    }

    @Test
    void aPodThatIsBeingDeletedTerminates() {
        Json pod = Json.parse("{\"metadata\":{\"deletionTimestamp\":\"2026-01-01T00:00:00Z\"},\"status\":{}}");
        assertThat(PodStatus.of(new ClusterObject(pod)).word()).isEqualTo("Terminating");
        Json lost = pod.withAt(List.of("status", "reason"), "NodeLost");
        assertThat(PodStatus.of(new ClusterObject(lost)).word()).isEqualTo("Unknown");
    }

    @ParameterizedTest
    @CsvSource({
        "2, 1, 1, 1, Progressing",
        "1, 1, 1, 1, Healthy",
        "1, 1, 3, 2, Progressing",
        "1, 1, 0, 0, ScaledDown",
    })
    void replicaSetsTellWhetherTheyAreThere(int generation, int observed, int wanted, int available, String word) {
        Json set = Json.object(
                "metadata", Json.object("generation", generation),
                "spec", Json.object("replicas", wanted),
                "status", Json.object("observedGeneration", observed, "availableReplicas", available));
        assertThat(ReplicaSetStatus.of(new ClusterObject(set))).isEqualTo(word);
    }

    @ParameterizedTest
    @CsvSource({
        "ping, stable, stable ping",
        "ping, new, canary pong",
        "pong, stable, stable pong",
        "'', new, canary ping",
        "ping, old, ''"
    })
    void pingAndPongGoToTheRolesInTurn(String stableIs, String hash, String tags) {
        Json rollout = Json.object(
                "spec", Json.parse("{\"strategy\":{\"canary\":{\"pingPong\":{}}}}"),
                "status",
                        Json.object(
                                "stableRS", "stable",
                                "currentPodHash", "new",
                                "canary", Json.object("stablePingPong", stableIs)));
        Json set = Shop.replicaSet("x", hash, 1, "1d", 1, "image");
        assertThat(String.join(" ", new ReplicaSetRole(new ClusterObject(rollout)).tagsOf(new ClusterObject(set))))
                .isEqualTo(tags);
    }

    @ParameterizedTest
    @CsvSource({"2026-03-01T12:00:24Z, delay:24s", "2026-03-01T11:59:59Z, delay:passed", "soon, delay:"})
    void aDeadlineCountsDown(String deadline, String info) {
        Json set = Shop.annotated("scale-down-deadline", deadline, Json.EMPTY_OBJECT);
        assertThat(ReplicaSetRole.delayOf(new ClusterObject(set), Shop.NOW)).hasValue(info);
        assertThat(ReplicaSetRole.delayOf(new ClusterObject(Json.EMPTY_OBJECT), Shop.NOW))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 5, 20", "1, 6, 16", "0, 3, 0", "0, 0, 0"})
    void theActualWeightWithoutARouterIsThePartOfThePods(int canary, int available, int weight) {
        Json rollout = Json.object(
                "spec", Json.parse("{\"strategy\":{\"canary\":{\"steps\":[{\"setWeight\":20}]}}}"),
                "status", Json.object("availableReplicas", available));
        var set = new ClusterObject(Json.object("status", Json.object("availableReplicas", canary)));
        assertThat(new CanaryProgress(rollout).actualWeight(Optional.of(set))).isEqualTo(weight);
        assertThat(new CanaryProgress(rollout).actualWeight(Optional.empty())).isZero();
    }

    @Test
    void aRouterWithItsOwnWholeCountsInIt() {
        Json rollout = Json.parse("""
                {"spec":{"strategy":{"canary":{"steps":[{"setWeight":20}],"trafficRouting":{"maxTrafficWeight":1000}}}},
                 "status":{"availableReplicas":3,"canary":{"weights":{"canary":{"weight":15}}}}}""");
        assertThat(new CanaryProgress(rollout).actualWeight(Optional.empty())).isEqualTo(15);
        Json done = rollout.withAt(List.of("status", "currentStepIndex"), 1);
        assertThat(new CanaryProgress(done).setWeight()).isEqualTo(1000);
        assertThat(new CanaryProgress(rollout.withAt(List.of("status", "abort"), true)).setWeight())
                .isZero();
    }
}
