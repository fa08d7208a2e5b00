package tidegate.playground.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tidegate.playground.client.ApiFailure;
import tidegate.playground.loop.KeyedLoop.Retry;

class KeyedLoopTest {
    private static final Retry QUICK = new Retry(Duration.ofMillis(1), Duration.ofMillis(4));

    @Test
    void everyKeyIsPassedAndNoneTwiceAtOnce() throws InterruptedException {
        var running = new ConcurrentHashMap<Integer, Boolean>();
        var overlaps = new AtomicInteger();
        var left = new CountDownLatch(2_000);
        var seen = ConcurrentHashMap.<Integer>newKeySet();
        try (var loop = new KeyedLoop<Integer>("test", 8, QUICK, key -> {
            if (running.put(key, true) != null) overlaps.incrementAndGet();
            Thread.yield();
            running.remove(key);
            if (seen.add(key)) left.countDown();
            return Optional.empty();
        })) {
            for (int round = 0; round < 5; round++) for (int key = 0; key < 2_000; key++) loop.enqueue(key);
            assertThat(left.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(overlaps).hasValue(0);
    }

    @Test
    void whatIsAskedDuringAPassCausesExactlyOneMore() throws InterruptedException {
        var started = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var passes = new AtomicInteger();
        var others = new CountDownLatch(1);
        try (var loop = new KeyedLoop<String>("test", 1, QUICK, key -> {
            if (key.equals("other")) {
                others.countDown();
            } else if (passes.incrementAndGet() == 1) {
                started.countDown();
                await(goOn);
            }
            return Optional.empty();
        })) {
            loop.enqueue("a");
            started.await();
            for (int i = 0; i < 10; i++) loop.enqueue("a");
            goOn.countDown();
            awaitPasses(passes, 2);
            loop.enqueue("other");
            others.await();
        }
        assertThat(passes).hasValue(2);
    }

    @Test
    void aPassThatThrowsIsRepeatedUntilItSucceeds() throws InterruptedException {
        var passes = new AtomicInteger();
        var done = new CountDownLatch(1);
        try (var loop = new KeyedLoop<String>("test", 1, QUICK, _ -> {
            if (passes.incrementAndGet() < 5) throw ApiFailure.unanswered("GET /", new IOException("not yet"));
            done.countDown();
            return Optional.empty();
        })) {
            loop.enqueue("a");
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(passes).hasValue(5);
    }

    @Test
    void aPassMayAskToBeRepeated() throws InterruptedException {
        var passes = new CountDownLatch(3);
        try (var loop = new KeyedLoop<String>("test", 1, QUICK, _ -> {
            passes.countDown();
            return passes.getCount() > 0 ? Optional.of(Duration.ofMillis(1)) : Optional.empty();
        })) {
            loop.enqueue("a");
            assertThat(passes.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void retriesWaitTwiceAsLongEachTimeUpToTheLongest() {
        var retry = new Retry(Duration.ofMillis(50), Duration.ofSeconds(5));
        List<Duration> delays = new ArrayList<>();
        for (int failures : new int[] {1, 2, 3, 8, 65, 100_000}) delays.add(retry.after(failures));

        assertThat(delays)
                .containsExactly(
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitPasses(AtomicInteger passes, int wanted) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (passes.get() < wanted && System.nanoTime() < deadline) Thread.onSpinWait();
    }
}
