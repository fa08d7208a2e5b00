package tidegate.rollout.act;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tidegate.api.json.Json;
import tidegate.api.rollout.Rollout;
import tidegate.api.wire.RolloutEvent;
import tidegate.kube.client.KubeError;
import tidegate.kube.client.KubeException;
import tidegate.kube.client.Resource;
import tidegate.kube.time.ManualTimekeeper;
import tidegate.kube.time.Timekeeper;

@Timeout(60) // what waits for a writer that has given up would wait for ever
class EventWriterTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Rollout WEB = Rollout.of(Json.parse("""
            {"metadata":{"namespace":"shop","name":"web","uid":"u1","resourceVersion":"7"}}"""));

    private final Api api = new Api();
    private final Heard heard = new Heard();

    /** Stores Events by name; fails as told, before or after it has stored. */
    private static final class Api implements EventWriter.Api {
        private final Map<String, Json> stored = new LinkedHashMap<>();
        private final List<KubeError> answersLost = new ArrayList<>();
        private final List<KubeError> refusals = new ArrayList<>();
        private CountDownLatch gate = new CountDownLatch(0);
        private @Nullable RuntimeException bug;
        /** The uid of the object whose events get no answer. */
        private volatile String silentAbout = "";

        @Override
        public synchronized Json create(Resource resource, String namespace, Json body) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            RuntimeException thrown = bug;
            bug = null;
            if (thrown != null) throw thrown;
            if (body.at("involvedObject", "uid").stringOrEmpty().equals(silentAbout))
                throw new KubeException("create", new KubeError.Transient("no answer", Optional.empty()));
            if (!refusals.isEmpty()) throw new KubeException("create", refusals.removeFirst());
            String name = body.at("metadata", "name").stringOrEmpty();
            if (stored.containsKey(name)) throw new KubeException("create", new KubeError.AlreadyExists("there"));
            stored.put(name, body);
            notifyAll();
            if (!answersLost.isEmpty()) throw new KubeException("create", answersLost.removeFirst());
            return body;
        }

        synchronized void awaitStored(int count) throws InterruptedException {
            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            for (long left = 1; stored.size() < count && left > 0; left = end - System.nanoTime())
                wait(Duration.ofNanos(left).toMillis() + 1);
            assertThat(stored).hasSize(count);
        }

        synchronized List<String> messages() {
            return stored.values().stream()
                    .map(event -> event.get("message").stringOrEmpty())
                    .toList();
        }
    }

    private static final class Heard implements EventWriter.Listener {
        private final List<String> due = new ArrayList<>();
        private final List<String> dropped = new ArrayList<>();

        @Override
        public void due(Rollout about, RolloutEvent event) {
            due.add(event.reason());
        }

        @Override
        public synchronized void dropped(String why) {
            dropped.add(why);
        }
    }

    private static RolloutEvent scaled(int to) {
        return RolloutEvent.scaled("web-1", 1, 0, to);
    }

    private EventWriter writer(int capacity) {
        return new EventWriter(api, capacity, heard, Timekeeper.system());
    }

    private static void drain(EventWriter writer) throws InterruptedException {
        assertThat(writer.drain(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void writesEachInTheOrderGiven() throws InterruptedException {
        var writer = writer(100);
        writer.add(WEB, "7", List.of(RolloutEvent.updated(1), scaled(3)), NOW);
        writer.add(WEB, "8", List.of(RolloutEvent.resumed()), NOW);
        drain(writer);
        assertThat(api.messages())
                .containsExactly(
                        "Rollout updated to revision 1",
                        "Scaled up ReplicaSet web-1 (revision 1) from 0 to 3",
                        "Rollout is resumed");
        assertThat(heard.due).hasSize(3);
        assertThat(heard.dropped).isEmpty();
    }

    @Test
    void anEventIsWhatThePeersReadersExpect() throws InterruptedException {
        var writer = writer(100);
        writer.add(WEB, "7", List.of(scaled(3)), NOW);
        drain(writer);
        Json event = api.stored.values().iterator().next();
        assertThat(event.at("source", "component")).isEqualTo(Json.of("rollouts-controller"));
        assertThat(event.get("type")).isEqualTo(Json.of("Normal"));
        assertThat(event.get("reason")).isEqualTo(Json.of("ScalingReplicaSet"));
        assertThat(event.get("lastTimestamp")).isEqualTo(Json.of("2026-01-02T03:04:05Z"));
        assertThat(event.get("count")).isEqualTo(Json.of(1));
        assertThat(event.at("involvedObject", "uid")).isEqualTo(Json.of("u1"));
        assertThat(event.at("involvedObject", "kind")).isEqualTo(Json.of("Rollout"));
        assertThat(event.at("metadata", "namespace")).isEqualTo(Json.of("shop"));
    }

    @Test
    void eventsOfOneSecondSortByNameInTheOrderOfARelease() throws InterruptedException {
        var writer = writer(100);
        var inOrder = List.of(
                RolloutEvent.updated(2),
                RolloutEvent.newReplicaSetCreated("web-2", 2),
                RolloutEvent.notCompleted(2, "h2"),
                RolloutEvent.resumed(),
                scaled(3),
                RolloutEvent.completed(2, "h2", "Completed all 1 canary steps"));
        writer.add(WEB, "7", inOrder.reversed(), NOW);
        drain(writer);
        assertThat(api.stored.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> entry.getValue().get("message").stringOrEmpty()))
                .containsExactlyElementsOf(
                        inOrder.stream().map(RolloutEvent::message).toList());
    }

    @Test
    void aLostAnswerMakesNoSecondEvent() throws InterruptedException {
        api.answersLost.add(new KubeError.Transient("connection reset", Optional.empty()));
        var writer = writer(100);
        writer.add(WEB, "7", List.of(scaled(3)), NOW);
        drain(writer);
        assertThat(api.stored).hasSize(1);
        assertThat(heard.dropped).isEmpty();
    }

    /** As one with a quota does that another create has just changed. */
    @Test
    void aConflictPasses() throws InterruptedException {
        api.refusals.add(new KubeError.Conflict("Operation cannot be fulfilled on resourcequotas \"all\""));
        var writer = writer(100);
        writer.add(WEB, "7", List.of(scaled(3)), NOW);
        drain(writer);
        assertThat(api.stored).hasSize(1);
        assertThat(heard.dropped).isEmpty();
    }

    @Test
    void theSamePlanCarriedOutAgainMakesNoSecondEvent() throws InterruptedException {
        var first = writer(100);
        first.add(WEB, "7", List.of(scaled(3)), NOW);
        drain(first);
        var afterACrash = writer(100);
        afterACrash.add(WEB, "7", List.of(scaled(3)), NOW.plusSeconds(5));
        drain(afterACrash);
        assertThat(api.stored).hasSize(1);
    }

    @Test
    void theSameEventOnAnotherOccasionIsAnother() throws InterruptedException {
        var writer = writer(100);
        writer.add(WEB, "7", List.of(scaled(3)), NOW);
        writer.add(WEB, "9", List.of(scaled(3)), NOW);
        drain(writer);
        assertThat(api.stored).hasSize(2);
    }

    @Test
    void twoEqualEventsOfOnePlanAreTwo() throws InterruptedException {
        var writer = writer(100);
        writer.add(WEB, "7", List.of(scaled(3), scaled(3)), NOW);
        drain(writer);
        assertThat(api.stored).hasSize(2);
    }

    @Test
    void whatIsRefusedForGoodIsDroppedAndTheNextIsWritten() throws InterruptedException {
        api.refusals.add(new KubeError.Forbidden("not you"));
        var writer = writer(100);
        writer.add(WEB, "7", List.of(scaled(3), scaled(4)), NOW);
        drain(writer);
        assertThat(api.messages()).containsExactly("Scaled up ReplicaSet web-1 (revision 1) from 0 to 4");
        assertThat(heard.dropped).containsExactly("refused");
    }

    @Test
    void whatTheQueueHasNoRoomForIsCounted() throws InterruptedException {
        api.gate = new CountDownLatch(1);
        var writer = writer(2);
        for (int i = 0; i < 10; i++) writer.add(WEB, "v" + i, List.of(scaled(i)), NOW);
        api.gate.countDown();
        drain(writer);
        assertThat(api.stored.size() + heard.dropped.size()).isEqualTo(10);
        assertThat(heard.dropped).isNotEmpty().allMatch("queue full"::equals);
    }

    @Test
    void whatANamespaceThatGoesDoesNotTakeIsCountedApart() throws InterruptedException {
        api.refusals.add(
                new KubeError.Forbidden(
                        "events \"web.1\" is forbidden: unable to create new content in namespace shop because it is being terminated"));
        var writer = writer(100);
        writer.add(WEB, "7", List.of(scaled(3)), NOW);
        drain(writer);
        assertThat(heard.dropped).containsExactly("namespace ends");
    }

    /** A namespace whose quota nobody can count, say. */
    @Test
    void eventsThatAreNotTakenHoldUpThoseOfNoOtherObject() throws InterruptedException {
        api.silentAbout = "u0";
        var time = new ManualTimekeeper(NOW);
        var writer = new EventWriter(api, 100, heard, time);
        for (int i = 0; i < 4; i++) writer.add(rollout("u" + i), "7", List.of(scaled(i + 1), scaled(i + 11)), NOW);
        api.awaitStored(6);
        time.awaitPending(1);
        api.silentAbout = "";
        time.advance(Duration.ofSeconds(5));
        drain(writer);
        assertThat(api.messages().subList(6, 8))
                .containsExactly(
                        "Scaled up ReplicaSet web-1 (revision 1) from 0 to 1",
                        "Scaled up ReplicaSet web-1 (revision 1) from 0 to 11");
        assertThat(heard.dropped).isEmpty();
    }

    /** Answers only when it is told to. */
    private static final class SlowApi implements EventWriter.Api {
        private final Semaphore answers = new Semaphore(0);
        private int underWay;

        @Override
        public Json create(Resource resource, String namespace, Json body) {
            change(1);
            answers.acquireUninterruptibly();
            change(-1);
            return body;
        }

        private synchronized void change(int by) {
            underWay += by;
            notifyAll();
        }

        synchronized void awaitUnderWay(int calls) throws InterruptedException {
            while (underWay != calls) wait();
        }
    }

    @Test
    void anApiThatIsSlowWithThemIsGivenMoreAtOnceUntilTheyAreInTime() throws InterruptedException {
        var slow = new SlowApi();
        var time = new ManualTimekeeper(NOW);
        var writer = new EventWriter(slow, 1000, heard, time);
        for (int i = 0; i < 60; i++) writer.add(rollout("u" + i), "7", List.of(scaled(i + 1)), NOW);
        slow.awaitUnderWay(2);
        time.advance(Duration.ofMinutes(1));
        for (int atOnce : List.of(2, 2, 4, 8, 16)) {
            slow.awaitUnderWay(atOnce);
            slow.answers.release(atOnce);
        }
        slow.awaitUnderWay(16);
        for (int i = 60; i < 160; i++) writer.add(rollout("u" + i), "7", List.of(scaled(i + 1)), NOW);
        slow.answers.release(12 + 14 + 2 * 12);
        slow.awaitUnderWay(2);
        slow.answers.release(1000);
        drain(writer);
        assertThat(heard.dropped).isEmpty();
    }

    private static Rollout rollout(String uid) {
        return Rollout.of(Json.object(
                "metadata", Json.object("namespace", "shop", "name", "web", "uid", uid, "resourceVersion", "7")));
    }

    @Test
    void anApiThatTakesNoneForMinutesHasThemAfterwards() throws InterruptedException {
        api.silentAbout = "u1";
        var time = new ManualTimekeeper(NOW);
        var writer = new EventWriter(api, 100, heard, time);
        writer.add(WEB, "7", List.of(scaled(3)), NOW);
        for (int i = 0; i < 40; i++) {
            time.awaitPending(1);
            time.advance(Duration.ofSeconds(5));
        }
        time.awaitPending(1);
        api.silentAbout = "";
        time.advance(Duration.ofSeconds(5));
        drain(writer);
        assertThat(api.stored).hasSize(1);
        assertThat(heard.dropped).isEmpty();
    }

    @Test
    void whatIsNotTakenForAnHourIsDropped() throws InterruptedException {
        api.silentAbout = "u1";
        var time = new ManualTimekeeper(NOW);
        var writer = new EventWriter(api, 100, heard, time);
        writer.add(WEB, "7", List.of(scaled(3)), NOW);
        time.awaitPending(1);
        time.advance(Duration.ofHours(1));
        drain(writer);
        assertThat(heard.dropped).containsExactly("refused");
    }

    @Test
    void whatComesAfterTheEndIsCountedAndTakesNoRoom() throws InterruptedException {
        var writer = writer(1);
        drain(writer);
        writer.add(WEB, "7", List.of(scaled(3)), NOW);
        writer.add(WEB, "8", List.of(scaled(4)), NOW);
        assertThat(heard.due).hasSize(2);
        assertThat(heard.dropped).containsExactly("stopped", "stopped");
    }

    @Test
    void whatWaitsForItsNextAttemptAtTheEndIsCounted() throws InterruptedException {
        for (int i = 0; i < 3; i++) api.refusals.add(new KubeError.Transient("no", Optional.empty()));
        var time = new ManualTimekeeper(NOW);
        var writer = new EventWriter(api, 100, heard, time);
        writer.add(WEB, "7", List.of(scaled(3), scaled(4)), NOW);
        time.awaitPending(1);
        writer.close();
        drain(writer);
        assertThat(heard.dropped).containsExactly("stopped", "stopped");
    }

    @Test
    void oneThatBreaksEndsNothing() throws InterruptedException {
        api.bug = new IllegalStateException("nobody thought of this");
        var writer = writer(2);
        writer.add(WEB, "7", List.of(scaled(3), scaled(4)), NOW);
        drain(writer);
        assertThat(heard.dropped).containsExactly("broken");
        assertThat(api.messages()).containsExactly("Scaled up ReplicaSet web-1 (revision 1) from 0 to 4");
    }

    @Test
    void aLongNameIsCutSoThatTheEventsFits() throws InterruptedException {
        var writer = writer(100);
        Rollout longest = Rollout.of(
                Json.object("metadata", Json.object("namespace", "shop", "name", "n".repeat(253), "uid", "u")));
        writer.add(longest, "7", List.of(scaled(3)), NOW);
        drain(writer);
        assertThat(api.stored.keySet()).allSatisfy(name -> assertThat(name).hasSize(253));
    }
}
