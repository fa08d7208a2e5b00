package tidegate.rollout.runtime.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.api.rollout.Rollout;

class ControllerMetricsTest {
    private static final Rollout WEB = Rollout.of(Json.parse("""
            {"metadata":{"namespace":"shop","name":"web"},
             "spec":{"replicas":5,"strategy":{"canary":{}}},
             "status":{"replicas":5,"availableReplicas":3,"updatedReplicas":1,
               "conditions":[{"type":"Progressing","status":"Unknown","reason":"RolloutPaused"}]}}"""));

    private final ControllerMetrics metrics = new ControllerMetrics();
    private final ControllerGauges gauges = new ControllerGauges("1.2.3", () -> List.of(WEB), () -> 4, () -> true);

    @Test
    void readsGaugesFromTheCachesUnderThePeersNames() {
        assertThat(gauges.text().lines())
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
}
