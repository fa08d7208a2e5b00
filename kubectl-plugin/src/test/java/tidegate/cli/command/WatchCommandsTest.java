package tidegate.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.cli.command.ReadCommandsTest.phase;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.cli.view.Samples;
import tidegate.cli.view.Shop;

class WatchCommandsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final SmallCluster cluster = new SmallCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    private static CompletableFuture<Shell.Result> start(Shell shell, String commandLine) {
        return CompletableFuture.supplyAsync(() -> shell.run(commandLine));
    }

    private static Shell.Result ended(CompletableFuture<Shell.Result> result) {
        return result.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Waits on a state, not on a time; what never comes fails with what was there instead. */
    private static void until(BooleanSupplier holds) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) throw new AssertionError("never came to be");
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    @Test
    void statusTellsEachChangeUntilHealthy() {
        cluster.with("rollouts", phase("Paused", "CanaryPauseStep"));
        Shell shell = Shell.on(cluster);
        var result = start(shell, "status checkout");
        until(() -> shell.shown().contains("Paused - CanaryPauseStep\n") && cluster.watchers() == 1);
        cluster.with("rollouts", phase("Progressing", "more replicas need to be updated"));
        until(() -> shell.shown().contains("Progressing"));
        cluster.with("rollouts", phase("Healthy", ""));
        assertThat(ended(result))
                .isEqualTo(new Shell.Result(
                        0, "Paused - CanaryPauseStep\nProgressing - more replicas need to be updated\nHealthy\n", ""));
    }

    @Test
    void statusEndsWithAnErrorOnceDegraded() {
        cluster.with("rollouts", phase("Progressing", "more replicas need to be updated"));
        Shell shell = Shell.on(cluster);
        var result = start(shell, "status checkout");
        until(() -> cluster.watchers() == 1);
        cluster.with("rollouts", phase("Degraded", "RolloutAborted: stop"));
        assertThat(ended(result).code()).isEqualTo(1);
        assertThat(ended(result).out()).endsWith("Degraded - RolloutAborted: stop\n");
        assertThat(ended(result).err())
                .isEqualTo("Error: The rollout is in a degraded state with message: RolloutAborted: stop\n");
    }

    @Test
    void statusGivesUpAtItsTimeout() {
        cluster.with("rollouts", phase("Paused", "CanaryPauseStep"));
        assertThat(Shell.on(cluster).run("status checkout --timeout 300ms"))
                .isEqualTo(new Shell.Result(
                        1, "Paused - CanaryPauseStep\n", "Error: Rollout status watch exceeded timeout\n"));
    }

    @Test
    void statusThatIsInterruptedHasTheLastWordOfTheCluster() {
        cluster.with("rollouts", phase("Paused", "CanaryPauseStep"));
        Shell shell = Shell.on(cluster);
        var result = start(shell, "status checkout");
        until(() -> !shell.shown().isEmpty());
        shell.interrupt();
        assertThat(ended(result).code()).isEqualTo(1);
        assertThat(ended(result).err()).isEqualTo("Error: Rollout status watch exceeded timeout\n");
    }

    @Test
    void aWatchOutlivesAnExpiredVersion() {
        cluster.with("rollouts", phase("Paused", "CanaryPauseStep"));
        Shell shell = Shell.on(cluster);
        var result = start(shell, "status checkout");
        until(() -> cluster.watchers() == 1);
        long lists = lists();
        cluster.expireWatches();
        until(() -> lists() > lists);
        cluster.with("rollouts", phase("Healthy", ""));
        assertThat(ended(result).code()).isZero();
    }

    private long lists() {
        return cluster.requests().stream()
                .filter(request -> request.path().endsWith("/rollouts"))
                .count();
    }

    @Test
    void aWatchOutlivesALostConnection() {
        cluster.with("rollouts", phase("Paused", "CanaryPauseStep"));
        Shell shell = Shell.on(cluster);
        var result = start(shell, "status checkout");
        until(() -> cluster.watchers() == 1);
        int started = cluster.watchesStarted();
        cluster.dropWatches();
        until(() -> cluster.watchesStarted() > started);
        cluster.with("rollouts", phase("Healthy", ""));
        assertThat(ended(result).code()).isZero();
    }

    @Test
    void aPipedWatchPrintsAWholeViewPerChangeAndNoneForAges() {
        Samples.pausedCanary().replicaSets().forEach(set -> cluster.with("replicasets", set));
        cluster.with("rollouts", Samples.pausedCanary().root());
        InstantSource growing = growing();
        Shell shell = Shell.on(cluster).at(growing);
        var result = start(shell, "get rollout checkout --watch");
        until(() -> cluster.watchers() == 5 && shell.shown().contains("॥ Paused"));
        cluster.with("rollouts", phase("Healthy", "").without("spec"));
        until(() -> shell.shown().contains("✔ Healthy\nStrategy:"));
        shell.interrupt();
        Shell.Result last = ended(result);
        assertThat(last.code()).isZero();
        assertThat(last.out().split("\n\nName:")).hasSize(2);
        assertThat(last.out()).doesNotContain("\u001b");
    }

    /** Each look at this clock is an hour after the one before. */
    private static InstantSource growing() {
        var looks = new java.util.concurrent.atomic.AtomicInteger();
        return () -> Shop.NOW.plus(Duration.ofHours(looks.incrementAndGet()));
    }

    @Test
    void aWatchOnATerminalPaintsOnlyWhatChanged() {
        cluster.with("rollouts", phase("Paused", "CanaryPauseStep"));
        Shell shell = Shell.on(cluster).onTerminal(100, 40);
        var result = start(shell, "get rollout checkout --watch");
        until(() -> cluster.watchers() == 5 && shell.shown().contains("⟳ checkout"));
        String first = shell.shown();
        cluster.with("rollouts", phase("Paused", "InconclusiveAnalysisRun"));
        until(() -> shell.shown().length() > first.length());
        shell.interrupt();
        ended(result);
        assertThat(shell.shown().substring(first.length()))
                .isEqualTo(
                        "\u001b[4;1HMessage:         InconclusiveAnalysisRun\u001b[K\u001b[18;1H\r\u001b[K\u001b[?25h");
    }

    @Test
    void aRolloutThatIsDeletedStaysInSightWithAWarning() {
        cluster.with("rollouts", phase("Paused", "CanaryPauseStep"));
        Shell shell = Shell.on(cluster);
        var result = start(shell, "get rollout checkout --watch");
        until(() -> cluster.watchers() == 5);
        cluster.delete("rollouts", Shop.NAMESPACE, "checkout");
        until(() -> shell.complaints().contains("not found"));
        shell.interrupt();
        assertThat(ended(result).code()).isZero();
        assertThat(shell.complaints())
                .isEqualTo("Warning: rollout.argoproj.io \"checkout\" not found; this is how it was last seen\n");
    }

    @Test
    void aWatchWithATimeLimitEndsWithSuccess() {
        cluster.with("rollouts", phase("Paused", "CanaryPauseStep"));
        assertThat(Shell.on(cluster)
                        .run("get rollout checkout --watch --timeout-seconds 1")
                        .code())
                .isZero();
    }

    @Test
    void listAddsALinePerChangeBelowItsHeadings() {
        cluster.with("rollouts", phase("Paused", "CanaryPauseStep"));
        Shell shell = Shell.on(cluster);
        var result = start(shell, "list rollouts --watch");
        until(() -> cluster.watchers() == 1);
        cluster.with("rollouts", phase("Paused", "another message is no column"));
        cluster.with("rollouts", phase("Healthy", ""));
        until(() -> shell.shown().contains("Healthy"));
        shell.interrupt();
        assertThat(ended(result).out().lines())
                .containsExactly(
                        "NAME        STRATEGY   STATUS        STEP  SET-WEIGHT  READY  DESIRED  UP-TO-DATE  AVAILABLE",
                        "checkout    Canary     Paused        -     20          5/5    5        5           5        ",
                        "checkout    Canary     Healthy       -     20          5/5    5        5           5        ");
    }

    @Test
    void listWatchesANamespaceThatIsStillEmpty() {
        Shell shell = Shell.on(cluster);
        var result = start(shell, "list rollouts --watch");
        until(() -> shell.shown().contains("NAME"));
        shell.interrupt();
        assertThat(ended(result).code()).isZero();
        assertThat(ended(result).err()).isEmpty();
        assertThat(Json.of(ended(result).out().lines().count())).isEqualTo(Json.of(1));
    }
}
