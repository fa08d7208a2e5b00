package tidegate.rollout.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tidegate.api.json.Json;
import tidegate.api.rollout.Pod;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.value.WireTime;
import tidegate.rollout.plan.action.Action;
import tidegate.rollout.plan.action.Want;
import tidegate.rollout.plan.seen.Trouble;

class RestartTest {
    private static final String STOPS = "[{\"setWeight\":50},{\"pause\":{}}]";

    private static World deployed(int replicas, int surge, int unavailable) {
        World world = World.canary(replicas, STOPS)
                .strategy("maxSurge", Json.of(surge))
                .strategy("maxUnavailable", Json.of(unavailable))
                .settle()
                .later(100);
        world.path.clear();
        world.writes = 0;
        return world;
    }

    private static World restarted(World world) {
        return world.spec("restartAt", WireTime.format(world.now)).later(1);
    }

    private static long available(World world) {
        return world.pods.list().stream()
                .filter(pod -> pod.isAvailable(0, world.now))
                .count();
    }

    private static boolean areYoung(World world) {
        Instant since = world.rollout().spec().restartAt().orElseThrow();
        return world.pods.list().stream()
                .noneMatch(pod -> pod.meta().createdAt().orElseThrow().isBefore(since));
    }

    /** Goes on until the restart is done; the fewest available pods and the most pods on the way. */
    private static int[] follow(World world) {
        int fewest = Integer.MAX_VALUE;
        int most = 0;
        for (int i = 0; i < 300 && world.status().message().equals("rollout is restarting") || i < 3; i++) {
            world.pass();
            fewest = (int) Math.min(fewest, available(world));
            most = Math.max(
                    most, world.sets().stream().mapToInt(ReplicaSet::replicas).sum());
            if (i % 2 == 1) world.podsFollow().later(1);
        }
        return new int[] {fewest, most};
    }

    @ParameterizedTest(name = "{0} pods, surge {1}, unavailable {2}: never fewer than {3}, never more than {4}")
    @CsvSource({"1,1,0,1,2", "3,0,2,1,3", "4,1,0,4,5", "4,2,0,4,5", "10,0,3,7,10", "10,3,2,8,10", "1,0,1,0,1"})
    void allPodsAreMadeAnewWithinTheLimits(int replicas, int surge, int unavailable, int fewest, int most) {
        World world = restarted(deployed(replicas, surge, unavailable));
        int[] seen = follow(world);
        assertThat(areYoung(world)).isTrue();
        assertThat(seen).containsExactly(fewest, most);
        world.settle();
        assertThat(world.size("blue")).isEqualTo(replicas);
        assertThat(world.status().phase() + world.status().message()).isEqualTo("Healthy");
        assertThat(world.status().restartedAt())
                .isEqualTo(world.rollout().spec().restartAt());
        assertThat(world.set("blue").orElseThrow().desiredReplicas()).hasValue(replicas);
    }

    @Test
    void blueGreenRestartsBothVersionsWithinItsLimitAndThePauseStays() {
        World world = World.blueGreen(4, "\"autoPromotionEnabled\":false")
                .settle()
                .image("yellow")
                .settle()
                .later(100);
        restarted(world);
        int fewestActive = Integer.MAX_VALUE;
        for (int i = 0; i < 80; i++) {
            world.pass();
            fewestActive =
                    Math.min(fewestActive, (int) world.pods.of(world.set("blue").orElseThrow()).stream()
                            .filter(pod -> pod.isAvailable(0, world.now))
                            .count());
            if (i % 2 == 1) world.podsFollow().later(1);
        }
        assertThat(areYoung(world)).isTrue();
        assertThat(fewestActive).isEqualTo(3);
        assertThat(world.status().restartedAt()).isPresent();
        assertThat(world.status().phase() + " " + world.status().message()).isEqualTo("Paused BlueGreenPause");
        assertThat(world.selected("active")).isEqualTo("blue");
    }

    @Test
    void aVersionThatIsToHaveNoPodsGetsNoneForARestart() {
        World world = restarted(deployed(2, 1, 0));
        world.pass();
        world.spec("replicas", 0);
        int size = world.size("blue");
        for (int pass = 0; pass < 20; pass++) {
            world.pass();
            assertThat(world.size("blue")).isLessThanOrEqualTo(size);
            size = world.size("blue");
            if (pass % 3 == 2) world.podsFollow().later(1);
        }
        assertThat(size).isZero();
    }

    @Test
    void aSinglePodIsReplacedWithoutAnyDowntime() {
        World world = restarted(deployed(1, 1, 0));
        follow(world);
        assertThat(world.path).contains("blue2").endsWith("blue1");
    }

    static IntStream everyWrite() {
        return IntStream.rangeClosed(0, 8);
    }

    @ParameterizedTest(name = "dies after write {0}")
    @MethodSource("everyWrite")
    void aRestartFinishesItselfWhereverItDies(int survived) {
        World world = restarted(deployed(1, 1, 0));
        world.dieAfter(survived);
        follow(world);
        follow(world);
        world.settle();
        assertThat(areYoung(world)).isTrue();
        assertThat(world.size("blue")).isEqualTo(1);
        assertThat(world.status().phase()).isEqualTo("Healthy");
    }

    @Test
    void whileItGoesOnThePhaseSaysSo() {
        World world = restarted(deployed(3, 0, 1));
        world.pass();
        assertThat(world.status().phase() + " " + world.status().message())
                .isEqualTo("Progressing rollout is restarting");
        assertThat(world.plan().actions()).singleElement().isInstanceOf(Action.EvictPod.class);
    }

    @Test
    void aRestartInTheFutureIsSaidAtOnceAndBegunOnTime() {
        World world = deployed(3, 0, 1);
        Instant when = world.now.plusSeconds(60);
        world.spec("restartAt", WireTime.format(when)).settle();
        assertThat(world.status().message()).isEqualTo("rollout is restarting");
        assertThat(world.plan().nextLook()).hasValue(when.plusMillis(1));
        assertThat(world.plan().wants()).isEmpty();
        world.later(61);
        assertThat(world.plan().wants()).containsExactly(new Want.Pods());
    }

    @Test
    void anotherTemplateCancelsARestartThatIsDue() {
        World world = restarted(deployed(3, 0, 1)).image("yellow");
        world.settle();
        assertThat(world.status().restartedAt())
                .isEqualTo(world.rollout().spec().restartAt());
        assertThat(world.status().phase()).isEqualTo("Paused");
    }

    @Test
    void aFirstDeploymentHasNothingToRestart() {
        World world =
                World.canary(2, STOPS).spec("restartAt", "2026-01-01T00:00:00Z").settle();
        assertThat(world.status().phase()).isEqualTo("Healthy");
    }

    @Test
    void podsThatTheirBudgetKeepsAreTriedAgainLater() {
        World world = restarted(deployed(3, 0, 1));
        world.pods.budgetIsSpent = true;
        world.pass();
        Plan plan = world.pass();
        assertThat(plan.actions()).hasSize(1);
        assertThat(plan.nextLook()).hasValue(world.now.plusSeconds(30));
        world.pods.budgetIsSpent = false;
        follow(world.later(30));
        assertThat(areYoung(world)).isTrue();
    }

    @Test
    void podsThatServeNobodyGoWithoutACost() {
        World world = deployed(3, 0, 1).breaks("blue", 2).podsFollow().settle();
        restarted(world).pass();
        Plan plan = world.pass();
        String broken = world.pods.list().stream()
                .filter(pod -> pod.readySince().isEmpty())
                .map(Pod::name)
                .findFirst()
                .orElseThrow();
        assertThat(plan.actions())
                .singleElement()
                .isInstanceOfSatisfying(
                        Action.EvictPod.class,
                        evict -> assertThat(evict.target().name()).isEqualTo(broken));
    }

    @Test
    void whereNoPodServesOneGoesWithoutAnotherBesideIt() {
        World world = deployed(1, 1, 0).breaks("blue", 0);
        world.podsFollow();
        restarted(world);
        int[] seen = follow(world);
        assertThat(areYoung(world)).isTrue();
        assertThat(seen[1]).as("pods at most").isEqualTo(1);
    }

    @Test
    void aBrokenNewPodStopsTheRestartAndNotTheService() {
        World world = restarted(deployed(4, 0, 1));
        world.pass();
        world.pass();
        world.breaks("blue", 3).podsFollow();
        for (int i = 0; i < 20; i++) {
            world.pass();
            world.podsFollow().later(1);
        }
        assertThat(available(world)).isEqualTo(3);
        world.breaks("blue", 4).podsFollow();
        follow(world);
        assertThat(areYoung(world)).isTrue();
    }

    @Test
    void stableGoesFirstThenThePresentVersion() {
        World world = deployed(4, 0, 1).image("yellow").settle().later(100);
        restarted(world);
        var order = new ArrayList<String>();
        for (int i = 0; i < 60; i++) {
            Plan plan = world.pass();
            for (Action action : plan.actions())
                if (action instanceof Action.EvictPod(var target))
                    order.add(world.sets().stream()
                            .filter(set -> target.name().startsWith(set.name()))
                            .map(WorldPods::image)
                            .findFirst()
                            .orElseThrow());
            if (i % 2 == 1) world.podsFollow().later(1);
        }
        assertThat(order).isEqualTo(List.of("blue", "blue", "yellow", "yellow"));
        assertThat(world.status().phase()).isEqualTo("Paused");
        assertThat(world.status().restartedAt()).isPresent();
    }

    @Test
    void whilePausedByTheUserItGoesOnAndNeverClimbs() {
        World world = deployed(2, 3, 0).spec("paused", true).settle();
        int[] seen = follow(restarted(world));
        for (int i = 0; i < 60; i++) {
            world.pass();
            seen[1] = Math.max(seen[1], world.size("blue"));
            if (i % 2 == 1) world.podsFollow().later(1);
        }
        assertThat(areYoung(world)).isTrue();
        assertThat(seen[1]).isEqualTo(3);
        world.settle();
        assertThat(world.size("blue")).isEqualTo(2);
    }

    @Test
    void rightAfterAnEvictionNoSizeFallsOnOldCounts() {
        World world = restarted(deployed(4, 0, 1));
        world.pass();
        world.pass();
        assertThat(available(world)).isEqualTo(3);
        world.spec("replicas", 3);
        world.pass();
        assertThat(world.size("blue")).isEqualTo(4);
        world.pass();
        assertThat(world.size("blue")).isEqualTo(4);
        follow(world.podsFollow());
        world.settle();
        assertThat(world.size("blue")).isEqualTo(3);
        assertThat(world.set("blue").orElseThrow().desiredReplicas()).hasValue(3);
        assertThat(areYoung(world)).isTrue();
    }

    @Test
    void norDoesAnySizeForAnotherVersion() {
        World world = restarted(deployed(4, 0, 1));
        world.pass();
        world.pass();
        assertThat(available(world)).isEqualTo(3);
        world.image("yellow");
        for (int i = 0; i < 4; i++) {
            world.pass();
            assertThat(world.size("blue") + " + " + Math.max(0, world.size("yellow")))
                    .isEqualTo("4 + 0");
        }
        world.podsFollow().settle();
        assertThat(world.status().phase()).isEqualTo("Paused");
        assertThat(world.status().restartedAt())
                .isEqualTo(world.rollout().spec().restartAt());
    }

    @Test
    void anotherVersionEndsARestartAlsoWherePodsCannotBeListed() {
        World world = restarted(deployed(3, 0, 1)).image("yellow");
        for (int i = 0; i < 20; i++) {
            world.troubles = List.of(new Trouble(Want.Pods.SUBJECT, "forbidden"));
            world.podsAreListed = false;
            world.pass();
            world.podsFollow();
        }
        assertThat(world.status().restartedAt())
                .isEqualTo(world.rollout().spec().restartAt());
        assertThat(world.status().phase()).isEqualTo("Paused");
    }

    @Test
    void wherePodsCannotBeListedAnAbortDoesNotWait() {
        World world = deployed(4, 1, 0).image("yellow").settle();
        restarted(world).abort();
        for (int i = 0; i < 20; i++) {
            world.troubles = List.of(new Trouble(Want.Pods.SUBJECT, "forbidden"));
            world.podsAreListed = false;
            world.pass();
            world.podsFollow();
        }
        assertThat(world.status().phase()).isEqualTo("Degraded");
        assertThat(world.size("yellow")).isZero();
        assertThat(world.size("blue")).isEqualTo(4);
    }

    @Test
    void anAbortTakesBrokenPodsAwayAlsoWhereTheyAreToBeRestarted() {
        World world = World.canary(3, "[{\"setWeight\":96},{\"pause\":{}}]")
                .strategy("maxSurge", Json.of(1))
                .strategy("maxUnavailable", Json.of(0))
                .settle()
                .image("yellow")
                .settle()
                .breaks("yellow", 0)
                .podsFollow()
                .later(100);
        assertThat(world.size("yellow") + " + " + world.size("blue")).isEqualTo("3 + 1");
        restarted(world);
        String stable =
                world.pods.of(world.set("blue").orElseThrow()).getFirst().name();
        world.pods.edit(stable, Json.parse("{\"status\":{\"phase\":\"Failed\"}}"));
        for (int i = 0; i < 10; i++) world.podsFollow().pass();
        world.abort();
        for (int i = 0; i < 40; i++) world.podsFollow().pass();
        assertThat(world.size("yellow")).isZero();
        assertThat(world.size("blue")).isEqualTo(3);
    }

    @Test
    void withoutPodsThereIsNothingToWaitFor() {
        World world = restarted(deployed(0, 1, 0)).settle();
        assertThat(world.status().phase()).isEqualTo("Healthy");
    }

    @Test
    void podsThatHaveEndedHoldNothingUp() {
        World world = deployed(2, 0, 1);
        world.pods.edit(world.pods.list().getFirst().name(), Json.parse("{\"status\":{\"phase\":\"Failed\"}}"));
        restarted(world.podsFollow().settle());
        for (int i = 0; i < 20; i++) {
            world.pass();
            if (i % 2 == 1) world.podsFollow().later(1);
        }
        assertThat(world.status().restartedAt()).isPresent();
    }
}
