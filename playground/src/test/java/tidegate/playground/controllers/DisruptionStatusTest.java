package tidegate.playground.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.api.json.Json;

class DisruptionStatusTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    record Case(String why, String spec, int healthy, int size, int desired, int allowed) {
        @Override
        public String toString() {
            return why;
        }
    }

    static final List<Case> CASES = List.of(
            new Case("one may go", "{\"maxUnavailable\": 1}", 4, 4, 3, 1),
            new Case("one has gone already", "{\"maxUnavailable\": 1}", 3, 4, 3, 0),
            new Case("a share of the unavailable is rounded up", "{\"maxUnavailable\": \"30%\"}", 5, 5, 3, 2),
            new Case("a share of the available is rounded up", "{\"minAvailable\": \"50%\"}", 5, 5, 3, 2),
            new Case("a number of the available", "{\"minAvailable\": 4}", 5, 9, 4, 1),
            new Case("more than there are", "{\"minAvailable\": 9}", 5, 5, 9, 0),
            new Case("nobody at home", "{\"maxUnavailable\": 1}", 0, 0, 0, 0),
            new Case("more unavailable than there are pods", "{\"maxUnavailable\": 7}", 2, 2, 0, 2));

    @ParameterizedTest
    @FieldSource("CASES")
    void allowsWhatIsHealthyBeyondWhatIsDesired(Case c) {
        Json status = status(Json.object("spec", Json.parse(c.spec())), pods(c.healthy()), c.size());
        assertThat(status.get("desiredHealthy")).isEqualTo(Json.of(c.desired()));
        assertThat(status.get("disruptionsAllowed")).isEqualTo(Json.of(c.allowed()));
        assertThat(status.get("currentHealthy")).isEqualTo(Json.of(c.healthy()));
    }

    @Test
    void aGrantedEvictionCountsAsGoneUntilThePodIsSeenGoing() {
        Json budget = granted("pod-0", "2026-01-01T11:59:30Z");
        Json before = status(budget, pods(3), 3);
        assertThat(before.get("currentHealthy")).isEqualTo(Json.of(2));
        assertThat(before.get("disruptedPods")).isEqualTo(Json.object("pod-0", "2026-01-01T11:59:30Z"));
        assertThat(new DisruptionStatus(budget, pods(3), 3, NOW).nextLook())
                .contains(Instant.parse("2026-01-01T12:01:30Z"));

        var going = pods(3).stream()
                .map(pod -> pod.at("metadata", "name").equals(Json.of("pod-0"))
                        ? pod.withAt(List.of("metadata", "deletionTimestamp"), "2026-01-01T12:00:30Z")
                        : pod)
                .toList();
        Json after = status(budget, going, 3);
        assertThat(after.get("currentHealthy")).isEqualTo(Json.of(2));
        assertThat(after.get("disruptedPods").isMissing()).isTrue();
    }

    @Test
    void aGrantedEvictionThatNobodyCarriedOutCountsAgain() {
        assertThat(status(granted("pod-0", "2026-01-01T11:57:59Z"), pods(3), 3).get("currentHealthy"))
                .isEqualTo(Json.of(3));
    }

    @Test
    void theConditionKeepsItsTimeWhileItsStatusStays() {
        Json first = status(Json.object("spec", Json.object("maxUnavailable", 1)), pods(2), 2);
        Json budget = Json.object("spec", Json.object("maxUnavailable", 1), "status", first);
        Json later = new DisruptionStatus(budget, pods(3), 3, NOW.plusSeconds(60)).json();
        assertThat(later.get("conditions")).isEqualTo(first.get("conditions"));
        Json none = new DisruptionStatus(budget, pods(1), 2, NOW.plusSeconds(60)).json();
        assertThat(none.get("conditions").get(0).get("reason")).isEqualTo(Json.of("InsufficientPods"));
        assertThat(none.get("conditions").get(0).get("lastTransitionTime")).isEqualTo(Json.of("2026-01-01T12:01:00Z"));
    }

    private static Json granted(String pod, String at) {
        return Json.object(
                "spec", Json.object("maxUnavailable", 1),
                "status", Json.object("disruptedPods", Json.object(pod, at)));
    }

    private static Json status(Json budget, List<Json> pods, int size) {
        return new DisruptionStatus(budget, pods, size, NOW).json();
    }

    private static List<Json> pods(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> Json.object(
                        "metadata",
                        Json.object("name", "pod-" + number),
                        "status",
                        Json.object("conditions", Json.array(Json.object("type", "Ready", "status", "True")))))
                .toList();
    }
}
