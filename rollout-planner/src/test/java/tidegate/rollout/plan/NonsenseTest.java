package tidegate.rollout.plan;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;

/** Whatever stands in one place of an object, by hand or from another writer, a pass is decided. */
class NonsenseTest {
    private static final List<Json> ODDITIES = List.of(
            Json.NULL,
            Json.of(""),
            Json.of("x"),
            Json.of("99999999999999999999"),
            Json.of("2026-99-99T99:99:99Z"),
            Json.of("9999-12-31T23:59:59Z"),
            Json.of("0000-01-01T00:00:00Z"),
            Json.of(-3),
            Json.of(1.5),
            Json.of(Long.MIN_VALUE),
            Json.of(Integer.MAX_VALUE),
            Json.of(Integer.MIN_VALUE),
            Json.of(true),
            Json.of(false),
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
            new Phase("healthy", canary().settle()),
            new Phase("aborted", midway().abort().settle()),
            new Phase("first deployment", canary()));

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
        for (Json sample : List.of(rollout, full)) {
            for (Json odd : disfigured(sample)) {
                assertThatCode(() -> plan(world, Rollout.of(odd), world.sets()))
                        .as("%s", odd)
                        .doesNotThrowAnyException();
            }
        }
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
                assertThatCode(() -> plan(world, world.rollout(), changed))
                        .as("%s", odd)
                        .doesNotThrowAnyException();
            }
        }
    }

    private static void plan(World world, Rollout rollout, List<ReplicaSet> sets) {
        for (Freshness freshness : List.of(new Freshness.Cached(), new Freshness.Live())) {
            RolloutSnapshot seen = world.snapshot();
            new RolloutPlanner()
                    .plan(new RolloutSnapshot(rollout, sets, seen.neighbours(), freshness, seen.past()), world.now);
        }
    }

    /** The object with each oddity at each of its places. */
    private static List<Json> disfigured(Json value) {
        var all = new ArrayList<>(ODDITIES);
        value.members().forEach((key, member) -> {
            all.add(value.without(key));
            disfigured(member).forEach(odd -> all.add(value.with(key, odd)));
        });
        List<Json> elements = value.elements();
        for (int i = 0; i < elements.size(); i++) {
            int place = i;
            disfigured(elements.get(i)).forEach(odd -> {
                var changed = new ArrayList<>(elements);
                changed.set(place, odd);
                all.add(Json.of(changed));
            });
        }
        return all;
    }
}
