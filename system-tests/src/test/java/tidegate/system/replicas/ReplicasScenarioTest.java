package tidegate.system.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.bench.Expect.countsAgree;
import static tidegate.system.bench.Expect.events;
import static tidegate.system.bench.Expect.healthy;
import static tidegate.system.bench.Expect.pods;
import static tidegate.system.bench.Expect.replicas;
import static tidegate.system.bench.Expect.stable;
import static tidegate.system.bench.Manifests.canary;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import tidegate.controlplane.Audit;
import tidegate.controlplane.Audit.ApiWrite;
import tidegate.playground.fault.Calls;
import tidegate.playground.fault.Fault;
import tidegate.playground.fault.FaultyControlPlane;
import tidegate.playground.fault.Rule;
import tidegate.system.bench.Await;
import tidegate.system.bench.Bench;
import tidegate.system.bench.FinalState;
import tidegate.system.bench.Scenario;
import tidegate.system.bench.ScenarioExtension;
import tidegate.system.bench.Shard;

/** How fast the second replica leads, and that the first one's last writes do no harm. */
@Isolated // it measures how long things take
@ExtendWith(ScenarioExtension.class)
class ReplicasScenarioTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void afterAKillWithinTheLeaseAndFiveSeconds(Scenario on, Bench bench) {
        try (Replicas both = Replicas.start(bench, bench.controlPlane(), "killed", Replicas.SHORT_LEASE)) {
            updating(on, both);
            Duration took = both.takeover(both.shard()::kill);
            System.out.println("after kill -9, on " + Bench.kind() + ": " + took.toMillis() + " ms");
            assertThat(took).isLessThan(Replicas.LEASE.plusSeconds(5));
            on.then(healthy("shop"), stable("shop", "yellow"), pods("yellow", 2), countsAgree("shop"));
        }
    }

    @Test
    void afterAnEndInOrderWithinASecond(Scenario on, Bench bench) {
        // nobody would wait for this lease to run out; the other one asks for it every two to four seconds
        try (Replicas both =
                Replicas.start(bench, bench.controlPlane(), "ended", "--leader-election-lease-duration=300s")) {
            updating(on, both);
            ProcessHandle leader = both.leader().process().handle();
            Duration took = both.takeover(leader::destroy);
            System.out.println("after SIGTERM, on " + Bench.kind() + ": " + took.toMillis() + " ms");
            assertThat(took).isLessThan(Duration.ofSeconds(1));
            on.then(healthy("shop"), stable("shop", "yellow"), pods("yellow", 2), countsAgree("shop"));
        }
    }

    /** In its pause, which ends by itself. */
    private static void updating(Scenario on, Replicas both) {
        on.given(both.shard().own(canary("shop", 2, "blue", "setWeight: 50", "pause: {duration: 1s}")));
        on.then(healthy("shop"), stable("shop", "blue"));
        on.whenImage("shop", "yellow");
        on.then(replicas("yellow", 1));
    }

    /** A write of the leader that is on its way when it freezes: the first of its kind in its namespace. */
    private enum Held {
        NEW_REPLICA_SET("create", "replicasets", ""),
        SIZE("patch", "replicasets", ""),
        STATUS("patch", "rollouts", "status"),
        EVENT("create", "events", "");

        private final String verb;
        private final String resource;
        private final String part;

        Held(String verb, String resource, String part) {
            this.verb = verb;
            this.resource = resource;
            this.part = part;
        }

        Calls in(Scenario on) {
            return Calls.any()
                    .verbs(verb)
                    .of(part.isEmpty() ? resource : resource + "/" + part)
                    .in(on.namespace())
                    .by(Shard.USER_AGENT);
        }

        /** How the API answered the writes of this kind there so far; none where nobody keeps count. */
        List<Integer> answers(Scenario on) {
            return on.controlPlane().audit().map(Audit::writes).orElse(List.of()).stream()
                    .filter(write -> Shard.isByController(write)
                            && write.namespace().equals(on.namespace())
                            && write.verb().equals(verb)
                            && write.resource().equals(resource)
                            && write.subresource().equals(part))
                    .map(ApiWrite::code)
                    .toList();
        }
    }

    @Test
    void writesOfAFrozenLeaderThatArriveAfterTheTakeoverAreRefusedOrEvents(Bench bench) {
        List<Frozen> frozen = Stream.of(Held.values())
                .map(write -> new Frozen(write, bench.newScenario("frozen-at-" + write)))
                .toList();
        try (FaultyControlPlane seen = FaultyControlPlane.before(bench.controlPlane());
                Replicas both = Replicas.start(bench, seen, "frozen", Replicas.SHORT_LEASE)) {
            for (Frozen one : frozen)
                one.on().given(both.shard().own(canary("shop", 2, "blue", "setWeight: 50", "pause: {duration: 1s}")));
            for (Frozen one : frozen)
                one.on()
                        .then(
                                healthy("shop"),
                                stable("shop", "blue"),
                                countsAgree("shop"),
                                events("RolloutCompleted", 1));

            List<Rule> held = frozen.stream()
                    .map(one -> seen.faults().add(one.held().in(one.on()), Fault.heldBefore()))
                    .toList();
            for (Frozen one : frozen) one.on().whenImage("shop", "yellow");
            held.forEach(rule -> rule.awaitHits(1, SOON));
            both.leader().process().freeze();
            for (Frozen one : frozen)
                one.on().then(healthy("shop"), stable("shop", "yellow"), pods("yellow", 2), countsAgree("shop"));

            Map<String, FinalState> before = ends(frozen, both);
            for (int i = 0; i < held.size(); i++) assertArrivesInVain(frozen.get(i), held.get(i));
            both.leader().process().thaw();
            both.leader().process().awaitEnd(SOON);
            assertThat(ends(frozen, both)).isEqualTo(before);
        } finally {
            frozen.forEach(one -> one.on().close());
        }
    }

    /** A story that the leader freezes in. */
    private record Frozen(Held held, Scenario on) {}

    private static void assertArrivesInVain(Frozen one, Rule rule) {
        int before = one.held().answers(one.on()).size();
        rule.close();
        if (one.on().controlPlane().audit().isEmpty()) return;
        Await.until(
                "an answer to " + one.held(), () -> one.held().answers(one.on()).size() > before);
        List<Integer> all = one.held().answers(one.on());
        assertThat(all.subList(before, all.size()))
                .as("%s", one.held())
                .containsOnly(one.held() == Held.EVENT ? 201 : 409);
    }

    private static Map<String, FinalState> ends(List<Frozen> frozen, Replicas both) {
        return frozen.stream()
                .collect(Collectors.toMap(
                        one -> one.on().namespace(),
                        one -> FinalState.of(one.on().state(), both.shard().instanceId())));
    }
}
