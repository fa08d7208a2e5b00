package tidegate.rollout.plan.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.Workload;
import tidegate.rollout.plan.seen.Sighting;

class GivingBackTest {
    private static final Sighting<Rollout> GONE = new Sighting.Absent<>();

    private static Workload deployment(int replicas, String before) {
        return Workload.of(Json.parse("""
                {"kind":"Deployment","metadata":{"name":"legacy","uid":"d","resourceVersion":"4","annotations":{
                  "migration.tidegate.io/replicas":"%s","migration.tidegate.io/rollout":"demo",
                  "migration.tidegate.io/rollout-uid":"u1","migration.tidegate.io/completed":"true","keep":"me"}},
                 "spec":{"replicas":%d}}""".formatted(before, replicas)));
    }

    private static Sighting<Rollout> rollout(String uid) {
        return new Sighting.There<>(Rollout.of(Json.object("metadata", Json.object("name", "demo", "uid", uid))));
    }

    private static Json after(Workload deployment, Sighting<Rollout> rollout) {
        return GivingBack.of(deployment, rollout)
                .map(write -> deployment.json().merged(write.patch()))
                .orElse(deployment.json());
    }

    @Test
    void aDeploymentWhoseRolloutIsGoneGetsItsPodsBack() {
        for (Sighting<Rollout> gone : List.of(GONE, rollout("another"))) {
            Json back = after(deployment(0, "5"), gone);
            assertThat(back.at("spec", "replicas")).isEqualTo(Json.of(5));
            assertThat(back.at("metadata", "annotations").strings()).containsOnlyKeys("keep");
        }
    }

    @Test
    void aRolloutThatIsThereOrCouldNotBeReadIsNotGone() {
        assertThat(GivingBack.of(deployment(0, "5"), rollout("u1"))).isEmpty();
        assertThat(GivingBack.of(deployment(0, "5"), new Sighting.Unknown<>("timeout")))
                .isEmpty();
    }

    @Test
    void podsThatSomebodyGaveItByHandAreKept() {
        Json back = after(deployment(8, "5"), GONE);
        assertThat(back.at("spec", "replicas")).isEqualTo(Json.of(8));
        assertThat(back.at("metadata", "annotations").strings()).containsOnlyKeys("keep");
    }

    @Test
    void aMarkThatNobodyCanReadGivesNothingButGoes() {
        for (String nonsense : List.of("many", "-3", "")) {
            Json back = after(deployment(2, nonsense), GONE);
            assertThat(back.at("spec", "replicas")).isEqualTo(Json.of(2));
            assertThat(back.at("metadata", "annotations").strings()).containsOnlyKeys("keep");
        }
    }

    @Test
    void aDeploymentThatNobodyTookFromIsLeftAlone() {
        Workload plain = Workload.of(Json.parse("{\"metadata\":{\"name\":\"x\"},\"spec\":{\"replicas\":0}}"));
        assertThat(GivingBack.of(plain, GONE)).isEmpty();
    }
}
