package tidegate.rollout.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.api.template.PodTemplates;

class AntiAffinityTest {
    private static final String STOPS = "[{\"setWeight\":50},{\"pause\":{}}]";
    private static final Json REQUIRED = Json.parse("{\"requiredDuringSchedulingIgnoredDuringExecution\":{}}");
    private static final Json PREFERRED =
            Json.parse("{\"preferredDuringSchedulingIgnoredDuringExecution\":{\"weight\":7}}");

    private static World deployed(Json antiAffinity) {
        return World.canary(2, STOPS).strategy("antiAffinity", antiAffinity).settle();
    }

    private static Json antiAffinity(World world, String image) {
        return world.set(image).orElseThrow().template().at("spec", "affinity", "podAntiAffinity");
    }

    private static Json term(String hash) {
        return Json.parse("{\"labelSelector\":{\"matchExpressions\":[{\"key\":\"rollouts-pod-template-hash\","
                + "\"operator\":\"In\",\"values\":[\"" + hash + "\"]}]},\"namespaces\":[\"ns\"],"
                + "\"topologyKey\":\"kubernetes.io/hostname\"}");
    }

    private static String hash(World world, String image) {
        return world.set(image).orElseThrow().hash();
    }

    @Test
    void theFirstVersionIsKeptAwayFromNobody() {
        assertThat(antiAffinity(deployed(REQUIRED), "blue").isMissing()).isTrue();
    }

    @Test
    void aNewVersionIsKeptAwayFromTheStableOne() {
        World world = deployed(REQUIRED).image("yellow").settle();
        assertThat(antiAffinity(world, "yellow"))
                .isEqualTo(Json.object(
                        "requiredDuringSchedulingIgnoredDuringExecution", Json.array(term(hash(world, "blue")))));
        assertThat(antiAffinity(world, "blue").isMissing()).isTrue();
    }

    @Test
    void soIsOneOfBlueGreen() {
        World world =
                World.blueGreen(2, "\"antiAffinity\":" + REQUIRED).settle().image("yellow");
        world.pass();
        assertThat(antiAffinity(world, "yellow"))
                .isEqualTo(Json.object(
                        "requiredDuringSchedulingIgnoredDuringExecution", Json.array(term(hash(world, "blue")))));
    }

    @Test
    void asAWishItHasAWeight() {
        World world = deployed(PREFERRED).image("yellow").settle();
        assertThat(antiAffinity(world, "yellow"))
                .isEqualTo(Json.object(
                        "preferredDuringSchedulingIgnoredDuringExecution",
                        Json.array(Json.object("weight", 7, "podAffinityTerm", term(hash(world, "blue"))))));
    }

    @Test
    void theTermsOfTheUserStayAlsoOnesWithoutASelector() {
        World world = deployed(REQUIRED);
        Json own = Json.parse("{\"topologyKey\":\"zone\"}");
        world.edit(json -> json.withAt(
                        List.of("spec", "template", "spec", "affinity", "podAntiAffinity"),
                        Json.object("requiredDuringSchedulingIgnoredDuringExecution", Json.array(own))))
                .settle();
        var yellow = world.sets().getLast();
        assertThat(yellow.template().at("spec", "affinity", "podAntiAffinity"))
                .isEqualTo(Json.object(
                        "requiredDuringSchedulingIgnoredDuringExecution",
                        Json.array(own, term(world.status().stableRS()))));
        assertThat(PodTemplates.runs(yellow, world.rollout().spec().template())).isTrue();
    }

    @Test
    void onceItIsStableTheTermGoesWithTheNextWriteAndNotByItself() {
        World world = deployed(REQUIRED).image("yellow").settle().promote().settle();
        assertThat(antiAffinity(world, "yellow").isMissing()).isFalse();
        assertThat(world.plan().isEmpty()).isTrue();
        world.spec("replicas", 3).settle();
        assertThat(antiAffinity(world, "yellow").isMissing()).isTrue();
    }

    @Test
    void aTermAgainstAVersionThatIsNoLongerStableIsRenewed() {
        World world = deployed(REQUIRED).image("yellow").settle();
        String stable = world.status().stableRS();
        world.editSet(
                "yellow",
                json -> json.withAt(
                        List.of("spec", "template", "spec", "affinity", "podAntiAffinity"),
                        Json.object("requiredDuringSchedulingIgnoredDuringExecution", Json.array(term("former")))));
        world.podsFollow().settle();
        assertThat(antiAffinity(world, "yellow"))
                .isEqualTo(Json.object("requiredDuringSchedulingIgnoredDuringExecution", Json.array(term(stable))));
        world.strategy("antiAffinity", PREFERRED).settle();
        assertThat(antiAffinity(world, "yellow").members())
                .containsOnlyKeys("preferredDuringSchedulingIgnoredDuringExecution");
    }

    @Test
    void backToTheStableVersionTheTermDoesNotMakeAnother() {
        World world = deployed(REQUIRED).image("yellow").settle().image("blue").settle();
        assertThat(world.sets()).hasSize(2);
        assertThat(world.status().phase()).isEqualTo("Healthy");
    }
}
