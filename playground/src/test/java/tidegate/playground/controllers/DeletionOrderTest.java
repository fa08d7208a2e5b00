package tidegate.playground.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.api.json.Json;

class DeletionOrderTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    /** A running, ready pod that was made an hour ago; each case changes one thing. */
    private static Json pod(String name) {
        return Json.object(
                "metadata", Json.object("name", name, "uid", name, "creationTimestamp", "2026-01-01T11:00:00Z"),
                "spec", Json.object("nodeName", "node-" + name),
                "status",
                        Json.object(
                                "phase", "Running",
                                "conditions", Json.array(ready("True", "2026-01-01T11:00:00Z")),
                                "containerStatuses", Json.array(Json.object("restartCount", 0))));
    }

    private static Json ready(String status, String since) {
        return Json.object("type", "Ready", "status", status, "lastTransitionTime", since);
    }

    private static Json with(Json pod, Object value, String... path) {
        return pod.withAt(List.of(path), value);
    }

    record Case(String why, Json goesFirst) {
        @Override
        public String toString() {
            return why;
        }
    }

    static final List<Case> cases = List.of(
            new Case("without a node", pod("b").map("spec", spec -> spec.without("nodeName"))),
            new Case("pending", with(pod("b"), "Pending", "status", "phase")),
            new Case("of unknown phase", with(pod("b"), "Unknown", "status", "phase")),
            new Case(
                    "not ready",
                    with(pod("b"), Json.array(ready("False", "2026-01-01T10:00:00Z")), "status", "conditions")),
            new Case(
                    "cheaper to delete",
                    with(pod("b"), "-1", "metadata", "annotations", "controller.kubernetes.io/pod-deletion-cost")),
            new Case(
                    "ready for a shorter time",
                    with(pod("b"), Json.array(ready("True", "2026-01-01T11:59:00Z")), "status", "conditions")),
            new Case(
                    "restarted more often",
                    with(pod("b"), Json.array(Json.object("restartCount", 3)), "status", "containerStatuses")),
            new Case("younger", with(pod("b"), "2026-01-01T11:50:00Z", "metadata", "creationTimestamp")));

    @ParameterizedTest
    @FieldSource("cases")
    void goesFirst(Case c) {
        var pods = List.of(pod("a"), c.goesFirst(), pod("c"));

        assertThat(new DeletionOrder(pods, NOW).first(1, pods)).containsExactly(c.goesFirst());
    }

    @Test
    void whoSharesANodeWithMoreOfItsKindGoesFirst() {
        var crowded = Stream.of("a", "b")
                .map(n -> with(pod(n), "crowded", "spec", "nodeName"))
                .toList();
        Json alone = pod("c");

        assertThat(new DeletionOrder(
                                Stream.concat(crowded.stream(), Stream.of(alone))
                                        .toList(),
                                NOW)
                        .first(2, List.of(alone, crowded.get(0), crowded.get(1))))
                .containsExactlyElementsOf(crowded);
    }

    @Test
    void agesOfOneMagnitudeAreAlike() {
        Json slightlyYounger = with(pod("z"), "2026-01-01T11:01:00Z", "metadata", "creationTimestamp");
        var pods = List.of(slightlyYounger, pod("a"));

        assertThat(new DeletionOrder(pods, NOW).first(1, pods)).containsExactly(pod("a"));
    }
}
