package tidegate.simulator.episode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.simulator.cluster.Kind;

/** Law 2. */
class OwnWritesTest {
    private final OwnWrites written = new OwnWrites();

    private static Json object(String uid, int version) {
        return Json.object(
                "metadata", Json.object("name", "demo", "uid", uid, "resourceVersion", Integer.toString(version)));
    }

    @Test
    void anOlderRolloutOrReplicaSetThanTheOneWrittenIsOverlooked() {
        written.noted(Kind.ROLLOUT, object("r", 7));
        written.noted(Kind.REPLICA_SET, object("s", 8));
        var fresh = Rollout.of(object("r", 9));
        var set = ReplicaSet.of(object("s", 8));
        assertThat(written.overlookedBy(fresh, List.of(set))).isEmpty();
        assertThat(written.overlookedBy(Rollout.of(object("r", 6)), List.of(set)))
                .contains("decides on demo at version 6 although it has itself written version 7");
        assertThat(written.overlookedBy(fresh, List.of(ReplicaSet.of(object("s", 7)))))
                .isPresent();
    }

    @Test
    void anotherOfTheSameNameIsNotTheOneWritten() {
        written.noted(Kind.REPLICA_SET, object("s", 8));
        assertThat(written.overlookedBy(Rollout.of(object("r", 1)), List.of(ReplicaSet.of(object("t", 2)))))
                .isEmpty();
    }
}
