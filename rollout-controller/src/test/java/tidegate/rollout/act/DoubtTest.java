package tidegate.rollout.act;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.api.rollout.OwnerReference;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.rollout.Service;
import tidegate.api.wire.RolloutEvent;
import tidegate.rollout.act.Doubt.Fate;
import tidegate.rollout.plan.RolloutSnapshot;
import tidegate.rollout.plan.StatusWrite;
import tidegate.rollout.plan.action.Action;
import tidegate.rollout.plan.seen.Neighbours;
import tidegate.rollout.plan.seen.Sighting;

/** What a later snapshot says about a write without an answer. */
class DoubtTest {
    private static final Rollout WEB = Rollout.of(Json.parse("""
            {"metadata":{"namespace":"shop","name":"web","uid":"u","resourceVersion":"7"},"status":{"phase":"Progressing","message":"more"}}"""));
    private static final Action.Ref SERVICE = new Action.Ref("web-active", "s", "1");

    private static Fate fate(Doubt.Write write, RolloutSnapshot seen) {
        return fate(write, "1", seen);
    }

    private static Fate fate(Doubt.Write write, String version, RolloutSnapshot seen) {
        return new Doubt(write, "uid", version, List.of(RolloutEvent.resumed())).fateIn(seen);
    }

    private static Fate fate(Action action, RolloutSnapshot seen) {
        return fate(new Doubt.Write.By(action), seen);
    }

    private static RolloutSnapshot with(ReplicaSet... sets) {
        return RolloutSnapshot.of(WEB, List.of(sets));
    }

    private static ReplicaSet set(Rollout owner, int replicas) {
        return ReplicaSet.of(Json.object(
                "metadata",
                Json.object(
                        "name",
                        "web-1",
                        "uid",
                        "r",
                        "resourceVersion",
                        "7",
                        "ownerReferences",
                        List.of(OwnerReference.controllerOf(owner).json())),
                "spec",
                Json.object("replicas", replicas)));
    }

    private static RolloutSnapshot with(Sighting<Service> service) {
        return with().with(new Neighbours(Map.of("web-active", service), Optional.empty(), Optional.empty()));
    }

    private static Sighting<Service> selecting(String hash) {
        return new Sighting.There<>(Service.of(Json.parse(
                "{\"metadata\":{\"name\":\"web-active\",\"resourceVersion\":\"7\"},\"spec\":{\"selector\":{\"app\":\"web\",\"hash\":\""
                        + hash + "\"}}}")));
    }

    @Test
    void theStatusIsWrittenIfItHasAllThatWasToChange() {
        assertThat(fate(status("{\"phase\":\"Progressing\",\"abort\":null}"), with()))
                .isEqualTo(Fate.DONE);
        assertThat(fate(status("{\"phase\":\"Healthy\"}"), with())).isEqualTo(Fate.NOT_DONE);
        assertThat(fate(status("{\"message\":null}"), with())).isEqualTo(Fate.NOT_DONE);
    }

    private static Doubt.Write status(String patch) {
        return new Doubt.Write.OfStatus(new StatusWrite(RolloutStatus.NONE, Json.parse(patch), Set.of(), false));
    }

    @Test
    void aReplicaSetIsCreatedIfItIsThereAndOurs() {
        var create = new Action.CreateReplicaSet("web-1", Json.EMPTY_OBJECT, 2);
        assertThat(fate(create, with(set(WEB, 2)))).isEqualTo(Fate.DONE);
        assertThat(fate(create, with())).isEqualTo(Fate.NOT_DONE);
        Rollout other = Rollout.of(Json.parse("{\"metadata\":{\"name\":\"web\",\"uid\":\"before\"}}"));
        assertThat(fate(create, with(set(other, 2)))).isEqualTo(Fate.NOT_DONE);
    }

    @Test
    void aReplicaSetIsScaledIfItHasTheSize() {
        var target = new Action.Ref("web-1", "r", "1");
        var scale = new Action.ScaleReplicaSet(target, 0, 2, Action.Changes.NONE, "test");
        assertThat(fate(scale, with(set(WEB, 2)))).isEqualTo(Fate.DONE);
        assertThat(fate(scale, with(set(WEB, 0)))).isEqualTo(Fate.NOT_DONE);
        assertThat(fate(scale, with())).isEqualTo(Fate.NOT_DONE);
        assertThat(fate(new Action.DeleteReplicaSet(target), with())).isEqualTo(Fate.DONE);
        assertThat(fate(new Action.DeleteReplicaSet(target), with(set(WEB, 0)))).isEqualTo(Fate.NOT_DONE);
    }

    /** The caches of neighbours hold up no pass, so what became of them may come later. */
    @Test
    void aServiceThatIsUnknownLeavesItOpen() {
        var patch = new Action.PatchService(
                SERVICE, Json.object("spec", Json.object("selector", Json.object("hash", "new"))));
        assertThat(fate(patch, with(new Sighting.Unknown<Service>("not listed"))))
                .isEqualTo(Fate.UNKNOWN);
        assertThat(fate(patch, with(selecting("new")))).isEqualTo(Fate.DONE);
        assertThat(fate(patch, with(selecting("old")))).isEqualTo(Fate.NOT_DONE);
        assertThat(fate(patch, with(new Sighting.Absent<Service>()))).isEqualTo(Fate.NOT_DONE);
        assertThat(fate(patch, with())).as("not named any more").isEqualTo(Fate.NOT_DONE);
    }

    /** The API may be slower with it than with the answer to what was asked since. */
    @Test
    void whatIsAtTheVersionThatItWasBasedOnMayStillChange() {
        Doubt.Write status = status("{\"phase\":\"Healthy\"}");
        assertThat(fate(status, "7", with())).isEqualTo(Fate.UNKNOWN);
        assertThat(fate(status, "6", with())).isEqualTo(Fate.NOT_DONE);
        var patch = new Doubt.Write.By(new Action.PatchService(
                SERVICE, Json.object("spec", Json.object("selector", Json.object("hash", "new")))));
        assertThat(fate(patch, "7", with(selecting("old")))).isEqualTo(Fate.UNKNOWN);
        assertThat(fate(patch, "6", with(selecting("old")))).isEqualTo(Fate.NOT_DONE);
        var delete = new Doubt.Write.By(new Action.DeleteReplicaSet(new Action.Ref("web-1", "r", "7")));
        assertThat(fate(delete, "7", with(set(WEB, 0)))).isEqualTo(Fate.UNKNOWN);
        assertThat(fate(delete, "7", with())).isEqualTo(Fate.DONE);
    }
}
