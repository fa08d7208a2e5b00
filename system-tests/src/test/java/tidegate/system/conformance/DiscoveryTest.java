package tidegate.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tidegate.api.json.Json;

/** How clients find out what there is: discovery old and new, and OpenAPI for {@code explain}. */
@ExtendWith(ConformanceExtension.class)
class DiscoveryTest {
    private static final String AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    private static final List<String> VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
    private static final List<String> SUBRESOURCE_VERBS = List.of("get", "patch", "update");

    @Test
    void aGroupListsItsResources(Space space) {
        Json list = space.call("GET", "/apis/argoproj.io/v1alpha1").ok(200);
        assertThat(list.get("kind")).isEqualTo(Json.of("APIResourceList"));
        assertThat(list.get("groupVersion")).isEqualTo(Json.of("argoproj.io/v1alpha1"));
        Map<String, Json> byName = byMember(list.get("resources"), "name");
        assertThat(byName)
                .containsOnlyKeys(
                        "analysisruns",
                        "analysistemplates",
                        "clusteranalysistemplates",
                        "experiments",
                        "rollouts",
                        "rollouts/scale",
                        "rollouts/status");
        Json rollouts = byName.getOrDefault("rollouts", Json.MISSING);
        assertThat(rollouts.get("kind")).isEqualTo(Json.of("Rollout"));
        assertThat(rollouts.get("singularName")).isEqualTo(Json.of("rollout"));
        assertThat(rollouts.get("shortNames")).isEqualTo(Json.array("ro"));
        assertThat(rollouts.get("namespaced").isTrue()).isTrue();
        assertThat(verbs(rollouts)).containsExactlyElementsOf(VERBS);
        Json scale = byName.getOrDefault("rollouts/scale", Json.MISSING);
        assertThat(scale.get("kind")).isEqualTo(Json.of("Scale"));
        assertThat(scale.get("group")).isEqualTo(Json.of("autoscaling"));
        assertThat(scale.get("version")).isEqualTo(Json.of("v1"));
        assertThat(verbs(scale)).containsExactlyElementsOf(SUBRESOURCE_VERBS);
        assertThat(verbs(byName.getOrDefault("rollouts/status", Json.MISSING)))
                .containsExactlyElementsOf(SUBRESOURCE_VERBS);
        assertThat(byName.getOrDefault("clusteranalysistemplates", Json.MISSING).get("namespaced"))
                .isEqualTo(Json.of(false));
    }

    @Test
    void aGroupTellsItsVersions(Space space) {
        Json group = space.call("GET", "/apis/argoproj.io").ok(200);
        assertThat(group.get("kind")).isEqualTo(Json.of("APIGroup"));
        assertThat(group.get("name")).isEqualTo(Json.of("argoproj.io"));
        Json version = Json.object("groupVersion", "argoproj.io/v1alpha1", "version", "v1alpha1");
        assertThat(group.get("versions")).isEqualTo(Json.array(version));
        assertThat(group.get("preferredVersion")).isEqualTo(version);
        Json groups = space.call("GET", "/apis").ok(200);
        assertThat(groups.get("kind")).isEqualTo(Json.of("APIGroupList"));
        assertThat(byMember(groups.get("groups"), "name"))
                .containsKeys("apps", "argoproj.io", "apiextensions.k8s.io", "coordination.k8s.io", "discovery.k8s.io");
        assertThat(space.call("GET", "/api").ok(200).get("versions")).isEqualTo(Json.array("v1"));
    }

    @Test
    void everythingIsToldInOneAnswerToWhoAsksForIt(Space space) {
        Answer answer = space.call("GET", "/apis")
                .accepting(AGGREGATED + ",application/json;q=0.9")
                .send();
        assertThat(answer.code()).isEqualTo(200);
        assertThat(answer.contentType().split(";"))
                .contains("as=APIGroupDiscoveryList", "v=v2", "g=apidiscovery.k8s.io");
        Json all = answer.json();
        assertThat(all.get("kind")).isEqualTo(Json.of("APIGroupDiscoveryList"));
        assertThat(all.get("apiVersion")).isEqualTo(Json.of("apidiscovery.k8s.io/v2"));
        Json version = group(all, "argoproj.io").get("versions").get(0);
        assertThat(version.get("version")).isEqualTo(Json.of("v1alpha1"));
        assertThat(version.get("freshness")).isEqualTo(Json.of("Current"));
        Map<String, Json> resources = byMember(version.get("resources"), "resource");
        assertThat(resources)
                .containsOnlyKeys(
                        "analysisruns", "analysistemplates", "clusteranalysistemplates", "experiments", "rollouts");
        Json rollouts = resources.getOrDefault("rollouts", Json.MISSING);
        assertThat(rollouts.get("responseKind"))
                .isEqualTo(Json.object("group", "argoproj.io", "version", "v1alpha1", "kind", "Rollout"));
        assertThat(rollouts.get("scope")).isEqualTo(Json.of("Namespaced"));
        assertThat(rollouts.get("singularResource")).isEqualTo(Json.of("rollout"));
        assertThat(rollouts.get("shortNames")).isEqualTo(Json.array("ro"));
        assertThat(verbs(rollouts)).containsExactlyElementsOf(VERBS);
        assertThat(byMember(rollouts.get("subresources"), "subresource")).containsOnlyKeys("status", "scale");
        assertThat(resources
                        .getOrDefault("clusteranalysistemplates", Json.MISSING)
                        .get("scope"))
                .isEqualTo(Json.of("Cluster"));
    }

    @Test
    void theCoreGroupIsToldTheSameWay(Space space) {
        Json core = space.call("GET", "/api").accepting(AGGREGATED).ok(200);
        Map<String, Json> resources =
                byMember(core.get("items").get(0).get("versions").get(0).get("resources"), "resource");
        assertThat(resources)
                .containsKeys("configmaps", "events", "namespaces", "nodes", "pods", "secrets", "services");
        Json pods = resources.getOrDefault("pods", Json.MISSING);
        assertThat(pods.get("shortNames")).isEqualTo(Json.array("po"));
        assertThat(pods.get("categories")).isEqualTo(Json.array("all"));
        assertThat(byMember(pods.get("subresources"), "subresource"))
                .containsKeys("status", "binding", "eviction", "log", "exec");
    }

    @Test
    void builtInResourcesAreListedWithTheirShortNames(Space space) {
        Map<String, Json> apps =
                byMember(space.call("GET", "/apis/apps/v1").ok(200).get("resources"), "name");
        assertThat(apps).containsKeys("replicasets", "replicasets/status", "replicasets/scale", "deployments");
        assertThat(apps.getOrDefault("replicasets", Json.MISSING).get("shortNames"))
                .isEqualTo(Json.array("rs"));
    }

    @Test
    void openApiHasADocumentPerGroupVersionThatExplainsOurFields(Space space) {
        Json paths = space.call("GET", "/openapi/v3").ok(200).get("paths");
        assertThat(paths.members()).containsKeys("api/v1", "apis/apps/v1", "apis/argoproj.io/v1alpha1");
        String url = paths.at("apis/argoproj.io/v1alpha1", "serverRelativeURL").stringOrEmpty();
        Json document = space.call("GET", url).ok(200);
        assertThat(document.get("openapi").stringOrEmpty()).startsWith("3.0");
        Json rollout = document.at("components", "schemas").members().values().stream()
                .filter(schema -> schema.get("x-kubernetes-group-version-kind").elements().stream()
                        .anyMatch(gvk -> gvk.equals(
                                Json.object("group", "argoproj.io", "kind", "Rollout", "version", "v1alpha1"))))
                .findFirst()
                .orElseThrow();
        Json steps = rollout.at(
                "properties", "spec", "properties", "strategy", "properties", "canary", "properties", "steps");
        assertThat(steps.get("type")).isEqualTo(Json.of("array"));
        assertThat(steps.get("description").stringOrEmpty()).isNotEmpty();
        assertThat(document.get("paths").members())
                .containsKey("/apis/argoproj.io/v1alpha1/namespaces/{namespace}/rollouts/{name}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/apis/unheard.of",
                "/apis/unheard.of/v1",
                "/apis/argoproj.io/v9",
                "/apis/argoproj.io/v1alpha1/unheardofs",
                "/unheard"
            })
    void whatIsNotThereIsNotFound(String path, Space space) {
        assertThat(space.call("GET", path).send().code()).isEqualTo(404);
    }

    @Test
    void accessCanBeAskedAbout(Space space) {
        Json review = space.call("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews")
                .body(Json.parse("""
                        {"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectAccessReview",
                         "spec":{"resourceAttributes":{"group":"argoproj.io","resource":"rollouts","verb":"patch",
                           "namespace":"%s"}}}""".formatted(space.namespace())))
                .ok(201);
        assertThat(review.at("status", "allowed").isTrue()).isTrue();
    }

    private static Map<String, Json> byMember(Json list, String member) {
        return list.elements().stream().collect(Collectors.toMap(Space.member(member), each -> each));
    }

    private static Json group(Json all, String name) {
        return all.get("items").elements().stream()
                .filter(each -> Space.nameOf(each).equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** In the order of the alphabet: the API's own order says nothing. */
    private static TreeSet<String> verbs(Json resource) {
        var verbs = new TreeSet<String>();
        resource.get("verbs").elements().forEach(verb -> verbs.add(verb.stringOrEmpty()));
        return verbs;
    }
}
