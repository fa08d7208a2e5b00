package tidegate.rollout.plan;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.api.json.Json;
import tidegate.api.rollout.Pod;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.Service;
import tidegate.api.rollout.Workload;
import tidegate.rollout.plan.seen.Neighbours;
import tidegate.rollout.plan.seen.Sighting;

/** Whatever stands in one place of an object, by hand or from another writer, a pass is decided. */
class NonsenseTest {
    private static final List<Json> ODDITIES = List.of(
            Json.NULL,
            Json.of("x"),
            Json.of("99999999999999999999"),
            Json.of("9999-12-31T23:59:59Z"),
            Json.of("0000-01-01T00:00:00Z"),
            Json.of(-3),
            Json.of(1.5),
            Json.of(Integer.MAX_VALUE),
            Json.of(true),
            Json.EMPTY_ARRAY,
            Json.EMPTY_OBJECT,
            Json.array(Json.NULL, Json.of(1), Json.of("a"), Json.EMPTY_OBJECT),
            Json.object("name", 1, "type", Json.NULL));

    /** Fields of a status that the phases below need not have. */
    private static final Json MORE = Json.parse("""
            {"observedGeneration":"1","collisionCount":1,"abort":true,"abortedAt":"2026-03-01T10:00:00Z","promoteFull":true,
             "controllerPause":true,"restartedAt":"2026-03-01T10:00:00Z","workloadObservedGeneration":"3","selector":"a=b",
             "HPAReplicas":3,"pauseConditions":[{"reason":"CanaryPauseStep","startTime":"2026-03-01T10:00:00Z"}],
             "blueGreen":{"activeSelector":"a","previewSelector":"b","scaleUpPreviewCheckPoint":true},
             "canary":{"weights":{"canary":{"weight":20}},"stablePingPong":"ping"},
             "duration":{"rolloutStartedAt":"2026-03-01T10:00:00Z","manualPauseStartedAt":"2026-03-01T10:00:00Z",
                         "totalManualPauseDurationSeconds":9,"finishedAt":"2026-03-01T10:00:00Z","completionStatus":"Promoted"}}
            """);

    record Phase(String name, World world) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Phase> phases = List.of(
            new Phase("paused in a step", midway()),
            new Phase("aborted", midway().abort().settle()),
            new Phase("first deployment", canary()),
            new Phase(
                    "to be restarted",
                    canary().settle()
                            .later(9)
                            .spec("restartAt", "2026-03-01T10:00:09Z")
                            .later(1)),
            new Phase("paused before the switch", preview()),
            new Phase("in a delay after an abort", preview().abort().settle()),
            new Phase("in a delay after the switch", preview().promote().settle()),
            new Phase(
                    "with a template from elsewhere",
                    World.referring(4, "progressively").settle()));

    private static World preview() {
        return World.blueGreen(3, "\"autoPromotionEnabled\":false,\"previewReplicaCount\":2")
                .settle()
                .image("green")
                .settle();
    }

    private static World canary() {
        return World.canary(4, "[{\"setWeight\":50},{\"pause\":{\"duration\":\"1h\"}},{\"setWeight\":75}]");
    }

    private static World midway() {
        return canary().settle().image("green").settle();
    }

    @ParameterizedTest
    @FieldSource("phases")
    void aRolloutWithNonsenseInOnePlaceIsPlanned(Phase phase) {
        World world = phase.world();
        Json rollout = world.rollout().json();
        Json full = rollout.with("status", MORE.merged(rollout.get("status")));
        for (Json odd : disfigured(rollout)) plans(world, new Freshness.Cached(), Rollout.of(odd), world.sets(), odd);
        for (Json odd : disfigured(full)) plans(world, new Freshness.Live(), Rollout.of(odd), world.sets(), odd);
    }

    @ParameterizedTest
    @FieldSource("phases")
    void aReplicaSetWithNonsenseInOnePlaceIsPlanned(Phase phase) {
        World world = phase.world();
        List<ReplicaSet> sets = world.sets();
        for (int chosen = 0; chosen < sets.size(); chosen++) {
            for (Json odd : disfigured(sets.get(chosen).json())) {
                var changed = new ArrayList<>(sets);
                changed.set(chosen, ReplicaSet.of(odd));
                plans(world, new Freshness.Cached(), world.rollout(), changed, odd);
            }
        }
    }

    @ParameterizedTest
    @FieldSource("phases")
    void aServiceWithNonsenseInOnePlaceIsPlanned(Phase phase) {
        World world = phase.world();
        Neighbours around = world.snapshot().neighbours();
        around.services().forEach((name, seen) -> {
            for (Json odd : disfigured(seen.found().orElseThrow().json())) {
                Map<String, Sighting<Service>> changed = new HashMap<>(around.services());
                changed.put(name, new Sighting.There<>(Service.of(odd)));
                plansWith(world, new Neighbours(changed, around.workload(), around.pods()), odd);
            }
        });
    }

    @ParameterizedTest
    @FieldSource("phases")
    void aWorkloadWithNonsenseInOnePlaceIsPlanned(Phase phase) {
        World world = phase.world();
        Neighbours around = world.snapshot().neighbours();
        if (around.workload().isEmpty()) return;
        for (Json odd : disfigured(world.theWorkload().json()))
            plansWith(
                    world,
                    new Neighbours(
                            around.services(), Optional.of(new Sighting.There<>(Workload.of(odd))), around.pods()),
                    odd);
    }

    @ParameterizedTest
    @FieldSource("phases")
    void aPodWithNonsenseInOnePlaceIsPlanned(Phase phase) {
        World world = phase.world();
        Neighbours around = world.snapshot().neighbours();
        List<Pod> pods = world.pods.list();
        if (pods.isEmpty()) return;
        for (Json odd : disfigured(pods.getFirst().json())) {
            var changed = new ArrayList<>(pods);
            changed.set(0, Pod.of(odd));
            plansWith(world, new Neighbours(around.services(), around.workload(), Optional.of(changed)), odd);
        }
    }

    private static void plansWith(World world, Neighbours neighbours, Json odd) {
        assertThatCode(() -> new RolloutPlanner().plan(world.snapshot().with(neighbours), world.now))
                .as("%s", odd)
                .doesNotThrowAnyException();
    }

    private static void plans(World world, Freshness freshness, Rollout rollout, List<ReplicaSet> sets, Json odd) {
        RolloutSnapshot seen = world.snapshot();
        var snapshot = new RolloutSnapshot(rollout, sets, seen.neighbours(), freshness, seen.past());
        assertThatCode(() -> new RolloutPlanner().plan(snapshot, world.now))
                .as("%s", odd)
                .doesNotThrowAnyException();
    }

    /** The object with each oddity at each of its places; its metadata is what every API sees to: texts. */
    private static List<Json> disfigured(Json object) {
        var all = new ArrayList<Json>();
        for (String part : object.members().keySet()) {
            if (!part.equals("metadata")) anywhere(object.get(part)).forEach(odd -> all.add(object.with(part, odd)));
        }
        for (String map : List.of("labels", "annotations")) {
            object.at("metadata", map)
                    .members()
                    .keySet()
                    .forEach(key -> ODDITIES.stream()
                            .filter(Json::isString)
                            .forEach(odd -> all.add(object.withAt(List.of("metadata", map, key), odd))));
        }
        return all;
    }

    private static List<Json> anywhere(Json value) {
        var all = new ArrayList<>(ODDITIES);
        value.members().forEach((key, member) -> {
            all.add(value.without(key));
            anywhere(member).forEach(odd -> all.add(value.with(key, odd)));
        });
        List<Json> elements = value.elements();
        for (int i = 0; i < elements.size(); i++) {
            int place = i;
            anywhere(elements.get(i)).forEach(odd -> {
                var changed = new ArrayList<>(elements);
                changed.set(place, odd);
                all.add(Json.of(changed));
            });
        }
        return all;
    }
}
