package tidegate.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.conformance.Kind.DEPLOYMENT;
import static tidegate.system.conformance.Kind.NAMESPACE;
import static tidegate.system.conformance.Kind.POD;
import static tidegate.system.conformance.Kind.REPLICA_SET;
import static tidegate.system.conformance.Kind.SECRET;
import static tidegate.system.conformance.Kind.SERVICE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.api.json.Json;
import tidegate.system.bench.Yaml;

/** What the API fills into built-in objects: whoever compares what was sent with what is stored meets it. */
@ExtendWith(ConformanceExtension.class)
class DefaultsTest {

    @Test
    void thePodTemplateOfAReplicaSetIsFilledInEverywhere(Space space) {
        Json made = space.create(REPLICA_SET, file("replicaset-given"));
        assertThat(made.at("spec", "template")).isEqualTo(file("replicaset-stored-template"));
    }

    @Test
    void whatIsAlreadyFilledInIsStoredAsItIs(Space space) {
        Json made = space.create(REPLICA_SET, file("replicaset-given"));
        Json copy = made.with("metadata", Json.object("name", "copy")).without("status");
        assertThat(space.create(REPLICA_SET, copy).get("spec")).isEqualTo(made.get("spec"));
    }

    @Test
    void aReplicaSetWantsOnePodUnlessItSays(Space space) {
        Json given = Given.replicaSet("set").map("spec", spec -> spec.without("replicas"));
        Json tried =
                space.all("POST", REPLICA_SET).with("dryRun", "All").body(given).ok(201);
        assertThat(tried.at("spec", "replicas")).isEqualTo(Json.of(1));
        assertThat(tried.get("status")).isEqualTo(Json.object("replicas", 0));
    }

    @Test
    void aPodIsFilledIn(Space space) {
        Json made = space.create(POD, Given.pod("shop"));
        Json expected = Yaml.one("""
                containers:
                  - name: shop
                    image: shop:blue
                    imagePullPolicy: IfNotPresent
                    resources: {}
                    terminationMessagePath: /dev/termination-log
                    terminationMessagePolicy: File
                dnsPolicy: ClusterFirst
                enableServiceLinks: true
                preemptionPolicy: PreemptLowerPriority
                priority: 0
                restartPolicy: Always
                schedulerName: default-scheduler
                securityContext: {}
                terminationGracePeriodSeconds: 30
                tolerations:
                  - {key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute, tolerationSeconds: 300}
                  - {key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: 300}
                """);
        assertThat(made.get("spec")).isEqualTo(expected);
        assertThat(made.get("status")).isEqualTo(Json.object("phase", "Pending", "qosClass", "BestEffort"));
    }

    record Quality(String resources, String quality) {}

    static final List<Quality> qualities = List.of(
            new Quality("{}", "BestEffort"),
            new Quality("{requests: {cpu: 100m}}", "Burstable"),
            new Quality("{limits: {cpu: 1, memory: 1Gi}}", "Guaranteed"),
            new Quality("{limits: {cpu: 1, memory: 1Gi}, requests: {cpu: 500m}}", "Burstable"));

    @ParameterizedTest
    @FieldSource("qualities")
    void aPodsQualityFollowsItsResources(Quality expected, Space space) {
        Json given = Yaml.one("""
                metadata: {name: shop}
                spec: {containers: [{name: shop, image: 'shop:blue', resources: %s}]}
                """.formatted(expected.resources()));
        assertThat(space.create(POD, given).at("status", "qosClass")).isEqualTo(Json.of(expected.quality()));
    }

    @Test
    void quantitiesAreStoredInTheirShortestForm(Space space) {
        Json given = Yaml.one("""
                metadata: {name: shop}
                spec:
                  containers:
                    - name: shop
                      image: shop:blue
                      resources: {limits: {cpu: 1.5, memory: 2048Mi}, requests: {cpu: '0.25', memory: 1000000000}}
                """);
        Json resources =
                space.create(POD, given).at("spec", "containers").get(0).get("resources");
        assertThat(resources.get("limits")).isEqualTo(Json.object("cpu", "1500m", "memory", "2Gi"));
        assertThat(resources.get("requests")).isEqualTo(Json.object("cpu", "250m", "memory", "1G"));
    }

    @Test
    void aServiceGetsAnAddressAndItsDefaults(Space space) {
        Json spec = space.create(
                        SERVICE, "{metadata: {name: shop}, spec: {selector: {app: shop}, ports: [{port: 80}]}}")
                .get("spec");
        assertThat(spec.get("clusterIP").stringOrEmpty()).matches("\\d+\\.\\d+\\.\\d+\\.\\d+");
        assertThat(spec.get("clusterIPs")).isEqualTo(Json.array(spec.get("clusterIP")));
        assertThat(spec.without("clusterIP").without("clusterIPs")).isEqualTo(Yaml.one("""
                internalTrafficPolicy: Cluster
                ipFamilies: [IPv4]
                ipFamilyPolicy: SingleStack
                ports: [{port: 80, protocol: TCP, targetPort: 80}]
                selector: {app: shop}
                sessionAffinity: None
                type: ClusterIP
                """));
    }

    @Test
    void aHeadlessServiceGetsNone(Space space) {
        Json spec = space.create(
                        SERVICE,
                        "{metadata: {name: shop}, spec: {clusterIP: None, ports: [{port: 80, targetPort: web}]}}")
                .get("spec");
        assertThat(spec.get("clusterIP")).isEqualTo(Json.of("None"));
        assertThat(spec.get("clusterIPs")).isEqualTo(Json.array("None"));
        assertThat(spec.get("ports").get(0).get("targetPort")).isEqualTo(Json.of("web"));
    }

    @Test
    void theAddressOfAServiceStays(Space space) {
        Json made = space.create(SERVICE, "{metadata: {name: shop}, spec: {ports: [{port: 80}]}}");
        Json replaced = space.put(
                SERVICE,
                "shop",
                made.map("spec", spec -> spec.without("clusterIP").without("clusterIPs")));
        assertThat(replaced.at("spec", "clusterIP")).isEqualTo(made.at("spec", "clusterIP"));
        space.patch(
                        SERVICE,
                        "shop",
                        Call.MERGE_PATCH,
                        "{\"spec\":{\"clusterIP\":\"10.96.0.77\",\"clusterIPs\":[\"10.96.0.77\"]}}")
                .refused(422, "Invalid")
                .saying("spec.clusterIPs[0]: Invalid value", "may not change once set");
    }

    @Test
    void aDeploymentIsFilledIn(Space space) {
        Json given = Given.replicaSet("d").with("kind", "Deployment");
        Json made = space.create(DEPLOYMENT, given);
        assertThat(made.get("spec").without("template")).isEqualTo(Yaml.one("""
                progressDeadlineSeconds: 600
                replicas: 0
                revisionHistoryLimit: 10
                selector: {matchLabels: {app: shop}}
                strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 25%, maxUnavailable: 25%}}
                """));
    }

    @Test
    void aNamespaceIsLabelledWithItsNameAndActive(Space space) {
        Json namespace = space.call("GET", NAMESPACE.everywhere() + "/" + space.namespace())
                .ok(200);
        assertThat(namespace.at("metadata", "labels"))
                .isEqualTo(Json.object("kubernetes.io/metadata.name", space.namespace()));
        assertThat(namespace.at("spec", "finalizers")).isEqualTo(Json.array("kubernetes"));
        assertThat(namespace.at("status", "phase")).isEqualTo(Json.of("Active"));
    }

    @Test
    void aSecretIsOpaqueAndItsTextsAreEncoded(Space space) {
        Json made = space.create(SECRET, "{metadata: {name: s}, stringData: {key: value}}");
        assertThat(made.get("type")).isEqualTo(Json.of("Opaque"));
        assertThat(made.get("data")).isEqualTo(Json.object("key", "dmFsdWU="));
        assertThat(made.get("stringData").isMissing()).isTrue();
    }

    record Refusal(String why, Kind kind, String yaml, String field, String message) {
        @Override
        public String toString() {
            return why;
        }
    }

    static final List<Refusal> refusals = List.of(
            new Refusal(
                    "a selector that does not match the template",
                    REPLICA_SET,
                    "{metadata: {name: x}, spec: {selector: {matchLabels: {app: a}}, template: {metadata: {labels: {app: b}},"
                            + " spec: {containers: [{name: c, image: 'i:1'}]}}}}",
                    "spec.template.metadata.labels",
                    "`selector` does not match template `labels`"),
            new Refusal(
                    "negative replicas",
                    REPLICA_SET,
                    "{metadata: {name: x}, spec: {replicas: -1, selector: {matchLabels: {app: a}}, template: {metadata:"
                            + " {labels: {app: a}}, spec: {containers: [{name: c, image: 'i:1'}]}}}}",
                    "spec.replicas",
                    "must be greater than or equal to 0"),
            new Refusal(
                    "no containers",
                    REPLICA_SET,
                    "{metadata: {name: x}, spec: {selector: {matchLabels: {app: a}}, template: {metadata: {labels:"
                            + " {app: a}}, spec: {containers: []}}}}",
                    "spec.template.spec.containers",
                    "Required value"),
            new Refusal(
                    "a container without image",
                    POD,
                    "{metadata: {name: x}, spec: {containers: [{name: c}]}}",
                    "spec.containers[0].image",
                    "Required value"),
            new Refusal(
                    "two containers of one name",
                    POD,
                    "{metadata: {name: x}, spec: {containers: [{name: c, image: 'i:1'}, {name: c, image: 'i:2'}]}}",
                    "spec.containers[1].name",
                    "Duplicate value: \"c\""),
            new Refusal(
                    "a service without ports",
                    SERVICE,
                    "{metadata: {name: x}, spec: {selector: {app: a}}}",
                    "spec.ports",
                    "Required value"));

    @ParameterizedTest
    @FieldSource("refusals")
    void anImpossibleObjectIsRefused(Refusal refusal, Space space) {
        Answer.Refused refused = space.all("POST", refusal.kind())
                .body(Yaml.one(refusal.yaml()))
                .refused(422, "Invalid")
                .saying(refusal.field() + ": ", refusal.message());
        assertThat(refused.details().get("causes").elements())
                .anyMatch(cause -> cause.get("field").stringOrEmpty().equals(refusal.field()));
    }

    @Test
    void theSelectorOfAReplicaSetCannotChange(Space space) {
        space.create(REPLICA_SET, Given.replicaSet("set"));
        space.patch(REPLICA_SET, "set", Call.MERGE_PATCH, """
                        {"spec":{"selector":{"matchLabels":{"app":"other"}},
                         "template":{"metadata":{"labels":{"app":"other"}}}}}""")
                .refused(422, "Invalid")
                .saying("spec.selector: Invalid value: ", "field is immutable");
    }

    @Test
    void littleOfAPodCanChangeButItsImage(Space space) {
        space.create(POD, Given.pod("shop"));
        Json changed = space.patch(POD, "shop", Call.STRATEGIC_PATCH, """
                        {"spec":{"containers":[{"name":"shop","image":"shop:red"}]}}""").ok(200);
        assertThat(changed.at("spec", "containers").get(0).get("image")).isEqualTo(Json.of("shop:red"));
        space.merge(POD, "shop", "{\"metadata\":{\"labels\":{\"role\":\"canary\"}}}");
        space.patch(POD, "shop", Call.MERGE_PATCH, "{\"spec\":{\"restartPolicy\":\"Never\"}}")
                .refused(422, "Invalid")
                .saying("spec: Forbidden: pod updates may not change fields other than");
    }

    private static Json file(String name) {
        String file = "/conformance/" + name + ".yaml";
        try (var yaml = DefaultsTest.class.getResourceAsStream(file)) {
            return Yaml.one(new String(yaml.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }
}
