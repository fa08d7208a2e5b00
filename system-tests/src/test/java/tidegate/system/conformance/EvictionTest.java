package tidegate.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.conformance.Kind.DISRUPTION_BUDGET;
import static tidegate.system.conformance.Kind.POD;
import static tidegate.system.conformance.Kind.REPLICA_SET;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tidegate.api.json.Json;
import tidegate.system.bench.Yaml;

/** {@code pods/eviction} and the PodDisruptionBudgets that it asks. */
@ExtendWith(ConformanceExtension.class)
class EvictionTest {

    @Test
    void anEvictionTakesFromTheBudgetAndTheNextIsRefused(Space space) {
        List<String> pods = readyPods(space, 3);
        budget(space, "guard", "maxUnavailable: 1");
        awaitAllowed(space, "guard", 1);

        assertThat(evict(space, pods.get(0)).ok(201).get("status")).isEqualTo(Json.of("Success"));
        Json going = space.get(POD, pods.get(0));
        assertThat(going.at("metadata", "deletionTimestamp").isString()).isTrue();
        assertThat(going.at("status", "conditions").elements())
                .anyMatch(condition -> condition.get("type").equals(Json.of("DisruptionTarget"))
                        && condition.get("reason").equals(Json.of("EvictionByEvictionAPI")));

        evict(space, pods.get(1))
                .refused(429, "TooManyRequests")
                .saying("Cannot evict pod as it would violate the pod's disruption budget.")
                .causedBy("DisruptionBudget", "");
        assertThat(space.get(POD, pods.get(1))
                        .at("metadata", "deletionTimestamp")
                        .isMissing())
                .isTrue();
    }

    @Test
    void theBudgetsStatusFollowsThePods(Space space) {
        List<String> pods = readyPods(space, 3);
        budget(space, "guard", "minAvailable: 50%");
        Json status = awaitAllowed(space, "guard", 1);
        assertThat(status.get("currentHealthy")).isEqualTo(Json.of(3));
        assertThat(status.get("desiredHealthy")).isEqualTo(Json.of(2));
        assertThat(status.get("expectedPods")).isEqualTo(Json.of(3));
        assertThat(status.get("observedGeneration")).isEqualTo(Json.of(1));
        assertThat(status.get("conditions").elements())
                .anyMatch(condition -> condition.get("type").equals(Json.of("DisruptionAllowed"))
                        && condition.get("status").equals(Json.of("True"))
                        && condition.get("reason").equals(Json.of("SufficientPods")));

        ready(space, pods.get(2), "False");
        Json after = awaitAllowed(space, "guard", 0);
        assertThat(after.get("currentHealthy")).isEqualTo(Json.of(2));
        assertThat(after.get("conditions").elements())
                .anyMatch(condition -> condition.get("status").equals(Json.of("False"))
                        && condition.get("reason").equals(Json.of("InsufficientPods")));
    }

    @Test
    void aWorkloadOfAnotherSizeAsksForAnotherNumber(Space space) {
        readyPods(space, 2);
        budget(space, "guard", "maxUnavailable: 1");
        awaitAllowed(space, "guard", 1);
        space.merge(REPLICA_SET, "web", "{\"spec\":{\"replicas\":3}}");
        Json status = awaitAllowed(space, "guard", 0);
        assertThat(status.get("desiredHealthy")).isEqualTo(Json.of(2));
    }

    @Test
    void aPodThatIsNotReadyCostsNothingWhileTheOthersSuffice(Space space) {
        List<String> pods = readyPods(space, 3);
        budget(space, "guard", "maxUnavailable: 1");
        awaitAllowed(space, "guard", 1);
        ready(space, pods.get(0), "False");
        awaitAllowed(space, "guard", 0);
        evict(space, pods.get(0)).ok(201);
        evict(space, pods.get(1)).refused(429, "TooManyRequests");
    }

    @Test
    void aPodThatNeverRanIsNoDisruption(Space space) {
        space.create(POD, Given.pod("waiting"));
        space.create(DISRUPTION_BUDGET, Yaml.one("""
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: guard}
                spec: {maxUnavailable: 0, selector: {matchLabels: {app: alone}}}
                """));
        evict(space, "waiting").ok(201);
        space.awaitGone(POD, "waiting");
    }

    @Test
    void aDryRunTakesNothing(Space space) {
        List<String> pods = readyPods(space, 2);
        budget(space, "guard", "maxUnavailable: 1");
        awaitAllowed(space, "guard", 1);
        evict(space, pods.get(0)).with("dryRun", "All").ok(201);
        assertThat(space.get(POD, pods.get(0))
                        .at("metadata", "deletionTimestamp")
                        .isMissing())
                .isTrue();
        assertThat(space.get(DISRUPTION_BUDGET, "guard").at("status", "disruptionsAllowed"))
                .isEqualTo(Json.of(1));
    }

    @Test
    void twoBudgetsForOnePodAreMoreThanTheApiUnderstands(Space space) {
        List<String> pods = readyPods(space, 2);
        budget(space, "one", "maxUnavailable: 1");
        budget(space, "two", "maxUnavailable: 1");
        awaitAllowed(space, "one", 1);
        awaitAllowed(space, "two", 1);
        Answer answer = evict(space, pods.get(0)).send();
        assertThat(answer.code()).isEqualTo(500);
        assertThat(answer.json().get("message").stringOrEmpty()).contains("more than one PodDisruptionBudget");
    }

    @Test
    void anEvictionOfSomebodyElseIsRefused(Space space) {
        space.create(POD, Given.pod("shop"));
        space.one("POST", POD, "shop/eviction")
                .body(eviction("other"))
                .refused(400, "BadRequest")
                .saying("name in URL does not match name in Eviction object");
        evict(space, "nobody").refused(404, "NotFound").named("", "pods", "nobody");
    }

    @Test
    void anEvictionMayBeForOneVersionOnly(Space space) {
        String pod = readyPods(space, 1).getFirst();
        String old = Space.versionOf(space.get(POD, pod));
        ready(space, pod, "False");
        space.one("POST", POD, pod + "/eviction").body(guarded(pod, old)).refused(409, "Conflict");
        String current = Space.versionOf(space.get(POD, pod));
        space.one("POST", POD, pod + "/eviction").body(guarded(pod, current)).ok(201);
        assertThat(space.get(POD, pod).at("metadata", "deletionTimestamp").isString())
                .isTrue();
    }

    private static Json guarded(String pod, String version) {
        return eviction(pod)
                .with("deleteOptions", Json.object("preconditions", Json.object("resourceVersion", version)));
    }

    private static Call evict(Space space, String pod) {
        return space.one("POST", POD, pod + "/eviction").body(eviction(pod));
    }

    private static Json eviction(String pod) {
        return Json.object("apiVersion", "policy/v1", "kind", "Eviction", "metadata", Json.object("name", pod));
    }

    private static void budget(Space space, String name, String bound) {
        space.create(DISRUPTION_BUDGET, """
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: %s}
                spec: {%s, selector: {matchLabels: {app: web}}}
                """.formatted(name, bound));
    }

    private static Json awaitAllowed(Space space, String budget, int allowed) {
        return Eventually.see(
                        () -> space.get(DISRUPTION_BUDGET, budget),
                        found -> found.at("status", "disruptionsAllowed")
                                        .integer()
                                        .orElse(-1)
                                == allowed)
                .get("status");
    }

    /** The pods of ReplicaSet {@code web}, as a kubelet would report them. */
    private static List<String> readyPods(Space space, int count) {
        space.create(REPLICA_SET, """
                apiVersion: apps/v1
                kind: ReplicaSet
                metadata: {name: web}
                spec:
                  replicas: %d
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec: {containers: [{name: web, image: 'web:1'}]}
                """.formatted(count));
        List<String> names = Eventually.see(() -> space.names(space.all("GET", POD)), found -> found.size() == count);
        for (String name : names) {
            DeletionTest.bind(space, name, "nowhere");
            ready(space, name, "True");
        }
        return names;
    }

    private static void ready(Space space, String pod, String status) {
        space.patch(POD, pod + "/status", Call.STRATEGIC_PATCH, """
                {"status":{"phase":"Running","conditions":[
                  {"type":"Ready","status":"%s","lastTransitionTime":"2026-01-01T00:00:00Z"}]}}""".formatted(status))
                .ok(200);
    }
}
