package tidegate.api.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tidegate.api.json.Json;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Nothing that a user can write is silently ignored. */
class EveryFieldIsCarriedOutOrRefusedTest {
    /** What this version carries out. A field that joins leaves {@link NotYetSupported}. */
    private static final Set<String> CARRIED_OUT = Set.of(
            "spec.replicas",
            "spec.selector",
            "spec.template",
            "spec.workloadRef.apiVersion",
            "spec.workloadRef.kind",
            "spec.workloadRef.name",
            "spec.workloadRef.scaleDown",
            "spec.rollbackWindow.revisions",
            "spec.minReadySeconds",
            "spec.revisionHistoryLimit",
            "spec.paused",
            "spec.restartAt",
            "spec.progressDeadlineSeconds",
            "spec.progressDeadlineAbort",
            "spec.strategy.blueGreen.activeService",
            "spec.strategy.blueGreen.previewService",
            "spec.strategy.blueGreen.previewReplicaCount",
            "spec.strategy.blueGreen.autoPromotionEnabled",
            "spec.strategy.blueGreen.autoPromotionSeconds",
            "spec.strategy.blueGreen.scaleDownDelaySeconds",
            "spec.strategy.blueGreen.scaleDownDelayRevisionLimit",
            "spec.strategy.blueGreen.abortScaleDownDelaySeconds",
            "spec.strategy.blueGreen.maxUnavailable",
            "spec.strategy.canary.steps[].setWeight",
            "spec.strategy.canary.steps[].pause.duration",
            "spec.strategy.canary.canaryService",
            "spec.strategy.canary.stableService",
            "spec.strategy.canary.canaryMetadata.labels",
            "spec.strategy.canary.canaryMetadata.annotations",
            "spec.strategy.canary.stableMetadata.labels",
            "spec.strategy.canary.stableMetadata.annotations",
            "spec.strategy.canary.antiAffinity.preferredDuringSchedulingIgnoredDuringExecution.weight",
            "spec.strategy.canary.antiAffinity.requiredDuringSchedulingIgnoredDuringExecution",
            "spec.strategy.blueGreen.previewMetadata.labels",
            "spec.strategy.blueGreen.previewMetadata.annotations",
            "spec.strategy.blueGreen.activeMetadata.labels",
            "spec.strategy.blueGreen.activeMetadata.annotations",
            "spec.strategy.blueGreen.antiAffinity.preferredDuringSchedulingIgnoredDuringExecution.weight",
            "spec.strategy.blueGreen.antiAffinity.requiredDuringSchedulingIgnoredDuringExecution",
            "spec.strategy.canary.maxSurge",
            "spec.strategy.canary.maxUnavailable",
            "spec.strategy.canary.replicaProgressThreshold.type",
            "spec.strategy.canary.replicaProgressThreshold.value");

    /** What the API allows and gives a meaning only beside something that is refused: a router, an analysis. */
    private static final Set<String> MEANINGLESS_ALONE = Set.of(
            "spec.analysis.successfulRunHistoryLimit",
            "spec.analysis.unsuccessfulRunHistoryLimit",
            "spec.strategy.canary.scaleDownDelayRevisionLimit",
            "spec.strategy.canary.abortScaleDownDelaySeconds",
            "spec.strategy.canary.minPodsPerReplicaSet");

    /** What the API itself allows only with a router, and where it says so. */
    private static final Map<String, String> NEEDS_A_ROUTER = Map.of(
            "spec.strategy.canary.scaleDownDelaySeconds", "spec.strategy.scaleDownDelaySeconds",
            "spec.strategy.canary.dynamicStableScale", "spec.strategy.dynamicStableScale",
            "spec.strategy.canary.steps[].setCanaryScale", "spec.strategy.trafficRouting",
            "spec.strategy.canary.steps[].setHeaderRoute", "spec.strategy.steps[0].setHeaderRoute",
            "spec.strategy.canary.steps[].setMirrorRoute", "spec.strategy.steps[0].setMirrorRoute");

    private static final Json SCHEMA = schema();

    private static Json schema() {
        try (InputStream in = EveryFieldIsCarriedOutOrRefusedTest.class.getResourceAsStream("/crds/rollouts.yaml")) {
            Json crd = Json.copyOf(new YAMLMapper().readTree(Objects.requireNonNull(in)));
            return crd.at("spec", "versions").get(0).at("schema", "openAPIV3Schema", "properties", "spec");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A field that holds no other fields. */
    record Leaf(String path, Json schema) {
        @Override
        public String toString() {
            return path;
        }
    }

    static Stream<Leaf> leaves() {
        var all = new ArrayList<Leaf>();
        collect("spec", SCHEMA, all);
        return all.stream();
    }

    private static void collect(String path, Json schema, List<Leaf> leaves) {
        boolean opaque = CARRIED_OUT.contains(path);
        if (!opaque && schema.get("properties").isObject()) {
            schema.get("properties").members().forEach((name, child) -> collect(path + "." + name, child, leaves));
        } else if (!opaque && schema.at("items", "properties").isObject()) {
            collect(path + "[]", schema.get("items"), leaves);
        } else {
            leaves.add(new Leaf(path, schema));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("leaves")
    void everyFieldOfTheSchemaIsCarriedOutOrRefused(Leaf leaf) {
        if (CARRIED_OUT.contains(leaf.path()) || MEANINGLESS_ALONE.contains(leaf.path())) return;
        Json rollout = holding(List.of(leaf.path().split("\\.")), sample(leaf.schema()));
        Optional<String> rule = NEEDS_A_ROUTER.entrySet().stream()
                .filter(needing -> leaf.path().startsWith(needing.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
        if (rule.isPresent()) {
            assertThat(RolloutValidation.errors(rollout, References.UNKNOWN))
                    .extracting(FieldError::path)
                    .contains(rule.get());
            return;
        }
        assertThat(RolloutValidation.firstError(rollout)).hasValueSatisfying(error -> {
            assertThat(error.kind()).isEqualTo(FieldError.Kind.FORBIDDEN);
            assertThat(error.detail()).isEqualTo("not supported by this version");
            assertThat(leaf.path()).startsWith(error.path().replace("[0]", "[]"));
        });
    }

    /** A value that says something. */
    private static Json sample(Json schema) {
        return switch (schema.get("type").stringOrEmpty()) {
            case "integer", "" -> Json.of(1);
            case "boolean" -> Json.of(true);
            case "string" -> Json.of("x");
            case "array" -> Json.array(sample(schema.get("items")));
            case "object" -> Json.of(Map.of("a", "b"));
            default -> throw new AssertionError("no sample for " + schema);
        };
    }

    private static Json holding(List<String> path, Json value) {
        if (path.isEmpty()) return value;
        String name = path.getFirst();
        Json inner = holding(path.subList(1, path.size()), value);
        return name.endsWith("[]")
                ? Json.object(name.substring(0, name.length() - 2), Json.array(inner))
                : Json.object(name, inner);
    }

    @Test
    void whatIsCarriedOutOrRefusedIsInTheSchema() {
        var known = new TreeSet<String>();
        collectAll("spec", SCHEMA, known);
        assertThat(known)
                .containsAll(CARRIED_OUT)
                .containsAll(MEANINGLESS_ALONE)
                .containsAll(NEEDS_A_ROUTER.keySet());
        assertThat(NotYetSupported.FIELDS).allSatisfy(field -> assertThat(known).contains("spec." + field.path()));
    }

    private static void collectAll(String path, Json schema, Set<String> known) {
        known.add(path);
        schema.get("properties").members().forEach((name, child) -> collectAll(path + "." + name, child, known));
        if (schema.get("items").isObject()) collectAll(path + "[]", schema.get("items"), known);
    }
}
