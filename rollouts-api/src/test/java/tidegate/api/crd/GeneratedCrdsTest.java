package tidegate.api.crd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import tidegate.api.json.Json;
import tools.jackson.dataformat.yaml.YAMLMapper;

class GeneratedCrdsTest {
    /** Annotations of an object may have 262,144 bytes; what is left is for those of others. */
    private static final int BYTES_FOR_LAST_APPLIED = 250_000;

    static List<Json> definitions() {
        return Crds.definitions();
    }

    static List<CustomResource> resources() {
        return Crds.resources();
    }

    @ParameterizedTest
    @MethodSource("resources")
    void theCheckedInFileIsWhatTheSourceGenerates(CustomResource resource) throws IOException {
        String file = resource.plural() + ".yaml";
        assertThat(checkedIn(file))
                .as("%s: run mvn -q -pl rollouts-api test-compile exec:java@crds", file)
                .isEqualTo(GenerateCrds.files().get(file));
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void theYamlReadsBackAsTheDefinition(Json definition) {
        String plural = definition.at("spec", "names", "plural").stringOrEmpty();
        String yaml = GenerateCrds.files().get(plural + ".yaml");
        assertThat(Json.copyOf(new YAMLMapper().readTree(yaml))).isEqualTo(definition);
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void aPlainKubectlApplyHasRoomForIt(Json definition) {
        assertThat(asGoWrites(definition)).hasSizeLessThan(BYTES_FOR_LAST_APPLIED);
    }

    /** kubectl stores compact JSON in which three characters are escaped. */
    private static byte[] asGoWrites(Json json) {
        String escaped =
                json.toString().replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
        return escaped.getBytes(StandardCharsets.UTF_8);
    }

    private static String checkedIn(String file) throws IOException {
        try (InputStream found = Crds.class.getResourceAsStream("/crds/" + file)) {
            return found == null ? "" : new String(found.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    record Registration(
            CustomResource resource,
            String name,
            String singular,
            String listKind,
            String shortName,
            String scope,
            String columns) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Registration> registrations = List.of(
            new Registration(
                    Crds.ROLLOUT,
                    "rollouts.argoproj.io",
                    "rollout",
                    "RolloutList",
                    "ro",
                    "Namespaced",
                    "Desired integer .spec.replicas, Current integer .status.replicas, "
                            + "Up-to-date integer .status.updatedReplicas, Available integer .status.availableReplicas, "
                            + "Age date .metadata.creationTimestamp"),
            new Registration(
                    Crds.ANALYSIS_TEMPLATE,
                    "analysistemplates.argoproj.io",
                    "analysistemplate",
                    "AnalysisTemplateList",
                    "at",
                    "Namespaced",
                    "Age date .metadata.creationTimestamp"),
            new Registration(
                    Crds.CLUSTER_ANALYSIS_TEMPLATE,
                    "clusteranalysistemplates.argoproj.io",
                    "clusteranalysistemplate",
                    "ClusterAnalysisTemplateList",
                    "cat",
                    "Cluster",
                    "Age date .metadata.creationTimestamp"),
            new Registration(
                    Crds.ANALYSIS_RUN,
                    "analysisruns.argoproj.io",
                    "analysisrun",
                    "AnalysisRunList",
                    "ar",
                    "Namespaced",
                    "Status string .status.phase, Age date .metadata.creationTimestamp"),
            new Registration(
                    Crds.EXPERIMENT,
                    "experiments.argoproj.io",
                    "experiment",
                    "ExperimentList",
                    "exp",
                    "Namespaced",
                    "Status string .status.phase, Age date .metadata.creationTimestamp"));

    @ParameterizedTest
    @FieldSource("registrations")
    void isRegisteredUnderThePeersNames(Registration expected) {
        Json definition = definitionOf(expected.resource());
        Json names = definition.at("spec", "names");
        Json columns = versionOf(expected.resource()).get("additionalPrinterColumns");

        assertThat(definition.at("metadata", "name").stringOrEmpty()).isEqualTo(expected.name());
        assertThat(names.get("singular").stringOrEmpty()).isEqualTo(expected.singular());
        assertThat(names.get("listKind").stringOrEmpty()).isEqualTo(expected.listKind());
        assertThat(names.get("shortNames")).isEqualTo(Json.array(expected.shortName()));
        assertThat(definition.at("spec", "scope").stringOrEmpty()).isEqualTo(expected.scope());
        assertThat(columns.elements().stream().map(GeneratedCrdsTest::column))
                .containsExactly(expected.columns().split(", "));
    }

    private static String column(Json column) {
        return String.join(" ", column.strings().values());
    }

    @Test
    void onlyARolloutHasSubresourcesBecauseClientsWriteTheStatusOfTheOthersDirectly() {
        assertThat(versionOf(Crds.ROLLOUT).at("subresources", "status").isObject())
                .isTrue();
        assertThat(versionOf(Crds.ROLLOUT).at("subresources", "scale"))
                .isEqualTo(Json.object(
                        "specReplicasPath", ".spec.replicas",
                        "statusReplicasPath", ".status.HPAReplicas",
                        "labelSelectorPath", ".status.selector"));
        for (CustomResource other : Crds.resources().subList(1, 5))
            assertThat(versionOf(other).get("subresources")).isEqualTo(Json.EMPTY_OBJECT);
    }

    @Test
    void theSelectorOfARolloutCannotBeChanged() {
        Json selector = propertyOf(Crds.ROLLOUT, "spec", "selector");
        assertThat(selector.get("x-kubernetes-validations"))
                .isEqualTo(
                        Json.array(Json.object("rule", "self == oldSelf", "message", ".spec.selector is immutable")));
        assertThat(selector.get("x-kubernetes-map-type").stringOrEmpty()).isEqualTo("atomic");
    }

    /** Section 1.1 of the peer's interface: the pod template hash depends on each of them. */
    record Adjustment(String why, String path, @Nullable Json expected) {
        @Override
        public String toString() {
            return why;
        }
    }

    private static final Json ANYTHING = Json.object("x-kubernetes-preserve-unknown-fields", true);

    static final List<Adjustment> adjustments = List.of(
            new Adjustment("volumes are kept as sent", "volumes", ANYTHING),
            new Adjustment("limits are kept as sent", "containers.[].resources.limits", ANYTHING),
            new Adjustment("requests are kept as sent", "initContainers.[].resources.requests", ANYTHING),
            new Adjustment("of all kinds of containers", "ephemeralContainers.[].resources.limits", ANYTHING),
            new Adjustment("protocol is TCP", "containers.[].ports.[].protocol", defaultsTo("TCP")),
            new Adjustment("a probe's service is empty", "containers.[].livenessProbe.grpc.service", defaultsTo("")),
            new Adjustment(
                    "a config map key may have no name",
                    "containers.[].env.[].valueFrom.configMapKeyRef.name",
                    defaultsTo("")),
            new Adjustment(
                    "a secret key may have no name",
                    "containers.[].env.[].valueFrom.secretKeyRef.name",
                    defaultsTo("")),
            new Adjustment(
                    "a whole config map may have no name",
                    "containers.[].envFrom.[].configMapRef.name",
                    defaultsTo("")),
            new Adjustment(
                    "a whole secret may have no name", "containers.[].envFrom.[].secretRef.name", defaultsTo("")),
            new Adjustment("a pull secret may have no name", "imagePullSecrets.[].name", defaultsTo("")),
            new Adjustment(
                    "a key from a file must exist",
                    "containers.[].env.[].valueFrom.fileKeyRef.optional",
                    Json.object("type", "boolean", "default", false)));

    private static Json defaultsTo(String value) {
        return Json.object("type", "string", "default", value);
    }

    @ParameterizedTest
    @FieldSource("adjustments")
    void thePodSchemaIsAdjustedAsThePeersIs(Adjustment adjustment) {
        Json podSpec = propertyOf(Crds.ROLLOUT, "spec", "template", "spec");
        assertThat(below(podSpec, adjustment.path().split("\\.")).without("description"))
                .isEqualTo(adjustment.expected());
    }

    @Test
    void metadataOfAPodTemplateIsLabelsAndAnnotations() {
        assertThat(propertyOf(Crds.ROLLOUT, "spec", "template", "metadata")
                        .get("properties")
                        .members())
                .containsOnlyKeys("labels", "annotations");
    }

    @Test
    void quantitiesMayBeNumbersOrText() {
        Json overhead = propertyOf(Crds.ROLLOUT, "spec", "template", "spec", "overhead");
        assertThat(overhead.at("additionalProperties", "x-kubernetes-int-or-string")
                        .isTrue())
                .isTrue();
        assertThat("1.5Gi")
                .matches(overhead.at("additionalProperties", "pattern").stringOrEmpty());
    }

    private static Json definitionOf(CustomResource resource) {
        return Crds.definitions().get(Crds.resources().indexOf(resource));
    }

    private static Json versionOf(CustomResource resource) {
        return definitionOf(resource).at("spec", "versions").get(0);
    }

    private static Json propertyOf(CustomResource resource, String... path) {
        return below(versionOf(resource).at("schema", "openAPIV3Schema"), path);
    }

    private static Json below(Json schema, String... path) {
        Json found = schema;
        for (String step : path)
            found = step.equals("[]")
                    ? found.get("items")
                    : found.get("properties").get(step);
        return found;
    }
}
