package tidegate.rollout.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.rollout.plan.Freshness;
import tidegate.rollout.plan.RolloutSnapshot;

/** What passes over a Rollout leave for the next ones. */
class MemoryTest {
    private static final ReplicaSet SET =
            ReplicaSet.of(Json.parse("{\"metadata\":{\"name\":\"web-1\",\"uid\":\"u1\"},\"spec\":{\"replicas\":2}}"));

    private final Memory memory = new Memory("u");

    private static RolloutSnapshot seen(Freshness freshness, ReplicaSet... sets) {
        return RolloutSnapshot.of(Rollout.of(Json.EMPTY_OBJECT), List.of(sets)).with(freshness);
    }

    @Test
    void aReplicaSetWithPodsIsMissedUntilTheApiSaysThatItIsGone() {
        assertThat(memory.misses(seen(new Freshness.Cached(), SET))).isFalse();
        assertThat(memory.misses(seen(new Freshness.Cached()))).isTrue();
        assertThat(memory.misses(seen(new Freshness.Unlisted("no answer"))))
                .as("the decision knows")
                .isFalse();
        assertThat(memory.misses(seen(new Freshness.Cached()))).isTrue();
        assertThat(memory.misses(seen(new Freshness.Live()))).isFalse();
        assertThat(memory.misses(seen(new Freshness.Cached()))).isFalse();
    }
}
