package tidegate.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.conformance.Kind.CONFIG_MAP;
import static tidegate.system.conformance.Kind.ROLLOUT;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.api.json.Json;

/** Creating and replacing: names, versions, generations, conflicts, dry runs. */
@ExtendWith(ConformanceExtension.class)
class WriteTest {

    @ParameterizedTest
    @EnumSource(names = {"CONFIG_MAP", "ROLLOUT"})
    void aNewObjectGetsWhatOnlyTheServerKnows(Kind kind, Space space) {
        Json made = space.create(kind, a(kind, "new"));
        Json metadata = made.get("metadata");
        assertThat(metadata.get("uid").stringOrEmpty()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(metadata.get("resourceVersion").stringOrEmpty()).matches("[1-9][0-9]*");
        assertThat(metadata.get("creationTimestamp").stringOrEmpty())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(metadata.get("namespace")).isEqualTo(Json.of(space.namespace()));
        assertThat(metadata.get("generation").isPresent())
                .as("only kinds with a spec have generations")
                .isEqualTo(kind == ROLLOUT);
        assertThat(metadata.get("selfLink").isMissing()).isTrue();
        assertThat(made).isEqualTo(space.get(kind, "new"));
    }

    @Test
    void versionsGrowAcrossKinds(Space space) {
        long first = Long.parseLong(Space.versionOf(space.create(CONFIG_MAP, Given.configMap("a"))));
        long second = Long.parseLong(Space.versionOf(space.create(ROLLOUT, Given.rollout("b"))));
        long third = Long.parseLong(Space.versionOf(space.create(Kind.REPLICA_SET, Given.replicaSet("c"))));
        assertThat(List.of(first, second, third)).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void whatOnlyTheServerMaySayIsIgnoredInANewObject(Space space) {
        Json given = Given.rollout("new")
                .map(
                        "metadata",
                        metadata -> metadata.with("uid", "mine")
                                .with("generation", 7)
                                .with("creationTimestamp", "2001-01-01T00:00:00Z"));
        Json made = space.create(ROLLOUT, given);
        assertThat(Space.uidOf(made)).isNotEqualTo("mine");
        assertThat(Space.generationOf(made)).isEqualTo(1);
        assertThat(made.at("metadata", "creationTimestamp").stringOrEmpty()).doesNotStartWith("2001");
    }

    @Test
    void aNewObjectMustNotClaimAVersion(Space space) {
        space.all("POST", CONFIG_MAP)
                .body(Given.configMap("new").withAt(List.of("metadata", "resourceVersion"), "1"))
                .refused(500, "")
                .saying("resourceVersion should not be set on objects to be created");
    }

    @ParameterizedTest
    @EnumSource(names = {"CONFIG_MAP", "ROLLOUT"})
    void aNameCanBeTakenOnce(Kind kind, Space space) {
        space.create(kind, a(kind, "taken"));
        String group = kind == ROLLOUT ? "argoproj.io" : "";
        String qualified = kind == ROLLOUT ? "rollouts.argoproj.io" : "configmaps";
        space.all("POST", kind)
                .body(a(kind, "taken"))
                .refused(409, "AlreadyExists")
                .saying(qualified + " \"taken\" already exists")
                .named(group, kind.plural, "taken");
    }

    @Test
    void aNameCanBeGenerated(Space space) {
        Json given = Given.configMap("").with("metadata", Json.object("generateName", "shop-"));
        String first = Space.nameOf(space.create(CONFIG_MAP, given));
        String second = Space.nameOf(space.create(CONFIG_MAP, given));
        assertThat(List.of(first, second)).allMatch(name -> name.matches("shop-[bcdfghjklmnpqrstvwxz2456789]{5}"));
        assertThat(first).isNotEqualTo(second);
        assertThat(space.get(CONFIG_MAP, first).at("metadata", "generateName")).isEqualTo(Json.of("shop-"));
    }

    @Test
    void aGivenNameWinsOverAGeneratedOne(Space space) {
        Json given = Given.configMap("mine").withAt(List.of("metadata", "generateName"), "shop-");
        assertThat(Space.nameOf(space.create(CONFIG_MAP, given))).isEqualTo("mine");
    }

    record BadName(Kind kind, String name, String message) {
        @Override
        public String toString() {
            return kind + " " + name;
        }
    }

    static final List<BadName> badNames = List.of(
            new BadName(CONFIG_MAP, "Shop", "metadata.name: Invalid value: \"Shop\": a lowercase RFC 1123 subdomain"),
            new BadName(ROLLOUT, "shop_1", "metadata.name: Invalid value: \"shop_1\": a lowercase RFC 1123 subdomain"),
            new BadName(ROLLOUT, "a".repeat(254), "must be no more than 253 "));

    @ParameterizedTest
    @FieldSource("badNames")
    void aNameThatCannotBeOneIsRefused(BadName bad, Space space) {
        space.all("POST", bad.kind())
                .body(a(bad.kind(), bad.name()))
                .refused(422, "Invalid")
                .saying(bad.message())
                .causedBy("FieldValueInvalid", "metadata.name");
    }

    @Test
    void anObjectNeedsAName(Space space) {
        space.all("POST", ROLLOUT)
                .body(Given.rollout("x").with("metadata", Json.EMPTY_OBJECT))
                .refused(422, "Invalid")
                .saying("metadata.name: Required value: name or generateName is required")
                .causedBy("FieldValueRequired", "metadata.name");
    }

    @Test
    void labelsAndAnnotationsMustBeWellFormed(Space space) {
        space.all("POST", CONFIG_MAP)
                .body(Given.labelled(Given.configMap("x"), "colour", "light blue"))
                .refused(422, "Invalid")
                .saying("metadata.labels: Invalid value: \"light blue\": a valid label must be")
                .causedBy("FieldValueInvalid", "metadata.labels");
        space.all("POST", ROLLOUT)
                .body(Given.rollout("x").withAt(List.of("metadata", "annotations", "-bad"), "value"))
                .refused(422, "Invalid")
                .saying("metadata.annotations: Invalid value: \"-bad\"");
    }

    @Test
    void theNamespaceOfTheBodyMustBeThatOfThePath(Space space) {
        space.all("POST", CONFIG_MAP)
                .body(Given.configMap("x").withAt(List.of("metadata", "namespace"), "other"))
                .refused(400, "BadRequest")
                .saying("the namespace of the provided object does not match the namespace sent on the request");
    }

    @Test
    void theNameOfTheBodyMustBeThatOfThePath(Space space) {
        Json made = space.create(CONFIG_MAP, Given.configMap("one"));
        space.one("PUT", CONFIG_MAP, "two")
                .body(made)
                .refused(400, "BadRequest")
                .saying("the name of the object (one) does not match the name on the URL (two)");
    }

    @ParameterizedTest
    @EnumSource(names = {"CONFIG_MAP", "ROLLOUT"})
    void aNamespaceMustExistBeforeItsObjects(Kind kind, Space space) {
        String missing = ApiUnderTest.uniqueName("missing");
        space.call("POST", kind.in(missing))
                .body(a(kind, "x"))
                .refused(404, "NotFound")
                .saying("namespaces \"" + missing + "\" not found")
                .named("", "namespaces", missing);
        assertThat(space.names(space.call("GET", kind.in(missing))))
                .as("but may be listed")
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"CONFIG_MAP", "ROLLOUT"})
    void aReplacementOfAnOlderVersionIsAConflict(Kind kind, Space space) {
        Json made = space.create(kind, a(kind, "shop"));
        Json labelled = space.put(kind, "shop", Given.labelled(made, "round", "1"));
        assertThat(Space.versionOf(labelled)).isNotEqualTo(Space.versionOf(made));
        String qualified = kind == ROLLOUT ? "rollouts.argoproj.io" : "configmaps";
        space.one("PUT", kind, "shop")
                .body(Given.labelled(made, "round", "2"))
                .refused(409, "Conflict")
                .saying("Operation cannot be fulfilled on " + qualified + " \"shop\": the object has been modified;"
                        + " please apply your changes to the latest version and try again")
                .named(kind == ROLLOUT ? "argoproj.io" : "", kind.plural, "shop");
    }

    @Test
    void aCustomObjectIsReplacedOnlyWithItsVersionABuiltInAlsoWithout(Space space) {
        Json rollout = space.create(ROLLOUT, Given.rollout("shop"));
        space.one("PUT", ROLLOUT, "shop")
                .body(rollout.map("metadata", metadata -> metadata.without("resourceVersion")))
                .refused(422, "Invalid")
                .saying("metadata.resourceVersion: Invalid value: 0: must be specified for an update");
        space.create(CONFIG_MAP, Given.configMap("shop"));
        Json replaced = space.put(CONFIG_MAP, "shop", Given.configMap("shop").with("data", Json.object("a", "b")));
        assertThat(replaced.get("data")).isEqualTo(Json.object("a", "b"));
    }

    @Test
    void anotherUidIsAConflict(Space space) {
        Json made = space.create(ROLLOUT, Given.rollout("shop"));
        space.one("PUT", ROLLOUT, "shop")
                .body(made.withAt(List.of("metadata", "uid"), "00000000-0000-0000-0000-000000000000"))
                .refused(409, "Conflict")
                .saying("Precondition failed: UID in precondition: 00000000-0000-0000-0000-000000000000, UID in object"
                        + " meta: " + Space.uidOf(made));
    }

    @Test
    void whatIsNotThereCannotBeReplaced(Space space) {
        Json elsewhere = space.create(ROLLOUT, Given.rollout("shop"));
        space.one("PUT", ROLLOUT, "nobody")
                .body(elsewhere.withAt(List.of("metadata", "name"), "nobody"))
                .refused(404, "NotFound")
                .named("argoproj.io", "rollouts", "nobody");
    }

    @Test
    void theGenerationCountsChangesOfTheSpecOnly(Space space) {
        space.create(ROLLOUT, Given.rollout("shop"));
        assertThat(generationAfter(space, "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}"))
                .isEqualTo(1);
        assertThat(generationAfter(space, "{\"metadata\":{\"annotations\":{\"a\":\"b\"}}}"))
                .isEqualTo(1);
        assertThat(generationAfter(space, "{\"spec\":{\"replicas\":6}}")).isEqualTo(2);
        assertThat(generationAfter(space, "{\"spec\":{\"replicas\":6}}")).isEqualTo(2);
        space.patch(ROLLOUT, "shop/status", Call.MERGE_PATCH, "{\"status\":{\"replicas\":5}}")
                .ok(200);
        assertThat(Space.generationOf(space.get(ROLLOUT, "shop"))).isEqualTo(2);
        assertThat(generationAfter(space, "{\"metadata\":{\"generation\":17},\"spec\":{\"paused\":true}}"))
                .isEqualTo(3);
    }

    private static int generationAfter(Space space, String patch) {
        return Space.generationOf(space.merge(ROLLOUT, "shop", patch));
    }

    @Test
    void theGenerationOfAKindWithoutStatusSubresourceCountsEveryChangeBesidesMetadata(Space space) {
        space.create(Kind.ANALYSIS_RUN, Given.analysisRun("run"));
        Json labelled = space.merge(Kind.ANALYSIS_RUN, "run", "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}");
        assertThat(Space.generationOf(labelled)).isEqualTo(1);
        Json measured = space.merge(Kind.ANALYSIS_RUN, "run", "{\"status\":{\"phase\":\"Running\"}}");
        assertThat(Space.generationOf(measured)).isEqualTo(2);
        assertThat(measured.at("status", "phase")).isEqualTo(Json.of("Running"));
    }

    @Test
    void theGenerationOfAReplicaSetCountsChangesOfItsSpec(Space space) {
        Json made = space.create(Kind.REPLICA_SET, Given.replicaSet("set"));
        assertThat(Space.generationOf(made)).isEqualTo(1);
        Json labelled = space.merge(Kind.REPLICA_SET, "set", "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}");
        assertThat(Space.generationOf(labelled)).isEqualTo(1);
        Json changed = space.merge(Kind.REPLICA_SET, "set", "{\"spec\":{\"minReadySeconds\":3}}");
        assertThat(Space.generationOf(changed)).isEqualTo(2);
    }

    @Test
    void aDryRunAnswersAsTheWriteWouldAndStoresNothing(Space space) {
        Json tried = space.all("POST", ROLLOUT)
                .with("dryRun", "All")
                .body(Given.rollout("shop"))
                .ok(201);
        assertThat(Space.uidOf(tried)).isNotEmpty();
        space.one("GET", ROLLOUT, "shop").refused(404, "NotFound");

        Json made = space.create(ROLLOUT, Given.rollout("shop"));
        Json patched = space.patch(ROLLOUT, "shop", Call.MERGE_PATCH, "{\"spec\":{\"replicas\":9}}")
                .with("dryRun", "All")
                .ok(200);
        assertThat(patched.at("spec", "replicas")).isEqualTo(Json.of(9));
        assertThat(space.get(ROLLOUT, "shop")).isEqualTo(made);
        space.all("POST", ROLLOUT)
                .with("dryRun", "All")
                .body(Given.rollout("shop"))
                .refused(409, "AlreadyExists");
        space.all("POST", ROLLOUT)
                .with("dryRun", "Some")
                .body(Given.rollout("shop"))
                .refused(422, "Invalid")
                .saying("dryRun: Unsupported value: [\"Some\"]: supported values: \"All\"");
    }

    private static Json a(Kind kind, String name) {
        return kind == ROLLOUT ? Given.rollout(name) : Given.configMap(name);
    }
}
