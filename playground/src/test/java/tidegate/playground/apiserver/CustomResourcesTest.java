package tidegate.playground.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.playground.EmbeddedApi;
import tidegate.playground.apiserver.Http.Answer;
import tidegate.playground.apiserver.tree.Tree;

/** Kinds that are defined while the API runs. The refusals are those of kube-apiserver 1.36.3, word for word. */
class CustomResourcesTest {
    private static final String DEFINITION = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: gadgets.example.com}
            spec:
              group: example.com
              scope: Namespaced
              names: {plural: gadgets, kind: Gadget, shortNames: [gd]}
              versions:
              - name: v1
                served: true
                storage: true
                subresources:
                  status: {}
                  scale: {specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas}
                additionalPrinterColumns:
                - {name: Desired, type: integer, jsonPath: .spec.replicas}
                schema:
                  openAPIV3Schema:
                    type: object
                    required: [spec]
                    properties:
                      spec:
                        type: object
                        properties:
                          replicas: {type: integer, format: int32, default: 1, minimum: 0}
                          mode: {type: string, enum: [a, b]}
                          size: {x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}]}
                          selector:
                            type: object
                            x-kubernetes-map-type: atomic
                            x-kubernetes-preserve-unknown-fields: true
                            x-kubernetes-validations:
                            - {rule: self == oldSelf, message: .spec.selector is immutable}
                          ports:
                            type: array
                            x-kubernetes-list-type: map
                            x-kubernetes-list-map-keys: [port]
                            items:
                              type: object
                              required: [port]
                              properties: {port: {type: integer}, name: {type: string}}
                      status: {type: object, x-kubernetes-preserve-unknown-fields: true}
            """;

    private static EmbeddedApi api;
    private static Http http;
    private static int spaces;
    private String gadgets;

    @BeforeAll
    static void start() {
        api = EmbeddedApi.start();
        http = new Http(api.server());
        assertThat(http.post("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", DEFINITION)
                        .code())
                .isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        http.close();
        api.close();
    }

    @BeforeEach
    void aNamespace() {
        String name = "cr-" + ++spaces;
        http.post("/api/v1/namespaces", "metadata: {name: " + name + "}");
        gadgets = "/apis/example.com/v1/namespaces/" + name + "/gadgets";
    }

    private static String gadget(String spec) {
        return "{apiVersion: example.com/v1, kind: Gadget, metadata: {name: g}, spec: " + spec + "}";
    }

    @Test
    void definitionIsServedAndEstablishedAsSoonAsItsCreationIsAnswered() {
        Answer definition = http.get("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/gadgets.example.com");
        assertThat(Tree.objectsAt(definition.body(), "status", "conditions").stream()
                        .map(condition -> Tree.textAt(condition, "type") + "=" + Tree.textAt(condition, "status")))
                .containsExactly("NamesAccepted=True", "Established=True");
        assertThat(http.get("/apis/example.com/v1").body().toString()).contains("gadgets/scale", "gadgets/status");
    }

    @Test
    void unknownFieldsArePrunedDefaultsFilledInAndNullsDropped() {
        Answer made = http.post(gadgets, gadget("{mode: null, size: 5%, unknown: 1}"));
        assertThat(made.code()).isEqualTo(201);
        assertThat(String.valueOf(made.body().get("spec"))).isEqualTo("{\"size\":\"5%\",\"replicas\":1}");
    }

    record Refusal(String why, String spec, int code, String message) {
        @Override
        public String toString() {
            return why;
        }
    }

    static final List<Refusal> refusals = List.of(
            new Refusal(
                    "wrong type",
                    "{mode: 5}",
                    422,
                    "Gadget.example.com \"g\" is invalid: spec.mode: Invalid value: \"integer\":"
                            + " spec.mode in body must be of type string: \"integer\""),
            new Refusal(
                    "not in the enum",
                    "{mode: c}",
                    422,
                    "Gadget.example.com \"g\" is invalid: spec.mode: Unsupported value: \"c\": supported values:"
                            + " \"a\", \"b\""),
            new Refusal(
                    "below the minimum, which the scale path refuses too",
                    "{replicas: -1}",
                    422,
                    "Gadget.example.com \"g\" is invalid: [spec.replicas: Invalid value: -1: spec.replicas in body"
                            + " should be greater than or equal to 0, .spec.replicas: Invalid value: -1: should be a"
                            + " non-negative integer]"),
            new Refusal(
                    "two elements with the same key",
                    "{ports: [{port: 1}, {port: 1}]}",
                    422,
                    "Gadget.example.com \"g\" is invalid: spec.ports[1]: Duplicate value: {\"port\":1}"),
            new Refusal(
                    "required field of an element",
                    "{ports: [{name: a}]}",
                    422,
                    "Gadget.example.com \"g\" is invalid: spec.ports[0].port: Required value"));

    @ParameterizedTest
    @FieldSource("refusals")
    void invalidObjectIsRefusedInTheWordsOfTheRealServer(Refusal refusal) {
        Answer answer = http.post(gadgets, gadget(refusal.spec()));
        assertThat(answer.code()).isEqualTo(refusal.code());
        assertThat(answer.message()).isEqualTo(refusal.message());
    }

    @Test
    void strictFieldValidationRefusesWhatWouldBePruned() {
        Answer strict = http.post(gadgets + "?fieldValidation=Strict", gadget("{foo: 1}"));
        assertThat(strict.code()).isEqualTo(400);
        assertThat(strict.message())
                .isEqualTo("Gadget in version \"v1\" cannot be handled as a Gadget: strict decoding error:"
                        + " unknown field \"spec.foo\"");
        Answer warned = http.post(gadgets, gadget("{foo: 1}"));
        assertThat(warned.raw().headers().firstValue("Warning")).contains("299 - \"unknown field \\\"spec.foo\\\"\"");
    }

    @Test
    void fieldGivenTwiceIsNoticedUnderStrictValidation() {
        Answer twice = http.send(
                "POST",
                gadgets + "?fieldValidation=Strict",
                "{\"apiVersion\":\"example.com/v1\",\"kind\":\"Gadget\",\"metadata\":{\"name\":\"g\"},"
                        + "\"spec\":{\"mode\":\"a\",\"mode\":\"b\"}}",
                "application/json",
                "application/json");
        assertThat(twice.message()).endsWith("strict decoding error: duplicate field \"spec.mode\"");
    }

    @Test
    void immutableFieldMayBeAddedButNotChanged() {
        http.post(gadgets, gadget("{}"));
        String one = gadgets + "/g";
        assertThat(http.patch(one, Http.MERGE, "{\"spec\":{\"selector\":{\"a\":\"b\"}}}")
                        .code())
                .isEqualTo(200);
        Answer changed = http.patch(one, Http.MERGE, "{\"spec\":{\"selector\":{\"a\":\"c\"}}}");
        assertThat(changed.code()).isEqualTo(422);
        assertThat(changed.message()).contains("spec.selector: Invalid value", ".spec.selector is immutable");
    }

    @Test
    void definitionWithARuleThatIsNotEvaluatedIsNotServedAndSaysWhy() {
        String other = DEFINITION
                .replace("gadgets", "widgets")
                .replace("Gadget", "Widget")
                .replace("shortNames: [gd]", "shortNames: [wd]")
                .replace("self == oldSelf", "self.size() > 1");
        http.post("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", other);
        Answer definition = http.get("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.example.com");
        assertThat(definition.body().toString()).contains("RuleNotUnderstood", "self.size() > 1");
        assertThat(http.get("/apis/example.com/v1").body().toString()).doesNotContain("widgets");
    }

    @Test
    void strategicMergePatchIsNotForCustomResources() {
        http.post(gadgets, gadget("{}"));
        assertThat(http.patch(gadgets + "/g", Http.STRATEGIC, "{\"spec\":{\"replicas\":3}}")
                        .code())
                .isEqualTo(415);
    }

    @Test
    void tableHasTheColumnsOfTheDefinition() {
        http.post(gadgets, gadget("{replicas: 3}"));
        Answer table = http.get(gadgets, "application/json;as=Table;v=v1;g=meta.k8s.io");
        assertThat(Tree.objectsAt(table.body(), "columnDefinitions").stream()
                        .map(column -> Tree.textAt(column, "name")))
                .containsExactly("Name", "Desired");
        assertThat(String.valueOf(
                        Tree.objectsAt(table.body(), "rows").getFirst().get("cells")))
                .isEqualTo("[\"g\",3]");
    }
}
