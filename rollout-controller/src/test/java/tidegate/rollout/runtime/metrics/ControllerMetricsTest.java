package tidegate.rollout.runtime.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.RolloutStatus;
import tidegate.kube.client.DeleteRequest;
import tidegate.kube.client.KubeClient;
import tidegate.kube.client.KubeError;
import tidegate.kube.client.KubeException;
import tidegate.kube.client.Resource;
import tidegate.kube.time.ManualTimekeeper;

class ControllerMetricsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Rollout WEB = Rollout.of(Json.parse("""
            {"metadata":{"namespace":"shop","name":"web"},
             "spec":{"replicas":5,"strategy":{"canary":{}}},
             "status":{"replicas":5,"availableReplicas":3,"updatedReplicas":1,
               "conditions":[{"type":"Progressing","status":"Unknown","reason":"RolloutPaused"}]}}"""));

    private final ControllerMetrics metrics = new ControllerMetrics();
    private final ManualTimekeeper time = new ManualTimekeeper(START);

    private static ControllerGauges gauges(boolean deprecated) {
        return new ControllerGauges(
                "1.2.3", () -> List.of(WEB), () -> Map.of("Rollouts", 4, "Services", 0), () -> true, deprecated);
    }

    @Test
    void readsGaugesFromTheCachesUnderThePeersNames() {
        assertThat(gauges(true).text().lines())
                .contains(
                        "# TYPE rollout_info gauge",
                        "rollout_info{namespace=\"shop\",name=\"web\",strategy=\"canary\",traffic_router=\"\",phase=\"Paused\"} 1",
                        "rollout_info_replicas_available{namespace=\"shop\",name=\"web\"} 3",
                        "rollout_info_replicas_unavailable{namespace=\"shop\",name=\"web\"} 2",
                        "rollout_info_replicas_desired{namespace=\"shop\",name=\"web\"} 5",
                        "rollout_info_replicas_updated{namespace=\"shop\",name=\"web\"} 1",
                        "rollout_phase{namespace=\"shop\",name=\"web\",strategy=\"canary\",phase=\"Paused\"} 1",
                        "rollout_phase{namespace=\"shop\",name=\"web\",strategy=\"canary\",phase=\"Completed\"} 0",
                        "argo_rollouts_controller_info{version=\"1.2.3\"} 1",
                        "workqueue_depth{name=\"Rollouts\"} 4",
                        "tidegate_leader 1");
    }

    @Test
    void countsWithoutASuffixThatThePeerDoesNotHave() {
        metrics.failed("shop", "web");
        metrics.failed("shop", "web");
        metrics.eventDue("shop", "web", "Normal", "RolloutUpdated");
        assertThat(metrics.text().lines())
                .contains(
                        "# TYPE rollout_reconcile_error counter",
                        "rollout_reconcile_error{namespace=\"shop\",name=\"web\"} 2",
                        "rollout_events_total{namespace=\"shop\",name=\"web\",type=\"Normal\",reason=\"RolloutUpdated\"} 1");
    }

    @Test
    void bucketsAddUp() {
        metrics.reconciled("shop", "web", Duration.ofMillis(10));
        metrics.reconciled("shop", "web", Duration.ofMillis(200));
        metrics.reconciled("shop", "web", Duration.ofSeconds(3));
        assertThat(metrics.text().lines())
                .contains(
                        "rollout_reconcile_bucket{namespace=\"shop\",name=\"web\",le=\"0.01\"} 1",
                        "rollout_reconcile_bucket{namespace=\"shop\",name=\"web\",le=\"0.15\"} 1",
                        "rollout_reconcile_bucket{namespace=\"shop\",name=\"web\",le=\"0.25\"} 2",
                        "rollout_reconcile_bucket{namespace=\"shop\",name=\"web\",le=\"1\"} 2",
                        "rollout_reconcile_bucket{namespace=\"shop\",name=\"web\",le=\"+Inf\"} 3",
                        "rollout_reconcile_sum{namespace=\"shop\",name=\"web\"} 3.21",
                        "rollout_reconcile_count{namespace=\"shop\",name=\"web\"} 3");
    }

    /** Of which there is no end. */
    @Test
    void podsAreNotToldApartAlsoWhereObjectsAre() {
        var refused = new KubeException("evict", new KubeError.NotFound("gone"));
        KubeClient client = (KubeClient)
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {KubeClient.class}, (_, _, _) -> {
                    throw refused;
                });
        var counting = new CountingClient(client, metrics, true);
        for (String pod : List.of("web-1", "web-2"))
            assertThatThrownBy(() -> counting.evict(
                            Resource.namespaced("", "v1", "pods", "Pod").named("shop", pod), DeleteRequest.ofUid("u")))
                    .isSameAs(refused);
        assertThat(metrics.text()).doesNotContain("web-1").contains("\"shop\"");
    }

    @Test
    void whatBelongsToARolloutGoesWithIt() {
        metrics.reconciled("shop", "web", Duration.ofMillis(10));
        metrics.failed("shop", "web");
        metrics.failed("shop", "web2");
        metrics.forget("shop", "web");
        assertThat(metrics.text())
                .doesNotContain("rollout_reconcile_count{namespace=\"shop\",name=\"web\"}")
                .contains("rollout_reconcile_error{namespace=\"shop\",name=\"web2\"} 1");
    }

    @Test
    void labelValuesAreEscaped() {
        metrics.failed("shop", "a\"b\\c\nd");
        assertThat(metrics.text()).contains("name=\"a\\\"b\\\\c\\nd\"");
    }

    private static RolloutStatus status(String duration) {
        return new RolloutStatus(Json.object("duration", Json.parse(duration)));
    }

    @Test
    void anAttemptIsMeasuredOnceWhenItEnds() {
        var running = status("{\"rolloutStartedAt\":\"2026-01-01T00:00:00Z\",\"totalManualPauseDurationSeconds\":60}");
        var ended = status("""
                {"rolloutStartedAt":"2026-01-01T00:00:00Z","finishedAt":"2026-01-01T00:05:00Z",
                 "totalManualPauseDurationSeconds":60,"completionStatus":"Promoted"}""");
        var next = status("{\"rolloutStartedAt\":\"2026-01-01T00:06:00Z\"}");
        metrics.statusWritten(status("{}"), running, START);
        metrics.statusWritten(running, running, START);
        assertThat(metrics.text()).doesNotContain("rollout_duration_seconds_count{");
        metrics.statusWritten(running, ended, START);
        metrics.statusWritten(ended, ended, START);
        metrics.statusWritten(ended, next, START);
        assertThat(metrics.text().lines())
                .contains(
                        "rollout_duration_seconds_bucket{status=\"Promoted\",le=\"120\"} 0",
                        "rollout_duration_seconds_bucket{status=\"Promoted\",le=\"300\"} 1",
                        "rollout_duration_seconds_sum{status=\"Promoted\"} 300",
                        "rollout_progression_duration_seconds_sum{status=\"Promoted\"} 240",
                        "rollout_manual_pause_duration_seconds_bucket{status=\"Promoted\",le=\"0\"} 0",
                        "rollout_manual_pause_duration_seconds_bucket{status=\"Promoted\",le=\"60\"} 1",
                        "rollout_manual_pause_duration_seconds_count{status=\"Promoted\"} 1");
    }

    @Test
    void anAttemptThatAnotherReplacesIsSuperseded() {
        var running = status("""
                {"rolloutStartedAt":"2026-01-01T00:00:00Z","manualPauseStartedAt":"2026-01-01T00:01:00Z"}""");
        var next = status("{\"rolloutStartedAt\":\"2026-01-01T00:10:00Z\"}");
        metrics.statusWritten(running, next, START.plusSeconds(600));
        assertThat(metrics.text().lines())
                .contains(
                        "rollout_duration_seconds_sum{status=\"Superseded\"} 600",
                        "rollout_manual_pause_duration_seconds_sum{status=\"Superseded\"} 540");
    }

    @Test
    void aCompletionOfAnUnknownKindIsNotCounted() {
        var ended = status("""
                {"rolloutStartedAt":"2026-01-01T00:00:00Z","finishedAt":"2026-01-01T00:05:00Z",
                 "completionStatus":"ByHand"}""");
        metrics.statusWritten(status("{}"), ended, START);
        assertThat(metrics.text()).doesNotContain("ByHand");
    }

    @Test
    void aQueueTellsOfThePassesThatRun() {
        var queue = metrics.queue("Services", time);
        queue.started("a", Duration.ofMillis(2));
        time.advance(Duration.ofSeconds(3));
        queue.started("b", Duration.ZERO);
        time.advance(Duration.ofSeconds(1));
        assertThat(metrics.text().lines())
                .contains(
                        "workqueue_unfinished_work_seconds{name=\"Services\"} 5",
                        "workqueue_longest_running_processor_seconds{name=\"Services\"} 4");
        queue.finished("a", Duration.ofSeconds(4), true);
        queue.retrying("a", 1, Duration.ofSeconds(1), "why");
        assertThat(metrics.text().lines())
                .contains(
                        "workqueue_adds_total{name=\"Services\"} 2",
                        "workqueue_retries_total{name=\"Services\"} 1",
                        "workqueue_longest_running_processor_seconds{name=\"Services\"} 1");
    }

    @Test
    void deprecatedFamiliesCanBeLeftOut() {
        assertThat(gauges(false).text()).doesNotContain("rollout_phase").contains("rollout_info");
    }

    /** Other people's software parses this: what it says, and that nothing else is said. */
    @Test
    void thePageIsAsItWas() throws IOException {
        metrics.reconciled("shop", "web", Duration.ofMillis(20));
        metrics.failed("shop", "web");
        metrics.eventDue("shop", "web", "Normal", "RolloutUpdated");
        metrics.called("Patch", "rollouts/status", "", "N/A", "200");
        metrics.statusWritten(status("{}"), status("""
                {"rolloutStartedAt":"2026-01-01T00:00:00Z","finishedAt":"2026-01-01T00:05:00Z",
                 "completionStatus":"Promoted"}"""), START);
        var queue = metrics.queue("Rollouts", time);
        queue.started("web", Duration.ofMillis(2));
        queue.finished("web", Duration.ofMillis(20), false);
        String page = (gauges(true).text() + metrics.text()).replaceAll("goarch=\"[^\"]*\"", "goarch=\"any\"");
        try (var golden = getClass().getResourceAsStream("metrics.txt")) {
            assertThat(page).isEqualTo(new String(requireNonNull(golden).readAllBytes(), UTF_8));
        }
    }
}
