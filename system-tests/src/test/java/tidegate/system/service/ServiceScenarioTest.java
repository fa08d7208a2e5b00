package tidegate.system.service;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.bench.Expect.healthy;
import static tidegate.system.bench.Manifests.canary;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tidegate.api.json.Json;
import tidegate.playground.client.ObjectKey;
import tidegate.playground.client.ResourceType;
import tidegate.system.bench.Await;
import tidegate.system.bench.Bench;
import tidegate.system.bench.ControllerProcess;
import tidegate.system.bench.Scenario;
import tidegate.system.bench.ScenarioExtension;
import tidegate.system.bench.Shard;

/** The running process: probes, metrics, its end, and several of it. */
@ExtendWith(ScenarioExtension.class)
class ServiceScenarioTest {
    private static final Pattern LEADING = Pattern.compile("msg=Leading");
    private static final String ELECTED = "--leader-elect=true";
    private static final String[] SHORT_LEASE = {
        ELECTED,
        "--leader-election-lease-duration=8s",
        "--leader-election-renew-deadline=6s",
        "--leader-election-retry-period=200ms"
    };

    /** Nobody would wait for it to run out. */
    private static final String[] LONG_LEASE = {
        ELECTED, "--leader-election-lease-duration=300s", "--leader-election-retry-period=200ms"
    };

    @Test
    void probesAndMetricsAnswerAsThePeersDo(Bench bench) {
        try (Shard shard = Shard.start(bench, "probed")) {
            ControllerProcess process = shard.process();
            HttpResponse<String> healthz = process.get("health", "/healthz");
            assertThat(healthz.statusCode()).isEqualTo(200);
            assertThat(healthz.body()).isEqualTo("ok");
            assertThat(healthz.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
            assertThat(healthz.headers().firstValue("X-Content-Type-Options")).contains("nosniff");

            Await.until("ready", () -> process.get("health", "/readyz").statusCode() == 200);
            assertThat(process.get("health", "/livez").statusCode()).isEqualTo(200);

            HttpResponse<String> metrics = process.get("metrics", "/metrics");
            assertThat(metrics.headers().firstValue("Content-Type"))
                    .contains("text/plain; version=0.0.4; charset=utf-8");
            assertThat(metrics.body().lines())
                    .allMatch(line -> line.startsWith("# ")
                            || line.matches("[a-zA-Z_:][a-zA-Z0-9_:]*(\\{.*})? (NaN|[+-]?Inf|[-+0-9.eE]+)"));
            assertThat(process.metric("tidegate_leader")).isEqualTo(1);
        }
    }

    @Test
    void sigtermEndsItInOrder(Scenario on, Bench bench) {
        try (Shard shard = Shard.start(bench, "ended", LONG_LEASE)) {
            on.given(shard.own(canary("shop", 1, "blue")));
            on.then(healthy("shop"));
            assertThat(holder(bench, shard)).isNotEmpty();
            shard.process().process().handle().destroy();
            assertThat(shard.process().process().awaitEnd(Duration.ofSeconds(60)))
                    .isZero();
            assertThat(holder(bench, shard)).isEmpty();
            assertThat(shard.process().process().lastLines(3))
                    .contains("msg=Drained complete=true")
                    .doesNotContain("level=error");
        }
    }

    private static String holder(Bench bench, Shard shard) {
        Json lease = bench.api()
                .get(
                        ResourceType.LEASES,
                        new ObjectKey("default", "argo-rollouts-controller-lock-" + shard.instanceId()));
        return lease.at("spec", "holderIdentity").stringOrEmpty();
    }

    @Test
    void aSecondReplicaTakesOverFromAKilledOneWhenTheLeaseRanOut(Scenario on, Bench bench) {
        try (Shard shard = Shard.start(bench, "killed", SHORT_LEASE)) {
            takesOver(on, shard, shard::kill);
        }
    }

    @Test
    void aSecondReplicaTakesOverAtOnceFromOneThatWasEnded(Scenario on, Bench bench) {
        try (Shard shard = Shard.start(bench, "left", LONG_LEASE)) {
            takesOver(on, shard, () -> shard.process().close());
        }
    }

    private static void takesOver(Scenario on, Shard shard, Runnable end) {
        ControllerProcess first = shard.process();
        first.awaitLogged(LEADING);
        on.given(shard.own(canary("before", 1, "blue")));
        on.then(healthy("before"));
        try (ControllerProcess second = shard.startReplica()) {
            second.awaitLogged(Pattern.compile("msg=\"Standing by\""));
            Await.until(
                    "the standby ready", () -> second.get("health", "/readyz").statusCode() == 200);
            assertThat(second.metric("tidegate_leader")).isZero();
            assertThat(second.passes(on.namespace(), "before")).isZero();
            end.run();
            second.awaitLogged(LEADING);
            on.given(shard.own(canary("after", 1, "blue")));
            on.then(healthy("before"), healthy("after"));
        }
    }

    @Test
    void namespacedItLeavesOtherNamespacesAlone(Bench bench, Scenario on) {
        try (Scenario elsewhere = bench.newScenario("elsewhere");
                Shard shard = Shard.start(bench, "namespaced", "--namespaced", "--namespace", on.namespace())) {
            elsewhere.given(shard.own(canary("shop", 1, "blue")));
            on.given(shard.own(canary("shop", 1, "blue")));
            on.then(healthy("shop"));
            assertThat(elsewhere.rollout("shop").get("status").isMissing()).isTrue();
            assertThat(elsewhere.state().replicaSets()).isEmpty();
            assertThat(shard.process().get("metrics", "/metrics").body())
                    .contains(on.namespace())
                    .doesNotContain(elsewhere.namespace());
        }
    }

    @Test
    void eachLooksAfterTheRolloutsOfItsOwnInstanceIdOnly(Scenario on, Bench bench) {
        try (Shard shard = Shard.start(bench, "sharded")) {
            on.given(
                    canary("stranger", 1, "blue")
                            .replaceFirst(
                                    "(?m)^metadata:\\n",
                                    "metadata:\n  labels: {argo-rollouts.argoproj.io/controller-instance-id: nobody}\n"),
                    shard.own(canary("ours", 1, "blue")),
                    canary("plain", 1, "blue"));
            on.then(healthy("ours"), healthy("plain"));
            assertThat(on.rollout("stranger").get("status").isMissing()).isTrue();
            assertThat(shard.process().passes(on.namespace(), "plain")).isZero();
            assertThat(shard.process().passes(on.namespace(), "ours")).isPositive();
        }
    }
}
