package tidegate.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.conformance.Kind.CONFIG_MAP;
import static tidegate.system.conformance.Kind.POD;
import static tidegate.system.conformance.Kind.ROLLOUT;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tidegate.api.json.Json;
import tidegate.system.bench.Yaml;

/** Deleting: what is answered, what holds it up, and what guards it. */
@ExtendWith(ConformanceExtension.class)
class DeletionTest {

    static void bind(Space space, String pod, String node) {
        space.one("POST", POD, pod + "/binding")
                .body(Yaml.one("""
                apiVersion: v1
                kind: Binding
                metadata: {name: %s}
                target: {apiVersion: v1, kind: Node, name: %s}
                """.formatted(pod, node)))
                .ok(201);
    }

    @ParameterizedTest
    @EnumSource(names = {"CONFIG_MAP", "ROLLOUT"})
    void aDeletionThatIsDoneAtOnceAnswersAStatusWithTheUid(Kind kind, Space space) {
        Json made = space.create(kind, kind == ROLLOUT ? Given.rollout("gone") : Given.configMap("gone"));
        Json answer = space.one("DELETE", kind, "gone").ok(200);
        assertThat(answer.get("kind")).isEqualTo(Json.of("Status"));
        assertThat(answer.get("status")).isEqualTo(Json.of("Success"));
        assertThat(answer.at("details", "name")).isEqualTo(Json.of("gone"));
        assertThat(answer.at("details", "kind")).isEqualTo(Json.of(kind.plural));
        assertThat(answer.at("details", "uid")).isEqualTo(Json.of(Space.uidOf(made)));
        space.one("GET", kind, "gone").refused(404, "NotFound");
    }

    @Test
    void whatIsNotThereCannotBeDeleted(Space space) {
        space.one("DELETE", ROLLOUT, "nobody")
                .refused(404, "NotFound")
                .saying("rollouts.argoproj.io \"nobody\" not found")
                .named("argoproj.io", "rollouts", "nobody");
    }

    @Test
    void aDeletionMayBeForOneUidOnly(Space space) {
        Json made = space.create(CONFIG_MAP, Given.configMap("mine"));
        space.one("DELETE", CONFIG_MAP, "mine")
                .body(preconditions("uid", "00000000-0000-0000-0000-000000000000"))
                .refused(409, "Conflict")
                .saying(
                        "the UID in the precondition (00000000-0000-0000-0000-000000000000) does not match the UID in record ("
                                + Space.uidOf(made));
        space.one("DELETE", CONFIG_MAP, "mine")
                .body(preconditions("uid", Space.uidOf(made)))
                .ok(200);
    }

    @Test
    void aDeletionMayBeForOneVersionOnly(Space space) {
        Json made = space.create(CONFIG_MAP, Given.configMap("mine"));
        Json changed = space.merge(CONFIG_MAP, "mine", "{\"data\":{\"colour\":\"red\"}}");
        space.one("DELETE", CONFIG_MAP, "mine")
                .body(preconditions("resourceVersion", Space.versionOf(made)))
                .refused(409, "Conflict")
                .saying("the ResourceVersion in the precondition (" + Space.versionOf(made)
                        + ") does not match the ResourceVersion in record (" + Space.versionOf(changed));
        space.one("DELETE", CONFIG_MAP, "mine")
                .body(preconditions("resourceVersion", Space.versionOf(changed)))
                .ok(200);
    }

    private static Json preconditions(String key, String value) {
        return Json.object("apiVersion", "v1", "kind", "DeleteOptions", "preconditions", Json.object(key, value));
    }

    @Test
    void finalizersHoldADeletionUntilTheLastOneIsTakenAway(Space space) {
        space.create(
                ROLLOUT,
                Given.rollout("held")
                        .map(
                                "metadata",
                                metadata -> metadata.with(
                                        "finalizers", Json.array("example.com/first", "example.com/second"))));

        Json deleting = space.one("DELETE", ROLLOUT, "held").ok(200);
        assertThat(deleting.get("kind")).as("answers the object that stays").isEqualTo(Json.of("Rollout"));
        assertThat(deleting.at("metadata", "deletionTimestamp").isString()).isTrue();
        assertThat(deleting.at("metadata", "deletionGracePeriodSeconds")).isEqualTo(Json.of(0));
        assertThat(Space.generationOf(deleting))
                .as("wanting it gone is a new generation")
                .isEqualTo(2);

        Json again = space.one("DELETE", ROLLOUT, "held").ok(200);
        assertThat(again.at("metadata", "deletionTimestamp")).isEqualTo(deleting.at("metadata", "deletionTimestamp"));

        space.merge(ROLLOUT, "held", "{\"metadata\":{\"finalizers\":[\"example.com/second\"]}}");
        assertThat(space.get(ROLLOUT, "held").at("metadata", "finalizers")).isEqualTo(Json.array("example.com/second"));
        Json last = space.merge(ROLLOUT, "held", "{\"metadata\":{\"finalizers\":null}}");
        assertThat(last.at("metadata", "finalizers").isMissing()).isTrue();
        space.one("GET", ROLLOUT, "held").refused(404, "NotFound");
    }

    @Test
    void noFinalizerCanBeAddedOnceADeletionHasBegun(Space space) {
        space.create(
                CONFIG_MAP,
                Given.configMap("held")
                        .map("metadata", metadata -> metadata.with("finalizers", Json.array("example.com/first"))));
        space.one("DELETE", CONFIG_MAP, "held").ok(200);
        space.patch(CONFIG_MAP, "held", Call.MERGE_PATCH, """
                        {"metadata":{"finalizers":["example.com/first","example.com/late"]}}""")
                .refused(422, "Invalid")
                .saying(
                        "metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted");
    }

    @Test
    void aDeletionThatIsHeldIsWatchedAsAChangeAndThenAsADeletion(Space space) {
        Json made = space.create(
                CONFIG_MAP,
                Given.configMap("held")
                        .map("metadata", metadata -> metadata.with("finalizers", Json.array("example.com/first"))));
        try (Watching watch = space.watch(CONFIG_MAP, Space.versionOf(made))) {
            space.one("DELETE", CONFIG_MAP, "held").ok(200);
            assertThat(watch.expect("MODIFIED", "held")
                            .at("metadata", "deletionTimestamp")
                            .isString())
                    .isTrue();
            space.merge(CONFIG_MAP, "held", "{\"metadata\":{\"finalizers\":[]}}");
            watch.expect("DELETED", "held");
        }
    }

    @Test
    void aPodWithoutANodeGoesAtOnce(Space space) {
        space.create(POD, Given.pod("free"));
        space.one("DELETE", POD, "free").ok(200);
        space.one("GET", POD, "free").refused(404, "NotFound");
    }

    @Test
    void aPodOnANodeGoesWhenItsNodeSaysSo(Space space) {
        space.create(POD, Given.pod("placed"));
        bind(space, "placed", "nowhere");

        Json deleting = space.one("DELETE", POD, "placed").ok(200);
        assertThat(deleting.get("kind")).isEqualTo(Json.of("Pod"));
        assertThat(deleting.at("metadata", "deletionGracePeriodSeconds")).isEqualTo(Json.of(30));
        assertThat(space.get(POD, "placed").at("metadata", "deletionTimestamp").isString())
                .isTrue();

        Json sooner =
                space.one("DELETE", POD, "placed").with("gracePeriodSeconds", 5).ok(200);
        assertThat(sooner.at("metadata", "deletionGracePeriodSeconds")).isEqualTo(Json.of(5));

        space.one("DELETE", POD, "placed").with("gracePeriodSeconds", 0).ok(200);
        space.one("GET", POD, "placed").refused(404, "NotFound");
    }

    @Test
    void aPodsOwnGracePeriodIsTheDefault(Space space) {
        space.create(POD, Given.pod("placed").map("spec", spec -> spec.with("terminationGracePeriodSeconds", 7)));
        bind(space, "placed", "nowhere");
        Json deleting = space.one("DELETE", POD, "placed").ok(200);
        assertThat(deleting.at("metadata", "deletionGracePeriodSeconds")).isEqualTo(Json.of(7));
    }

    @Test
    void aCollectionIsDeletedAsFarAsItIsSelected(Space space) {
        space.create(CONFIG_MAP, Given.labelled(Given.configMap("a"), "tier", "back"));
        space.create(CONFIG_MAP, Given.labelled(Given.configMap("b"), "tier", "back"));
        space.create(CONFIG_MAP, Given.labelled(Given.configMap("c"), "tier", "front"));
        space.all("DELETE", CONFIG_MAP).with("labelSelector", "tier=back").ok(200);
        assertThat(space.names(space.all("GET", CONFIG_MAP).with("labelSelector", "tier")))
                .containsExactly("c");
    }

    @Test
    void aDryRunDeletesNothing(Space space) {
        space.create(CONFIG_MAP, Given.configMap("stays"));
        space.one("DELETE", CONFIG_MAP, "stays").with("dryRun", "All").ok(200);
        space.get(CONFIG_MAP, "stays");
    }

    @Test
    void anEvictionDeletesAPod(Space space) {
        space.create(POD, Given.pod("placed"));
        bind(space, "placed", "nowhere");
        space.one("POST", POD, "placed/eviction").body(Yaml.one("""
                apiVersion: policy/v1
                kind: Eviction
                metadata: {name: placed}
                """)).ok(201);
        assertThat(space.get(POD, "placed").at("metadata", "deletionTimestamp").isString())
                .isTrue();
    }
}
