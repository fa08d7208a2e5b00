package tidegate.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.conformance.Kind.CONFIG_MAP;
import static tidegate.system.conformance.Kind.REPLICA_SET;
import static tidegate.system.conformance.Kind.ROLLOUT;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tidegate.api.json.Json;

/** What happens to objects whose owner goes. */
@ExtendWith(ConformanceExtension.class)
class GarbageCollectionTest {

    @Test
    void dependentsFollowTheirOwnerThroughTheGenerations(Space space) {
        Json rollout = space.create(ROLLOUT, Given.rollout("shop"));
        Json set = space.create(REPLICA_SET, Given.ownedBy(rollout, Given.replicaSet("set")));
        space.create(CONFIG_MAP, Given.ownedBy(set, Given.configMap("notes")));
        space.delete(ROLLOUT, "shop");
        space.one("GET", ROLLOUT, "shop").refused(404, "NotFound");
        space.awaitGone(REPLICA_SET, "set");
        space.awaitGone(CONFIG_MAP, "notes");
    }

    @Test
    void aDependentThatComesAfterItsOwnerWentIsCollected(Space space) {
        Json rollout = space.create(ROLLOUT, Given.rollout("shop"));
        space.delete(ROLLOUT, "shop");
        space.create(REPLICA_SET, Given.ownedBy(rollout, Given.replicaSet("late")));
        space.awaitGone(REPLICA_SET, "late");
    }

    @Test
    void anOwnerOfTheSameNameButAnotherUidIsNone(Space space) {
        Json first = space.create(ROLLOUT, Given.rollout("shop"));
        space.delete(ROLLOUT, "shop");
        Json second = space.create(ROLLOUT, Given.rollout("shop"));
        space.create(REPLICA_SET, Given.ownedBy(second, Given.replicaSet("kept")));
        space.create(REPLICA_SET, Given.ownedBy(first, Given.replicaSet("stale")));
        space.awaitGone(REPLICA_SET, "stale");
        space.get(REPLICA_SET, "kept");
    }

    @Test
    void aDependentStaysWhileOneOfItsOwnersIsLeft(Space space) {
        Json one = space.create(CONFIG_MAP, Given.configMap("one"));
        Json two = space.create(CONFIG_MAP, Given.configMap("two"));
        Json shared = Given.configMap("shared")
                .withAt(List.of("metadata", "ownerReferences"), Json.array(reference(one), reference(two)));
        space.create(CONFIG_MAP, shared);
        space.delete(CONFIG_MAP, "one");
        Json kept = Eventually.see(
                () -> space.get(CONFIG_MAP, "shared"),
                found -> found.at("metadata", "ownerReferences").size() == 1);
        assertThat(kept.at("metadata", "ownerReferences").get(0).get("name")).isEqualTo(Json.of("two"));
        space.delete(CONFIG_MAP, "two");
        space.awaitGone(CONFIG_MAP, "shared");
    }

    private static Json reference(Json owner) {
        return Json.object(
                "apiVersion", "v1", "kind", "ConfigMap", "name", Space.nameOf(owner), "uid", Space.uidOf(owner));
    }

    @ParameterizedTest
    @ValueSource(strings = {"propagationPolicy=Orphan", "orphanDependents=true"})
    void orphaningLeavesTheDependentsWithoutTheOwner(String how, Space space) {
        Json rollout = space.create(ROLLOUT, Given.rollout("shop"));
        space.create(REPLICA_SET, Given.ownedBy(rollout, Given.replicaSet("set")));
        String[] parameter = how.split("=");
        space.one("DELETE", ROLLOUT, "shop").with(parameter[0], parameter[1]).ok(200);
        space.awaitGone(ROLLOUT, "shop");
        Json orphan = space.get(REPLICA_SET, "set");
        assertThat(orphan.at("metadata", "ownerReferences").isMissing()).isTrue();
    }

    @Test
    void aForegroundDeletionKeepsTheOwnerUntilItsBlockingDependentsAreGone(Space space) {
        Json rollout = space.create(ROLLOUT, Given.rollout("shop"));
        Json held = Given.ownedBy(rollout, Given.replicaSet("set"))
                .withAt(List.of("metadata", "finalizers"), Json.array("example.com/hold"));
        space.create(REPLICA_SET, held);
        Json deleting = space.one("DELETE", ROLLOUT, "shop")
                .body(Json.object("apiVersion", "v1", "kind", "DeleteOptions", "propagationPolicy", "Foreground"))
                .ok(200);
        assertThat(deleting.at("metadata", "finalizers")).isEqualTo(Json.array("foregroundDeletion"));
        Eventually.see(
                () -> space.get(REPLICA_SET, "set"),
                set -> set.at("metadata", "deletionTimestamp").isString());
        space.get(ROLLOUT, "shop");

        space.merge(REPLICA_SET, "set", "{\"metadata\":{\"finalizers\":null}}");
        space.awaitGone(ROLLOUT, "shop");
        space.one("GET", REPLICA_SET, "set").refused(404, "NotFound");
    }

    @Test
    void aBackgroundDeletionDoesNotWaitForDependents(Space space) {
        Json rollout = space.create(ROLLOUT, Given.rollout("shop"));
        Json held = Given.ownedBy(rollout, Given.replicaSet("set"))
                .withAt(List.of("metadata", "finalizers"), Json.array("example.com/hold"));
        space.create(REPLICA_SET, held);
        space.one("DELETE", ROLLOUT, "shop")
                .with("propagationPolicy", "Background")
                .ok(200);
        space.one("GET", ROLLOUT, "shop").refused(404, "NotFound");
        Eventually.see(
                () -> space.get(REPLICA_SET, "set"),
                set -> set.at("metadata", "deletionTimestamp").isString());
        space.merge(REPLICA_SET, "set", "{\"metadata\":{\"finalizers\":null}}");
    }

    @Test
    void anUnknownPropagationPolicyIsRefused(Space space) {
        space.create(CONFIG_MAP, Given.configMap("stays"));
        space.one("DELETE", CONFIG_MAP, "stays")
                .with("propagationPolicy", "Upwards")
                .refused(422, "Invalid")
                .saying("propagationPolicy");
    }

    @Test
    void onlyOneOwnerMayBeTheController(Space space) {
        Json one = space.create(CONFIG_MAP, Given.configMap("one"));
        Json two = space.create(CONFIG_MAP, Given.configMap("two"));
        Json both = Given.configMap("shared")
                .withAt(
                        List.of("metadata", "ownerReferences"),
                        Json.array(
                                reference(one).with("controller", true),
                                reference(two).with("controller", true)));
        space.all("POST", CONFIG_MAP)
                .body(both)
                .refused(422, "Invalid")
                .saying("Only one reference can have Controller set to true");
    }
}
