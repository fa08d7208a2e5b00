package tidegate.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.conformance.Kind.CONFIG_MAP;
import static tidegate.system.conformance.Kind.NAMESPACE;
import static tidegate.system.conformance.Kind.REPLICA_SET;
import static tidegate.system.conformance.Kind.ROLLOUT;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tidegate.api.json.Json;

/** How a namespace ends. */
@ExtendWith(ConformanceExtension.class)
class NamespaceTest {

    @Test
    void aNamespaceEndsWithAllThatIsInIt(Space space) {
        Json rollout = space.create(ROLLOUT, Given.rollout("shop"));
        space.create(REPLICA_SET, Given.ownedBy(rollout, Given.replicaSet("set")));
        space.create(CONFIG_MAP, Given.configMap("c"));
        Json ending = itself(space, "DELETE").ok(200);
        assertThat(ending.get("kind")).isEqualTo(Json.of("Namespace"));
        assertThat(ending.at("status", "phase")).isEqualTo(Json.of("Terminating"));
        Eventually.gone(() -> itself(space, "GET").send());
        for (Kind kind : List.of(ROLLOUT, REPLICA_SET, CONFIG_MAP))
            assertThat(space.names(space.all("GET", kind))).isEmpty();
    }

    @Test
    void aNamespaceThatEndsTakesNothingNewAndWaitsForFinalizers(Space space) {
        space.create(
                ROLLOUT,
                Given.rollout("held").withAt(List.of("metadata", "finalizers"), Json.array("example.com/hold")));
        itself(space, "DELETE").ok(200);
        space.all("POST", CONFIG_MAP)
                .body(Given.configMap("late"))
                .refused(403, "Forbidden")
                .saying("configmaps \"late\" is forbidden: unable to create new content in namespace "
                        + space.namespace() + " because it is being terminated")
                .causedBy("NamespaceTerminating", "metadata.namespace");
        Eventually.see(
                () -> space.get(ROLLOUT, "held"),
                held -> held.at("metadata", "deletionTimestamp").isString());
        itself(space, "GET").ok(200);

        space.merge(ROLLOUT, "held", "{\"metadata\":{\"finalizers\":null}}");
        Eventually.gone(() -> itself(space, "GET").send());
    }

    @Test
    void aNamespaceCanBeMadeAnewOnceItIsGone(Space space) {
        space.create(CONFIG_MAP, Given.configMap("c"));
        String first = Space.uidOf(itself(space, "GET").ok(200));
        itself(space, "DELETE").ok(200);
        Eventually.gone(() -> itself(space, "GET").send());
        Json again = space.call("POST", NAMESPACE.everywhere())
                .body(Json.object("metadata", Json.object("name", space.namespace())))
                .ok(201);
        assertThat(Space.uidOf(again)).isNotEqualTo(first);
        assertThat(space.all("GET", CONFIG_MAP).ok(200).get("items").elements().stream()
                        .map(Space::nameOf))
                .doesNotContain("c");
    }

    private static Call itself(Space space, String method) {
        return space.call(method, NAMESPACE.everywhere() + "/" + space.namespace());
    }
}
