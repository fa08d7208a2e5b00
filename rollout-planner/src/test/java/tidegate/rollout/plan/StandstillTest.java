package tidegate.rollout.plan;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import tidegate.api.json.Json;
import tidegate.api.rollout.Workload;
import tidegate.rollout.plan.action.Want;
import tidegate.rollout.plan.seen.Sighting;
import tidegate.rollout.plan.seen.Trouble;

/** Where nothing else may be decided, an abort and the deadline are written all the same, and nothing besides them. */
class StandstillTest {
    private static final String STEPS = "[{\"setWeight\":20},{\"pause\":{}},{\"setWeight\":60},{\"pause\":{}}]";
    private static final String WHY = "the API to list the ReplicaSets";
    private static final Set<String> OF_AN_ABORT = Set.of(
            "abort",
            "abortedAt",
            "conditions",
            "controllerPause",
            "currentStepIndex",
            "duration",
            "message",
            "pauseConditions",
            "phase");
    private static final Set<String> OF_A_DEADLINE = Set.of("conditions", "message", "phase");

    private static World paused() {
        World world = World.canary(5, STEPS).spec("progressDeadlineSeconds", 60).settle();
        return world.image("yellow").settle();
    }

    /** Its new version never becomes available. */
    private static World stuck(boolean aborts) {
        World world = World.canary(5, STEPS)
                .spec("progressDeadlineSeconds", 60)
                .spec("progressDeadlineAbort", aborts)
                .settle();
        return world.breaks("bad", 0).image("bad").settle();
    }

    private static World unlisted(World world, String lost) {
        world.delete(lost);
        world.freshness = new Freshness.Unlisted(WHY);
        return world;
    }

    private static Set<String> changed(Json before, Json after) {
        return Stream.concat(before.members().keySet().stream(), after.members().keySet().stream())
                .filter(field -> !before.get(field).equals(after.get(field)))
                .collect(Collectors.toSet());
    }

    @ParameterizedTest(name = "without the ReplicaSet of {0}")
    @ValueSource(strings = {"blue", "yellow"})
    void anAbortIsWritten(String lost) {
        World world = unlisted(paused(), lost).abort();
        Json before = world.status().json();
        Plan plan = world.pass();
        assertThat(plan.actions()).isEmpty();
        assertThat(plan.wants()).isEmpty();
        assertThat(plan.waitsFor()).isEqualTo(WHY);
        assertThat(changed(before, world.status().json())).isSubsetOf(OF_AN_ABORT);
        assertThat(world.status().abortedAt()).isPresent();
        assertThat(world.status().message()).isEqualTo("RolloutAborted: Rollout aborted update to revision 2");
        assertThat(world.events.getLast()).isEqualTo("RolloutAborted: Rollout aborted update to revision 2");
        assertThat(world.plan().isEmpty()).as("once").isTrue();
    }

    @Test
    void itIsCarriedOutOnceEverythingIsInSight() {
        World world = paused();
        world.freshness = new Freshness.Unlisted(WHY);
        world.abort().pass();
        assertThat(world.size("yellow")).isEqualTo(1);
        world.freshness = new Freshness.Cached();
        world.settle();
        assertThat(world.size("yellow")).isZero();
        assertThat(world.size("blue")).isEqualTo(5);
        assertThat(world.events)
                .filteredOn(event -> event.startsWith("RolloutAborted"))
                .hasSize(1);
    }

    @Test
    void aDeadlineThatPassesIsWritten() {
        World world = unlisted(stuck(false), "blue");
        Plan before = world.plan();
        assertThat(before.isEmpty()).isTrue();
        world.now = before.nextLook().orElseThrow();
        Json status = world.status().json();
        assertThat(world.pass().actions()).isEmpty();
        assertThat(changed(status, world.status().json())).isEqualTo(OF_A_DEADLINE);
        assertThat(world.status().phase()).isEqualTo("Degraded");
        assertThat(world.status().message()).startsWith("ProgressDeadlineExceeded: ReplicaSet");
        assertThat(world.plan().isEmpty()).as("once").isTrue();
    }

    @Test
    void aDeadlineThatAbortsDoesSo() {
        World world = unlisted(stuck(true), "bad").later(62);
        assertThat(world.pass().actions()).isEmpty();
        assertThat(world.status().abort()).isTrue();
        assertThat(world.status().abortedAt()).contains(world.now);
        assertThat(world.status().message()).startsWith("RolloutAborted: Rollout aborted update to revision 2: ");
    }

    @Test
    void aReplicaSetThatComesIntoSightAgainIsNoProgress() {
        World lost = unlisted(stuck(false), "bad").later(62);
        lost.pass();
        World found = stuck(false).later(62).patchStatus(lost.status().json().toString());
        found.settle();
        assertThat(found.status().condition("Progressing").orElseThrow().reason())
                .isEqualTo("ProgressDeadlineExceeded");
    }

    @Test
    void noDeadlinePassesInAPause() {
        World world = unlisted(paused(), "blue").later(3600);
        assertThat(world.plan().isEmpty()).isTrue();
        assertThat(world.plan().nextLook()).isEmpty();
    }

    record Case(String why, Consumer<World> change) {
        @Override
        public String toString() {
            return why;
        }
    }

    static final List<Case> cases = List.of(
            new Case("a promotion", World::promote),
            new Case("a full promotion", world -> world.patchStatus("{\"promoteFull\":true}")),
            new Case(
                    "a full promotion after an abort",
                    world -> world.patchStatus(
                            "{\"promoteFull\":true,\"abort\":true,\"abortedAt\":\"2026-03-01T10:00:00Z\"}")),
            new Case("another version", world -> world.image("green")),
            new Case("another number of pods", world -> world.spec("replicas", 9)));

    @ParameterizedTest
    @FieldSource("cases")
    void nothingElseHappens(Case c) {
        for (String lost : List.of("blue", "yellow")) {
            World world = unlisted(paused(), lost);
            c.change().accept(world);
            assertThat(world.plan().isEmpty()).isTrue();
        }
    }

    @Test
    void whereNoUpdateIsUnderWayThereIsNothingToAbort() {
        World world = unlisted(World.canary(2, STEPS).settle(), "blue").abort();
        assertThat(world.plan().isEmpty()).isTrue();
        World unborn = World.canary(2, STEPS);
        unborn.freshness = new Freshness.Unlisted(WHY);
        assertThat(unborn.plan().isEmpty()).isTrue();
    }

    @Test
    void aWriteThatComesFirstAndIsRefusedHoldsUpNoAbort() {
        World world = paused().edit(json -> json.map("spec", spec -> spec.without("replicas")))
                .abort();
        assertThat(world.plan().status()).as("it is waited for").isEmpty();
        world.troubles = List.of(new Trouble("Rollout \"demo\"", "denied"));
        Plan plan = world.plan();
        assertThat(plan.actions()).hasSize(1);
        assertThat(plan.status().orElseThrow().next().abortedAt()).isPresent();
        assertThat(plan.status().orElseThrow().needs()).isEmpty();
    }

    @Test
    void anOwnershipThatCannotBeWrittenHoldsUpNoDeadline() {
        World world = stuck(false);
        world.editSet("blue", json -> json.map("metadata", metadata -> metadata.without("ownerReferences")));
        world.troubles = List.of(new Trouble("ReplicaSet \"demo-blue\"", "denied"));
        world.now = world.now.plusSeconds(62);
        Plan plan = world.plan();
        assertThat(plan.actions()).hasSize(1);
        assertThat(plan.status().orElseThrow().next().message()).startsWith("ProgressDeadlineExceeded");
    }

    private static World withoutItsWorkload(Sighting<Workload> sighting) {
        World world = World.referring(4, "never").settle();
        world.editWorkload(json -> json.withAt(List.of("spec", "template"), World.template("yellow")))
                .settle();
        world.delete("yellow");
        world.workload = Optional.of(sighting);
        return world;
    }

    static final Map<String, Sighting<Workload>> sightings = Map.of(
            "unread",
            new Sighting.Unknown<>("Deployment \"legacy\" could not be read"),
            "gone",
            new Sighting.Absent<>());

    @ParameterizedTest
    @ValueSource(strings = {"unread", "gone"})
    void withoutTheWorkloadAndThePresentVersionAnAbortIsWritten(String how) {
        World world = withoutItsWorkload(requireNonNull(sightings.get(how))).abort();
        assertThat(world.plan().wants()).containsExactly(new Want.ReplicaSets());
        world.freshness = new Freshness.Live();
        Plan plan = world.plan();
        assertThat(plan.actions()).isEmpty();
        assertThat(plan.status().orElseThrow().next().abortedAt()).isPresent();
    }
}
