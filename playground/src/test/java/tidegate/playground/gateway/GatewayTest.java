package tidegate.playground.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.playground.client.ResourceType.PODS;
import static tidegate.playground.client.ResourceType.REPLICA_SETS;
import static tidegate.playground.client.ResourceType.SERVICES;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import tidegate.api.json.Json;
import tidegate.playground.SimulatedCluster;
import tidegate.playground.client.ObjectKey;
import tidegate.playground.client.PatchType;
import tidegate.playground.world.Plane;
import tidegate.playground.world.World;

@ParameterizedClass
@MethodSource("tidegate.playground.world.Plane#available")
@SuppressWarnings("NullAway.Init")
class GatewayTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static World world;

    @Parameter
    Plane plane;

    private String namespace;
    private ObjectKey service;

    @BeforeParameterizedClassInvocation
    static void start(Plane plane) throws InterruptedException {
        var gateway = Gateway.Options.DEFAULTS.withDrain(Duration.ofMillis(1500));
        world = World.start(plane, SimulatedCluster.Options.quick().withGateway(gateway));
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        world.close();
    }

    @BeforeEach
    void useANamespace() {
        namespace = world.namespace();
        service = new ObjectKey(namespace, "web");
        world.create(SERVICES, World.service(namespace, "web", "web", 8080));
    }

    private static Gateway gateway() {
        return world.cluster().gateway();
    }

    private void run(String name, int replicas, String image, Map<String, String> annotations) {
        Json template = World.template("web", image)
                .withAt(List.of("metadata", "labels", "version"), name)
                .withAt(List.of("metadata", "annotations"), Json.of(annotations));
        world.create(REPLICA_SETS, World.replicaSet(namespace, name, replicas, template));
        world.await(
                "all are ready",
                REPLICA_SETS,
                namespace,
                name,
                set -> set.at("status", "readyReplicas").integer().orElse(0) == replicas);
    }

    private void scale(String name, int replicas) {
        Json patch = Json.object("spec", Json.object("replicas", replicas));
        world.api().patch(REPLICA_SETS, new ObjectKey(namespace, name), "", PatchType.MERGE, patch);
    }

    private void awaitShares(String expected, int requests) {
        World.awaitTrue(
                "shares are " + expected,
                () -> gateway().shares(service, requests).toString().equals(expected),
                () -> gateway().shares(service, requests).toString());
    }

    private HttpResponse<String> get(URI uri, String accept) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(uri).header("Accept", accept).build(), BodyHandlers.ofString());
    }

    @Test
    void requestsAreSpreadEvenlyOverReadyPods() {
        run("stable", 4, "demo:blue", Map.of());
        run("canary", 1, "demo:yellow", Map.of());

        awaitShares("blue 80%, yellow 20%", 50);
    }

    @Test
    void aPodThatIsNotReadyGetsNothing() {
        run("stable", 2, "demo:blue", Map.of());
        world.create(REPLICA_SETS, World.replicaSet(namespace, "canary", 1, World.template("web", "demo:slow-red")));

        awaitShares("blue 100%", 20);
    }

    @Test
    void withoutAnEndpointTheAnswerIs503() throws Exception {
        World.awaitTrue(
                "the Service is known",
                () -> gateway().shares(service, 1).failures().equals(Map.of(503, 1)),
                () -> gateway().shares(service, 1).toString());

        assertThat(get(gateway().address(service), "*/*").body())
                .contains("no endpoint of " + namespace + "/web is ready");
    }

    @Test
    void aRemovedPodThatStopsAtOnceLosesRequestsUntilTheGatewayHasHeard() {
        run("stable", 1, "demo:blue", Map.of());
        run("going", 1, "demo:red", Map.of());
        awaitShares("blue 50%, red 50%", 20);

        scale("going", 0);
        world.awaitList("it is gone", PODS, namespace, pods -> pods.size() == 1);

        assertThat(gateway().shares(service, 20).failures()).containsOnlyKeys(502);
        awaitShares("blue 100%", 20);
        assertThat(gateway().counts(service).failures()).containsKey(502);
    }

    @Test
    void aPreStopHookLongerThanTheDrainLosesNothing() {
        run("stable", 1, "demo:blue", Map.of());
        run("going", 1, "demo:red", Map.of("playground.tidegate.io/stop-takes", "4s"));
        awaitShares("blue 50%, red 50%", 20);

        scale("going", 0);
        awaitShares("blue 100%", 20);

        assertThat(gateway().counts(service).lost()).isZero();
    }

    @Test
    void aBadVersionFailsEverySecondRequest() {
        run("bad", 1, "demo:bad-red", Map.of());
        awaitShares("red 50%, 5 lost (500: 5)", 10);
    }

    @Test
    void browsersGetAPageAndOthersJson() throws Exception {
        run("stable", 1, "argoproj/rollouts-demo:blue", Map.of());
        awaitShares("blue 100%", 1);

        assertThat(get(gateway().address(service), "text/html").body()).contains("<!doctype html>");
        Json answer = Json.parse(
                get(gateway().address(service).resolve("color"), "*/*").body());
        assertThat(answer.get("color").stringOrEmpty()).isEqualTo("blue");
        assertThat(answer.get("pod").stringOrEmpty()).startsWith("stable-");
        URI withoutSlash = gateway().address().resolve("/" + namespace + "/web");
        assertThat(get(withoutSlash, "text/html").headers().firstValue("Location"))
                .contains("/" + namespace + "/web/");
        assertThat(get(gateway().address().resolve("/no/where/"), "*/*").statusCode())
                .isEqualTo(404);
    }
}
