package tidegate.rollout.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.rollout.plan.BlueGreenWorld.MANUAL;
import static tidegate.rollout.plan.BlueGreenWorld.assertPhase;
import static tidegate.rollout.plan.BlueGreenWorld.deployed;
import static tidegate.rollout.plan.BlueGreenWorld.pausedAt;
import static tidegate.rollout.plan.BlueGreenWorld.stable;

import java.util.List;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.api.rollout.Service;
import tidegate.rollout.plan.seen.Sighting;

/** What the Services select and protect, also when they fail, go missing or are changed by somebody else. */
class BlueGreenServicesTest {
    @Test
    void aVersionIsStableOnlyAfterTheServiceWasSeenToSelectIt() {
        World world = deployed(2, "");
        world.servicesRefuse = true;
        world.image("green");
        for (int i = 0; i < 5; i++) {
            world.pass();
            world.podsFollow();
        }
        assertThat(stable(world)).isEqualTo("blue");
        assertThat(world.size("blue")).isEqualTo(2);
        assertPhase(world, "Progressing", "active service cutover pending");
        world.servicesRefuse = false;
        world.settle();
        assertThat(stable(world)).isEqualTo("green");
    }

    @Test
    void aServiceThatCannotBeReadStaysAndNobodyLosesPods() {
        World world = deployed(3, "").image("green").settle();
        Sighting<Service> active = world.services.get("active");
        world.services.put("active", new Sighting.Unknown<>("no answer"));
        world.later(1000).settle();
        assertThat(world.size("blue")).isEqualTo(3);
        assertThat(world.status().activeSelector())
                .isEqualTo(world.set("green").orElseThrow().hash());
        world.image("red").settle();
        assertThat(stable(world)).isEqualTo("green");
        world.services.put("active", active);
        world.settle();
        assertThat(stable(world)).isEqualTo("red");
    }

    /** Whoever moved it since it was last read: what status says of it may be over. */
    @Test
    void aVersionIsNotStableBecauseTheServiceWasRecordedAtIt() {
        World world = deployed(2, "").image("green");
        world.passUntil(() -> world.selected("active").equals("green"));
        world.breaks("green", 1).podsFollow().pass();
        assertThat(world.status().activeSelector())
                .isEqualTo(world.set("green").orElseThrow().hash());
        moved(world, "active", world.set("blue").orElseThrow().hash());
        Sighting<Service> active = world.services.put("active", new Sighting.Unknown<>("no answer"));
        world.breaks("green", 2).settle();
        assertThat(stable(world)).isEqualTo("blue");
        world.services.put("active", active);
        world.settle();
        assertThat(stable(world)).isEqualTo("green");
        assertThat(world.selected("active")).isEqualTo("green");
    }

    /** It may have been switched since: only what is seen to serve nobody lets the next version in without a wait. */
    @Test
    void aServiceThatCannotBeReadIsNotOneThatWasNeverSwitched() {
        World world = World.blueGreen(2, "\"previewReplicaCount\":1," + MANUAL)
                .breaks("blue", 0)
                .settle();
        moved(world, "active", world.set("blue").orElseThrow().hash());
        Sighting<Service> active = world.services.put("active", new Sighting.Unknown<>("no answer"));
        world.image("green").settle();
        assertThat(world.status().scaleUpPreviewCheckPoint()).isFalse();
        world.services.put("active", active);
        world.settle();
        assertPhase(world, "Paused", "BlueGreenPause");
        assertThat(world.selected("active")).isEqualTo("blue");
    }

    @Test
    void aServiceThatLostItsHashGoesBackToTheStableVersion() {
        World world = pausedAt("green", 3, MANUAL);
        world.service("active").settle();
        assertThat(world.selected("active")).isEqualTo("blue");
        assertPhase(world, "Paused", "BlueGreenPause");
        assertThat(stable(world)).isEqualTo("blue");
    }

    @Test
    void aServiceThatSomebodyMovedGoesBackToTheStableVersion() {
        World world = pausedAt("green", 3, MANUAL);
        moved(world, "active", world.set("green").orElseThrow().hash());
        world.settle();
        assertThat(world.selected("active")).isEqualTo("blue");
        moved(world, "active", "nonsense");
        world.settle();
        assertThat(world.selected("active")).isEqualTo("blue");
        assertPhase(world, "Paused", "BlueGreenPause");
    }

    private static void moved(World world, String service, String hash) {
        Json json = world.theService(service)
                .json()
                .withAt(List.of("spec", "selector", "rollouts-pod-template-hash"), hash);
        world.services.put(service, new Sighting.There<>(Service.of(json)));
    }

    @Test
    void losingTheStableReplicaSetPromotesNothing() {
        World world = pausedAt("green", 3, "\"previewReplicaCount\":1," + MANUAL);
        String stable = world.status().stableRS();
        world.laws.emptiesNoService = false;
        world.delete("blue");
        world.freshness = new Freshness.Live();
        world.settle();
        assertThat(world.status().stableRS()).isEqualTo(stable);
        assertThat(world.size("green")).as("ready to take over").isEqualTo(3);
        assertPhase(world, "Paused", "BlueGreenPause");
        world.promote().settle();
        assertThat(world.selected("active")).isEqualTo("green");
        assertPhase(world, "Healthy", "");
    }

    @Test
    void nothingIsDeletedThatAServiceMaySelect() {
        World world = deployed(1, "\"scaleDownDelaySeconds\":0").spec("revisionHistoryLimit", 0);
        world.image("green").settle();
        assertThat(world.sets()).extracting(WorldPods::image).containsExactly("green");
        world.services.put("preview", new Sighting.Unknown<>("no answer"));
        world.image("red").settle();
        assertThat(world.sets()).extracting(WorldPods::image).contains("green", "red");
    }
}
