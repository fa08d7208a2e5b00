package tidegate.rollout.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.api.wire.Labels;
import tidegate.rollout.plan.action.Action;
import tidegate.rollout.plan.action.Want;

/** ReplicaSets whose label and template nobody here could have made. */
class HashTrapTest {
    private static final UnaryOperator<Json> INJECTED = template -> template.withAt(
            List.of("spec", "tolerations"), List.of(Json.parse("{\"key\":\"spot\",\"operator\":\"Exists\"}")));

    /** In the pause of an update, made by another controller behind somebody who adds to every pod template. */
    private static World foreign() {
        World world = World.canary(5, "[{\"setWeight\":20},{\"pause\":{}}]").settle();
        world.image("yellow").settle();
        for (String image : List.of("blue", "yellow")) relabel(world, image);
        world.apiAdds = INJECTED;
        return world;
    }

    private static void relabel(World world, String image) {
        String own = world.set(image).orElseThrow().hash();
        String theirs = "theirs" + image;
        world.editSet(
                image,
                json -> Json.parse(json.toString().replace(":\"" + own + "\"", ":\"" + theirs + "\""))
                        .map("spec", spec -> spec.map("template", INJECTED)));
        world.patchStatus(world.status().json().toString().replace("\"" + own + "\"", "\"" + theirs + "\""));
    }

    @Test
    void theApiIsAskedBeforeAnythingCountsAsNew() {
        World world = foreign();
        Plan plan = world.plan();
        assertThat(plan.wants()).singleElement().isInstanceOfSatisfying(Want.ServerDefaults.class, want -> {
            assertThat(want.written()).isEqualTo(World.template("yellow"));
            assertThat(want.manifest().at("spec", "replicas")).isEqualTo(Json.of(0));
            assertThat(want.manifest()
                            .at("spec", "template", "metadata", "labels")
                            .strings())
                    .containsKey(Labels.POD_TEMPLATE_HASH);
        });
        assertThat(plan.stages()).isEmpty();
        assertThat(plan.waitsFor()).isNotEmpty();
    }

    @Test
    void whatTheApiMakesOfItIsRecognisedAndAskedOnlyOnce() {
        World world = foreign().settle();
        assertThat(world.plan().wants()).isEmpty();
        assertThat(world.sets()).hasSize(2);
        assertThat(world.status().currentPodHash()).isEqualTo("theirsyellow");
        assertThat(world.status().phase()).isEqualTo("Paused");
        world.promote().settle();
        assertThat(world.status().stableRS()).isEqualTo("theirsyellow");
        assertThat(world.status().phase()).isEqualTo("Healthy");
        assertThat(world.events).noneMatch(event -> event.contains("revision 3"));
    }

    @Test
    void untilItAnswersTheReleaseGoesOnAsItIs() {
        World world = foreign();
        world.apiAnswers = false;
        for (int i = 0; i < 5; i++) world.pass();
        assertThat(world.sets()).hasSize(2);
        world.abort();
        for (int i = 0; i < 20; i++) {
            world.pass();
            world.podsFollow();
        }
        assertThat(world.status().message()).startsWith("RolloutAborted");
        assertThat(world.size("blue")).isEqualTo(5);
        assertThat(world.sets()).hasSize(2);
    }

    @Test
    void aTemplateThatIsReallyNewIsNew() {
        World world = foreign().settle();
        world.image("green");
        assertThat(world.plan().wants()).as("its generation was never observed").isEmpty();
        assertThat(world.plan().actions()).anyMatch(Action.CreateReplicaSet.class::isInstance);
        world.settle();
        assertThat(world.sets()).hasSize(3);
    }

    @Test
    void anAnswerThatFitsNoReplicaSetMakesItNew() {
        World world = foreign();
        world.apiAdds = UnaryOperator.identity();
        world.pass();
        assertThat(world.plan().wants()).isEmpty();
        assertThat(world.plan().actions()).anyMatch(Action.CreateReplicaSet.class::isInstance);
    }
}
