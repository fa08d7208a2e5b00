package tidegate.kube.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import tidegate.kube.client.KubeError;
import tidegate.kube.client.KubeException;
import tidegate.kube.time.ManualTimekeeper;

class KeyedSchedulerTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final ManualTimekeeper time = new ManualTimekeeper(START);
    private final Queue<Runnable> begun = new ArrayDeque<>();
    private final List<String> passes = new ArrayList<>();
    private Pass<String> behaviour = _ -> Next.whenAdded();
    private final KeyedScheduler<String> scheduler = KeyedScheduler.<String>named("test", this::pass)
            .time(time)
            .threads(begun::add)
            .concurrency(2)
            .backoff(new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(8)))
            .build();

    private Next pass(String key) throws Exception {
        passes.add(key + "@" + time.nanos() / 1_000_000_000L);
        return behaviour.run(key);
    }

    private void runAll() {
        for (Runnable next = begun.poll(); next != null; next = begun.poll()) next.run();
    }

    private void advanceBySeconds(int seconds) {
        for (int i = 0; i < seconds; i++) {
            time.advance(Duration.ofSeconds(1));
            runAll();
        }
    }

    @Test
    void aKeyAddedSeveralTimesBeforeItsPassGetsOne() {
        scheduler.add("a");
        scheduler.add("a");
        scheduler.add("b");
        scheduler.add("a");
        scheduler.start();
        runAll();
        assertThat(passes).containsExactly("a@0", "b@0");
        assertThat(scheduler.load().ready()).isZero();
    }

    @Test
    void aKeyAddedDuringItsPassGetsOneMoreAfterIt() {
        scheduler.start();
        scheduler.add("a");
        Runnable first = begun.remove();
        scheduler.add("a");
        scheduler.add("a");
        assertThat(begun).as("no second pass beside the first").isEmpty();
        first.run();
        runAll();
        assertThat(passes).containsExactly("a@0", "a@0");
    }

    @Test
    void noMorePassesAtOnceThanAllowed() {
        scheduler.start();
        for (String key : List.of("a", "b", "c", "d")) scheduler.add(key);
        assertThat(begun).hasSize(2);
        assertThat(scheduler.load().running()).isEqualTo(2);
        assertThat(scheduler.load().ready()).isEqualTo(2);
        time.advance(Duration.ofSeconds(3));
        assertThat(scheduler.load().oldestReady()).isEqualTo(Duration.ofSeconds(3));
        begun.remove().run();
        assertThat(scheduler.load().running()).isEqualTo(2);
        runAll();
        assertThat(passes).hasSize(4);
    }

    @Test
    void theEarliestWakeUpWins() {
        scheduler.start();
        scheduler.addAfter("a", Duration.ofSeconds(5));
        scheduler.addAfter("a", Duration.ofSeconds(9));
        scheduler.addAt("b", START.plusSeconds(7));
        scheduler.addAt("b", START.plusSeconds(3));
        advanceBySeconds(20);
        assertThat(passes).containsExactly("b@3", "a@5");
    }

    @Test
    void whatIsDueEarlierDoesNotWaitForTheBackoffOfAFailure() {
        behaviour = key -> passes.size() < 4
                ? new Next.Retry("refused", Duration.ZERO, Optional.of(START.plusSeconds(6)))
                : new Next.Retry("refused", Duration.ZERO);
        scheduler.start();
        scheduler.add("a");
        advanceBySeconds(13);
        assertThat(passes).containsExactly("a@1", "a@2", "a@4", "a@6");
    }

    @Test
    void anInstantThatHasPassedIsNow() {
        scheduler.start();
        scheduler.addAt("a", START.minusSeconds(100));
        runAll();
        assertThat(passes).containsExactly("a@0");
    }

    @Test
    void aSuccessfulPassReplacesTheWakeUpThatWasPendingWhenItBegan() {
        scheduler.start();
        scheduler.addAfter("a", Duration.ofSeconds(5));
        behaviour = _ -> passes.size() == 1 ? Next.after(Duration.ofSeconds(8)) : Next.whenAdded();
        scheduler.add("a");
        runAll();
        advanceBySeconds(20);
        assertThat(passes).containsExactly("a@0", "a@8");
    }

    @Test
    void aWakeUpSetDuringAPassCountsBesideWhatThePassReturns() {
        scheduler.start();
        behaviour = key -> {
            if (passes.size() == 1) scheduler.addAfter(key, Duration.ofSeconds(2));
            return passes.size() == 1 ? Next.after(Duration.ofSeconds(8)) : Next.whenAdded();
        };
        scheduler.add("a");
        runAll();
        advanceBySeconds(20);
        assertThat(passes).containsExactly("a@0", "a@2");
    }

    @Test
    void aFailedPassKeepsTheWakeUpThatItHad() {
        scheduler.start();
        behaviour = _ -> passes.size() <= 4 ? Next.retry("broken") : Next.whenAdded();
        scheduler.add("a");
        runAll();
        advanceBySeconds(3);
        scheduler.addAfter("a", Duration.ofSeconds(2));
        scheduler.add("a");
        runAll();
        advanceBySeconds(20);
        assertThat(passes).as("the fourth failure would wait 8 s").containsExactly("a@0", "a@1", "a@3", "a@3", "a@5");
    }

    @Test
    void failuresWaitTwiceAsLongEachTimeUpToTheCapAndSuccessStartsOver() {
        scheduler.start();
        behaviour = _ -> passes.size() <= 5 ? Next.retry("broken") : Next.whenAdded();
        scheduler.add("a");
        runAll();
        advanceBySeconds(40);
        assertThat(passes).containsExactly("a@0", "a@1", "a@3", "a@7", "a@15", "a@23");
        assertThat(scheduler.load().failing()).isZero();
        passes.clear();
        behaviour = _ -> passes.size() == 1 ? Next.retry("broken") : Next.whenAdded();
        scheduler.add("a");
        runAll();
        advanceBySeconds(2);
        assertThat(passes).containsExactly("a@40", "a@41");
    }

    @Test
    void theTwoHundredthRequeueComesNoLaterThanTheCap() {
        scheduler.start();
        var at = new ArrayList<Long>();
        behaviour = _ -> {
            at.add(time.nanos());
            throw new IllegalStateException("broken");
        };
        scheduler.add("a");
        runAll();
        while (at.size() <= 201) advanceBySeconds(1);
        assertThat(Duration.ofNanos(at.get(200) - at.get(199))).isEqualTo(Duration.ofSeconds(8));
        assertThat(scheduler.load().retries()).isGreaterThanOrEqualTo(200);
    }

    @Test
    void aServerThatAsksForTimeGetsIt() {
        scheduler.start();
        behaviour = _ -> {
            if (passes.size() > 1) return Next.whenAdded();
            throw new KubeException("x", new KubeError.TooManyRequests("busy", Optional.of(Duration.ofSeconds(30))));
        };
        scheduler.add("a");
        runAll();
        advanceBySeconds(40);
        assertThat(passes).containsExactly("a@0", "a@30");
    }

    @Test
    void addingAKeyThatWaitsForARetryDoesNotWait() {
        scheduler.start();
        scheduler.retry("a", "broken");
        scheduler.add("a");
        runAll();
        assertThat(passes).containsExactly("a@0");
    }

    @Test
    void forgettingStartsTheBackoffOver() {
        scheduler.start();
        behaviour = _ -> passes.size() == 1 ? Next.retry("x") : Next.whenAdded();
        for (int i = 0; i < 10; i++) scheduler.retry("a", "x");
        scheduler.forget("a");
        scheduler.add("a");
        runAll();
        advanceBySeconds(2);
        assertThat(passes).containsExactly("a@0", "a@1");
    }

    @Test
    void aFailureSoonAfterASuccessGoesOnWithTheBackoffAsFarAsRemembered() {
        var remembering = KeyedScheduler.<String>named("remembering", this::pass)
                .time(time)
                .threads(begun::add)
                .backoff(new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(64)))
                .remembering(2, Duration.ofSeconds(5))
                .build();
        Set<Integer> succeed = Set.of(5, 7, 9);
        behaviour = _ -> succeed.contains(passes.size()) ? Next.whenAdded() : Next.retry("refused");
        remembering.start();
        remembering.add("a");
        runAll();
        advanceBySeconds(15);
        assertThat(passes).as("four failures and a success").containsExactly("a@0", "a@1", "a@3", "a@7", "a@15");
        advanceBySeconds(5);
        remembering.add("a");
        runAll();
        advanceBySeconds(4);
        assertThat(passes.subList(5, 7))
                .as("as the third in a row, not as the fifth")
                .containsExactly("a@20", "a@24");
        advanceBySeconds(6);
        remembering.add("a");
        runAll();
        advanceBySeconds(1);
        assertThat(passes.subList(7, 9)).as("a success that is longer ago").containsExactly("a@30", "a@31");
        assertThat(remembering.load().failing()).isZero();
    }

    @Test
    void nothingIsKeptOfAKeyThatIsDone() {
        scheduler.start();
        behaviour = _ -> Next.retry("x");
        for (int i = 0; i < 100; i++) scheduler.add("k" + i);
        runAll();
        behaviour = _ -> Next.whenAdded();
        advanceBySeconds(3);
        var load = scheduler.load();
        assertThat(load.failing() + load.timed() + load.ready() + load.running())
                .isZero();
        assertThat(time.pending()).isZero();
    }

    @Test
    void twentyThousandKeysWithDelaysAreAllDelivered() {
        scheduler.start();
        var random = new Random(42);
        Set<String> expected = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            scheduler.addAfter("k" + i, Duration.ofMillis(random.nextInt(60_000)));
            expected.add("k" + i);
        }
        advanceBySeconds(61);
        assertThat(passes).hasSize(20_000);
        assertThat(new HashSet<>(
                        passes.stream().map(p -> p.substring(0, p.indexOf('@'))).toList()))
                .isEqualTo(expected);
    }

    @Test
    void onRealThreadsNoKeyHasTwoPassesAtOnceAndNoAddIsLost() throws Exception {
        int keys = 50;
        int addsPerKey = 400;
        var inside = new AtomicIntegerArray(keys);
        var wanted = new AtomicIntegerArray(keys);
        Map<Integer, Integer> seen = new ConcurrentHashMap<>();
        var overlaps = new AtomicInteger();
        var atOnce = new AtomicInteger();
        var tooMany = new AtomicInteger();
        var allSeen = new CountDownLatch(keys);
        Set<Integer> done = ConcurrentHashMap.newKeySet();
        try (var real = KeyedScheduler.<Integer>named("real", key -> {
                    if (inside.incrementAndGet(key) > 1) overlaps.incrementAndGet();
                    if (atOnce.incrementAndGet() > 4) tooMany.incrementAndGet();
                    int has = wanted.get(key);
                    Thread.yield();
                    seen.put(key, has);
                    if (has == addsPerKey && done.add(key)) allSeen.countDown();
                    atOnce.decrementAndGet();
                    inside.decrementAndGet(key);
                    return Next.whenAdded();
                })
                .concurrency(4)
                .build()) {
            real.start();
            var adders = new ArrayList<Thread>();
            for (int adder = 0; adder < 4; adder++) {
                int offset = adder;
                adders.add(Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < addsPerKey; i++)
                        for (int key = offset; key < keys; key += 4) {
                            wanted.incrementAndGet(key);
                            real.add(key);
                        }
                }));
            }
            for (Thread adder : adders) adder.join();
            assertThat(allSeen.await(20, TimeUnit.SECONDS))
                    .as("the last add of every key was seen")
                    .isTrue();
            assertThat(real.drain(Duration.ofSeconds(10))).isTrue();
        }
        assertThat(overlaps).hasValue(0);
        assertThat(tooMany).hasValue(0);
        assertThat(new HashMap<>(seen).values()).allMatch(value -> value == addsPerKey);
    }

    @Test
    void drainingWaitsForWhatRunsAndBeginsNothingElse() throws Exception {
        var inPass = new CountDownLatch(1);
        var mayEnd = new CountDownLatch(1);
        var count = new AtomicInteger();
        var real = KeyedScheduler.<String>named("drain", _ -> {
                    count.incrementAndGet();
                    inPass.countDown();
                    mayEnd.await();
                    return Next.after(Duration.ZERO);
                })
                .concurrency(1)
                .build();
        real.start();
        real.add("a");
        real.add("b");
        inPass.await();
        assertThat(real.drain(Duration.ofMillis(1))).as("a pass still runs").isFalse();
        mayEnd.countDown();
        assertThat(real.drain(Duration.ofSeconds(20))).isTrue();
        real.add("c");
        assertThat(count).hasValue(1);
    }

    @Test
    void aListenerThatThrowsCostsNoKeyItsPlace() {
        var fragile = KeyedScheduler.<String>named("fragile", key -> {
                    passes.add(key);
                    return Next.whenAdded();
                })
                .threads(begun::add)
                .time(time)
                .concurrency(1)
                .events(new SchedulerEvents<>() {
                    @Override
                    public void started(String key, Duration waited) {
                        throw new IllegalStateException("listener");
                    }
                })
                .build();
        fragile.start();
        fragile.add("a");
        fragile.add("b");
        runAll();
        assertThat(passes).containsExactly("a", "b");
    }
}
