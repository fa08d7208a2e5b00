package tidegate.kube.election;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.kube.server.Eventually.until;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.kube.http.HttpKubeClient;
import tidegate.kube.server.Clients;
import tidegate.kube.server.TestApiServer;
import tidegate.kube.server.TestApiServer.Reply;
import tidegate.kube.time.ManualTimekeeper;

/** Elections on clocks that are moved by hand: a machine each. */
class LeaseElectionTest {
    private static final String PATH = "/apis/coordination.k8s.io/v1/namespaces/argo-rollouts/leases/lock";

    private final TestApiServer server = new TestApiServer();
    private final HttpKubeClient client = Clients.of(server);
    private final List<Machine> machines = new ArrayList<>();

    @AfterEach
    void end() {
        machines.forEach(machine -> machine.election.close());
        client.close();
        server.close();
    }

    /** One candidate with clocks of its own. */
    private final class Machine implements ElectionListener {
        private final ManualTimekeeper time;
        private final LeaseElection election;
        private final List<String> told = Collections.synchronizedList(new ArrayList<>());

        Machine(String name, Instant wallClock) {
            time = new ManualTimekeeper(wallClock);
            election = new LeaseElection(
                    client, "argo-rollouts", "lock", name, LeaseTiming.DEFAULT, this, time, new Random(1));
            machines.add(this);
        }

        Machine(String name) {
            this(name, Instant.parse("2026-01-01T00:00:00Z"));
        }

        Machine start() {
            election.start();
            return this;
        }

        /** Seconds one by one, each once the candidate has done its part of the one before. */
        void live(int seconds) throws InterruptedException {
            for (int i = 0; i < seconds; i++) {
                int wanted = election.state() instanceof LeaseElection.State.Leading ? 2 : 1;
                until(
                        "the candidate sleeps",
                        () -> election.state() instanceof LeaseElection.State.Ended || time.pending() >= wanted);
                time.advance(Duration.ofSeconds(1));
            }
        }

        boolean mayWrite() {
            return election.fence().allows();
        }

        Machine lead() {
            start();
            until("it leads", () -> told.contains("leading"));
            return this;
        }

        @Override
        public void leading() {
            told.add("leading");
        }

        @Override
        public void lost(String why) {
            told.add("lost: " + why);
        }

        @Override
        public void following(String holder) {
            told.add("following " + holder);
        }
    }

    private Json spec() {
        return server.object(PATH).get("spec");
    }

    @Test
    void theFirstCandidateCreatesTheLease() {
        Machine a = new Machine("a");
        assertThat(a.mayWrite()).isFalse();
        a.lead();
        assertThat(a.mayWrite()).isTrue();
        assertThat(spec()).isEqualTo(Json.parse("""
                                {"holderIdentity":"a","leaseDurationSeconds":15,"leaseTransitions":0,
                                 "acquireTime":"2026-01-01T00:00:00.000000Z","renewTime":"2026-01-01T00:00:00.000000Z"}"""));
    }

    @Test
    void aLeaderRenewsEveryTwoSecondsAndStays() throws Exception {
        Machine a = new Machine("a").lead();
        a.live(60);
        until("the last renewal", () -> spec().get("renewTime").stringOrEmpty().compareTo("2026-01-01T00:00:58") >= 0);
        assertThat(a.mayWrite()).isTrue();
        assertThat(a.told).containsExactly("leading");
        assertThat(spec().get("leaseTransitions").integer()).hasValue(0);
    }

    @Test
    void aSecondCandidateWaitsWhateverItsWallClockSays() throws Exception {
        Machine a = new Machine("a").lead();
        Machine b = new Machine("b", Instant.parse("2031-01-01T00:00:00Z")).start();
        until("b knows", () -> b.told.contains("following a"));
        for (int i = 0; i < 60; i++) {
            a.live(1);
            b.live(1);
        }
        assertThat(b.mayWrite()).isFalse();
        assertThat(b.told).containsExactly("following a");
    }

    @Test
    void whenALeaderVanishesTheNextOneWaitsForTheWholeLease() throws Exception {
        Machine a = new Machine("a").lead();
        Machine b = new Machine("b").start();
        until("b knows", () -> b.told.contains("following a"));
        b.live(14);
        assertThat(b.told).containsExactly("following a");
        b.live(6);
        until("b leads", () -> b.told.contains("leading"));
        assertThat(spec().get("holderIdentity").string()).contains("b");
        assertThat(spec().get("leaseTransitions").integer()).hasValue(1);
        a.live(3);
        until("a, awake again, finds out", () -> a.told.size() == 2);
        assertThat(a.told.getLast()).startsWith("lost");
        assertThat(a.mayWrite()).isFalse();
    }

    @Test
    void theFenceShutsAtTheRenewDeadlineWhileTheServerIsAway() throws Exception {
        Machine a = new Machine("a").lead();
        server.addFault(_ -> Reply.status(503, "ServiceUnavailable", "down"));
        a.live(9);
        assertThat(a.mayWrite()).as("9 s after the last renewal was sent").isTrue();
        a.live(1);
        assertThat(a.mayWrite()).isFalse();
        until("it is told", () -> a.told.size() == 2);
        assertThat(a.told.getLast()).isEqualTo("lost: not renewed within PT10S");
        server.clearFaults();
        a.time.advance(Duration.ofSeconds(30));
        assertThat(a.mayWrite()).as("lost is lost").isFalse();
    }

    @Test
    void aRenewalCountsFromWhenItWasSentNotFromItsAnswer() throws Exception {
        Machine a = new Machine("a").lead();
        var arrived = new CountDownLatch(1);
        var mayAnswer = new CountDownLatch(1);
        server.addFault(request -> {
            if (request.method().equals("PATCH") && arrived.getCount() == 1) {
                arrived.countDown();
                hold(mayAnswer);
            }
            return null;
        });
        a.live(2);
        arrived.await();
        a.time.advance(Duration.ofSeconds(5));
        mayAnswer.countDown();
        until(
                "the answer came",
                () -> a.election.state() instanceof LeaseElection.State.Leading leading
                        && leading.sentNanos() == Duration.ofSeconds(2).toNanos());
        server.addFault(_ -> Reply.status(503, "ServiceUnavailable", "down"));
        a.time.advance(Duration.ofMillis(4_900));
        assertThat(a.mayWrite()).isTrue();
        a.time.advance(Duration.ofMillis(100));
        assertThat(a.mayWrite())
                .as("10 s after it was sent, 5 s after its answer")
                .isFalse();
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aReleasedLeaseIsFreeAtOnce() throws Exception {
        Machine a = new Machine("a").lead();
        Machine b = new Machine("b").start();
        until("b knows", () -> b.told.contains("following a"));
        a.election.release();
        assertThat(a.mayWrite()).isFalse();
        assertThat(a.told).as("a release is no loss").containsExactly("leading");
        until("b leads before its next attempt is due", () -> b.told.contains("leading"));
        assertThat(spec().get("holderIdentity").string()).contains("b");
    }

    @Test
    void whoMayNotWatchTheLeaseAsksForIt() throws Exception {
        server.addFault(request -> request.isWatch() ? Reply.status(403, "Forbidden", "no watches") : null);
        Machine a = new Machine("a").lead();
        Machine b = new Machine("b").start();
        until("b knows", () -> b.told.contains("following a"));
        a.election.release();
        b.live(5);
        until("b leads", () -> b.told.contains("leading"));
    }

    @Test
    void aForeignWriteToTheLeaseDoesNotCostTheLeadership() throws Exception {
        Machine a = new Machine("a").lead();
        Json annotated = server.object(PATH).withAt(List.of("metadata", "annotations", "x"), "y");
        server.put("/apis/coordination.k8s.io/v1/leases", annotated);
        a.live(9);
        until("renewed", () -> spec().get("renewTime").stringOrEmpty().compareTo("2026-01-01T00:00:03") >= 0);
        assertThat(a.mayWrite()).isTrue();
        assertThat(server.object(PATH).at("metadata", "annotations", "x").string())
                .contains("y");
    }

    @Test
    void aLostRaceIsNoLeadership() throws Exception {
        server.failOnce(request -> request.method().equals("POST"), Reply.status(409, "AlreadyExists", "exists"));
        Machine a = new Machine("a").start();
        until(
                "it tried",
                () -> server.requests.stream()
                        .anyMatch(request -> request.method().equals("POST")));
        assertThat(a.mayWrite()).isFalse();
        a.live(5);
        until("it leads at the second attempt", () -> a.told.contains("leading"));
    }

    @Test
    void identitiesAreNewEachTime() {
        assertThat(LeaseElection.newIdentity("host"))
                .startsWith("host_")
                .isNotEqualTo(LeaseElection.newIdentity("host"));
    }
}
