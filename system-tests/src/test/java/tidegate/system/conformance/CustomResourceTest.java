package tidegate.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.conformance.Kind.CRD;
import static tidegate.system.conformance.Kind.ROLLOUT;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import tidegate.api.json.Json;
import tidegate.system.bench.Yaml;

/** What a definition makes of its objects: defaults, pruning, refusals; and how definitions come and go. */
@ExtendWith(ConformanceExtension.class)
class CustomResourceTest {

    @Test
    void defaultsAreFilledIn(Space space) {
        Json made = space.create(ROLLOUT, withContainer("""
                {name: shop, image: 'shop:blue', ports: [{containerPort: 80}],
                 livenessProbe: {grpc: {port: 1}},
                 env: [{name: A, valueFrom: {configMapKeyRef: {key: k}}}]}
                """));
        Json container = containerOf(made);
        assertThat(container.get("ports").get(0).get("protocol")).isEqualTo(Json.of("TCP"));
        assertThat(container.at("livenessProbe", "grpc", "service")).isEqualTo(Json.of(""));
        assertThat(container.get("env").get(0).at("valueFrom", "configMapKeyRef", "name"))
                .isEqualTo(Json.of(""));
    }

    @Test
    void onlyWhatTheSchemaSaysIsFilledIn(Space space) {
        Json given = Given.rollout("shop").map("spec", spec -> spec.without("replicas"));
        Json made = space.create(ROLLOUT, given);
        assertThat(made.at("spec", "replicas").isMissing()).isTrue();
        assertThat(containerOf(made).members().keySet()).containsExactlyInAnyOrder("name", "image", "ports");
    }

    @Test
    void unknownFieldsArePrunedExceptWhereTheyMayBeAnything(Space space) {
        Json made = space.create(
                ROLLOUT,
                withContainer("""
                {name: shop, image: 'shop:blue', colour: red, resources: {limits: {example.com/gpu: 2}}}
                """)
                        .withAt(List.of("spec", "unheardOf"), true)
                        .withAt(List.of("spec", "template", "metadata", "creationTimestamp"), Json.NULL)
                        .withAt(List.of("spec", "template", "metadata", "name"), "pruned")
                        .withAt(
                                List.of("spec", "template", "spec", "volumes"),
                                Json.parse("[{\"name\":\"v\",\"futureVolume\":{\"size\":1}}]")));
        assertThat(made.at("spec", "unheardOf").isMissing()).isTrue();
        assertThat(containerOf(made).get("colour").isMissing()).isTrue();
        assertThat(containerOf(made).at("resources", "limits", "example.com/gpu"))
                .isEqualTo(Json.of(2));
        assertThat(made.at("spec", "template", "metadata")).isEqualTo(Json.parse("{\"labels\":{\"app\":\"shop\"}}"));
        assertThat(made.at("spec", "template", "spec", "volumes").get(0).at("futureVolume", "size"))
                .isEqualTo(Json.of(1));
    }

    @Test
    void metadataIsPrunedToWhatItKnows(Space space) {
        Json made = space.create(ROLLOUT, Given.rollout("shop").withAt(List.of("metadata", "unheardOf"), "x"));
        assertThat(made.at("metadata", "unheardOf").isMissing()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH"})
    void unknownFieldsAreWarnedAboutUnlessToldOtherwise(String method, Space space) {
        if (!method.equals("POST")) space.create(ROLLOUT, Given.rollout("shop"));
        assertThat(withUnknownField(space, method).send().warnings()).containsExactly("unknown field \"spec.colour\"");
        assertThat(withUnknownField(space, method)
                        .with("dryRun", "All")
                        .with("fieldValidation", "Ignore")
                        .send()
                        .warnings())
                .isEmpty();
    }

    private static Call withUnknownField(Space space, String method) {
        return switch (method) {
            case "POST" ->
                space.all("POST", ROLLOUT)
                        .with("dryRun", "All")
                        .body(Given.rollout("shop").withAt(List.of("spec", "colour"), "red"));
            case "PUT" ->
                space.one("PUT", ROLLOUT, "shop")
                        .body(space.get(ROLLOUT, "shop").withAt(List.of("spec", "colour"), "red"));
            default -> space.patch(ROLLOUT, "shop", Call.MERGE_PATCH, "{\"spec\":{\"colour\":\"red\"}}");
        };
    }

    @Test
    void unknownFieldsAreRefusedByStrictWrites(Space space) {
        Json given = Given.rollout("shop")
                .withAt(List.of("spec", "colour"), "red")
                .withAt(List.of("spec", "strategy", "canary", "stepz"), Json.EMPTY_ARRAY);
        space.all("POST", ROLLOUT)
                .with("fieldValidation", "Strict")
                .body(given)
                .refused(400, "BadRequest")
                .saying(
                        "Rollout in version \"v1alpha1\" cannot be handled as a Rollout: strict decoding error: ",
                        "unknown field \"spec.colour\"",
                        "unknown field \"spec.strategy.canary.stepz\"");
        space.create(ROLLOUT, Given.rollout("shop"));
        space.patch(ROLLOUT, "shop", Call.MERGE_PATCH, "{\"spec\":{\"colour\":\"red\"}}")
                .with("fieldValidation", "Strict")
                .refused(422, "Invalid")
                .saying("strict decoding error: unknown field \"spec.colour\"");
    }

    @Test
    void aRepeatedKeyIsWarnedAboutAndRefusedByStrictWrites(Space space) {
        String twice = """
                {"apiVersion":"argoproj.io/v1alpha1","kind":"Rollout","metadata":{"name":"shop"},
                 "spec":{"replicas":1,"replicas":2,"template":{"spec":{"containers":[]}}}}""";
        Call create = space.all("POST", ROLLOUT).with("dryRun", "All").body(Call.JSON, twice);
        assertThat(create.send().warnings()).containsExactly("duplicate field \"spec.replicas\"");
        create.with("fieldValidation", "Strict")
                .refused(400, "BadRequest")
                .saying("strict decoding error: duplicate field \"spec.replicas\"");
    }

    @Test
    void unknownFieldsOfBuiltInObjectsAreTreatedAlike(Space space) {
        Json given = Given.configMap("c").with("colour", "red");
        Call create = space.all("POST", Kind.CONFIG_MAP).with("dryRun", "All").body(given);
        Answer answer = create.send();
        assertThat(answer.code()).isEqualTo(201);
        assertThat(answer.warnings()).containsExactly("unknown field \"colour\"");
        assertThat(answer.json().get("colour").isMissing()).isTrue();
        create.with("fieldValidation", "Strict")
                .refused(400, "BadRequest")
                .saying("ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error: unknown"
                        + " field \"colour\"");
    }

    record Refusal(String yaml, String reason, String field, String message) {
        @Override
        public String toString() {
            return message;
        }
    }

    static final List<Refusal> refusals = List.of(
            new Refusal(
                    "{replicas: many}",
                    "FieldValueTypeInvalid",
                    "spec.replicas",
                    "spec.replicas: Invalid value: \"string\": spec.replicas in body must be of type integer: \"string\""),
            new Refusal(
                    "{paused: 'yes'}",
                    "FieldValueTypeInvalid",
                    "spec.paused",
                    "spec.paused: Invalid value: \"string\": spec.paused in body must be of type boolean: \"string\""),
            new Refusal(
                    "{template: {spec: {}}}",
                    "FieldValueRequired",
                    "spec.template.spec.containers",
                    "spec.template.spec.containers: Required value"),
            new Refusal(
                    "{template: {spec: {containers: [{image: 'shop:blue'}]}}}",
                    "FieldValueRequired",
                    "spec.template.spec.containers[0].name",
                    "spec.template.spec.containers[0].name: Required value"),
            new Refusal(
                    "{strategy: {canary: {steps: {setWeight: 5}}}}",
                    "FieldValueTypeInvalid",
                    "spec.strategy.canary.steps",
                    "spec.strategy.canary.steps: Invalid value: \"object\": spec.strategy.canary.steps in body must be of"
                            + " type array: \"object\""),
            new Refusal(
                    "{strategy: {canary: {maxSurge: true}}}",
                    "FieldValueTypeInvalid",
                    "spec.strategy.canary.maxSurge",
                    "spec.strategy.canary.maxSurge: Invalid value: \"boolean\": spec.strategy.canary.maxSurge in body must"
                            + " be of type integer,string: \"boolean\""),
            new Refusal(
                    "{restartAt: yesterday}",
                    "FieldValueTypeInvalid",
                    "spec.restartAt",
                    "spec.restartAt: Invalid value: \"yesterday\": spec.restartAt in body must be of type date-time:"
                            + " \"yesterday\""),
            new Refusal(
                    "{template: {spec: {containers: [{name: a, image: 'i:1'}, {name: a, image: 'i:2'}]}}}",
                    "FieldValueDuplicate",
                    "spec.template.spec.containers[1]",
                    "spec.template.spec.containers[1]: Duplicate value: {\"name\":\"a\"}"));

    @ParameterizedTest
    @FieldSource("refusals")
    void aViolationOfTheSchemaIsRefusedByItsField(Refusal refusal, Space space) {
        Json given = Json.object(
                "apiVersion",
                "argoproj.io/v1alpha1",
                "kind",
                "Rollout",
                "metadata",
                Json.object("name", "shop"),
                "spec",
                Yaml.one(refusal.yaml()));
        space.all("POST", ROLLOUT)
                .body(given)
                .refused(422, "Invalid")
                .saying("Rollout.argoproj.io \"shop\" is invalid: ", refusal.message())
                .named("argoproj.io", "Rollout", "shop")
                .causedBy(refusal.reason(), refusal.field());
    }

    @Test
    void severalViolationsAreAllTold(Space space) {
        Answer.Refused refused = space.all("POST", ROLLOUT)
                .body(Given.rollout("shop")
                        .withAt(List.of("spec", "paused"), 1)
                        .withAt(List.of("spec", "replicas"), "x"))
                .refused(422, "Invalid");
        refused.saying("Rollout.argoproj.io \"shop\" is invalid: [")
                .causedBy("FieldValueTypeInvalid", "spec.paused")
                .causedBy("FieldValueTypeInvalid", "spec.replicas");
    }

    @Test
    void aRolloutNeedsASpec(Space space) {
        space.all("POST", ROLLOUT)
                .body(Given.rollout("shop").without("spec"))
                .refused(422, "Invalid")
                .saying("spec: Required value")
                .causedBy("FieldValueRequired", "spec");
    }

    @Test
    void theSelectorMayComeAndGoButNotChange(Space space) {
        space.create(ROLLOUT, Given.rollout("shop"));
        Answer.Refused refused = space.patch(
                        ROLLOUT,
                        "shop",
                        Call.MERGE_PATCH,
                        "{\"spec\":{\"selector\":{\"matchLabels\":{\"app\":\"other\"}}}}")
                .refused(422, "Invalid");
        refused.saying("spec.selector: Invalid value: ", ".spec.selector is immutable")
                .causedBy("FieldValueInvalid", "spec.selector");
        space.merge(ROLLOUT, "shop", "{\"spec\":{\"selector\":null}}");
        Json added = space.merge(ROLLOUT, "shop", "{\"spec\":{\"selector\":{\"matchLabels\":{\"app\":\"other\"}}}}");
        assertThat(added.at("spec", "selector", "matchLabels", "app")).isEqualTo(Json.of("other"));
    }

    @Test
    void aDefinitionIsEstablishedServedAndForgottenWithItsObjects(Space space) {
        String plural = "things" + space.namespace().replaceAll("[^a-z0-9]", "");
        String kind = plural.substring(0, 1).toUpperCase(Locale.ROOT) + plural.substring(1);
        Json definition = Yaml.one("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: %1$s.conformance.tidegate.io}
                spec:
                  group: conformance.tidegate.io
                  scope: Namespaced
                  names: {plural: %1$s, kind: %2$s}
                  versions:
                    - name: v1
                      served: true
                      storage: true
                      schema:
                        openAPIV3Schema:
                          type: object
                          properties:
                            spec:
                              type: object
                              properties: {size: {type: integer, default: 3, minimum: 1}}
                """.formatted(plural, kind));
        Json made = space.call("POST", CRD.everywhere()).body(definition).ok(201);
        assertThat(made.at("spec", "names", "listKind")).isEqualTo(Json.of(kind + "List"));
        assertThat(made.at("spec", "names", "singular")).isEqualTo(Json.of(kind.toLowerCase(Locale.ROOT)));
        assertThat(made.at("spec", "conversion", "strategy")).isEqualTo(Json.of("None"));
        String path = CRD.everywhere() + "/" + Space.nameOf(made);
        for (String condition : List.of("NamesAccepted", "Established"))
            Eventually.see(() -> space.call("GET", path).ok(200), found -> isTrue(found, condition));

        String objects = "/apis/conformance.tidegate.io/v1/namespaces/" + space.namespace() + "/" + plural;
        space.api().awaitServed(objects);
        Json object = Json.object(
                "apiVersion",
                "conformance.tidegate.io/v1",
                "kind",
                kind,
                "metadata",
                Json.object("name", "one"),
                "spec",
                Json.EMPTY_OBJECT);
        Json stored = Eventually.see(
                        () -> space.call("POST", objects).body(object).send(), answer -> answer.code() == 201)
                .json();
        assertThat(stored.at("spec", "size")).isEqualTo(Json.of(3));
        space.call("POST", objects)
                .body(object.with("spec", Json.object("size", 0)).withAt(List.of("metadata", "name"), "two"))
                .refused(422, "Invalid")
                .saying("spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1");

        space.call("DELETE", path).ok(200);
        Eventually.gone(() -> space.call("GET", path).send());
        Eventually.gone(() -> space.call("GET", objects).send());
    }

    private static boolean isTrue(Json definition, String condition) {
        return definition.at("status", "conditions").elements().stream()
                .anyMatch(one -> one.get("type").stringOrEmpty().equals(condition)
                        && one.get("status").stringOrEmpty().equals("True"));
    }

    private static Json withContainer(String yaml) {
        return Given.rollout("shop")
                .withAt(List.of("spec", "template", "spec", "containers"), Json.array(Yaml.one(yaml)));
    }

    private static Json containerOf(Json rollout) {
        return rollout.at("spec", "template", "spec", "containers").get(0);
    }
}
