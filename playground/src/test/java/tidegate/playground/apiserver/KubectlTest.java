package tidegate.playground.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import tidegate.playground.EmbeddedApi;

/** kubectl itself against the embedded API; skipped where there is none on the PATH. */
class KubectlTest {
    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, labels: {app: web}}
            spec:
              replicas: 3
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: c, image: "nginx:1"}]}
            """;
    private static final String DEFINITION = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: gizmos.example.com}
            spec:
              group: example.com
              scope: Namespaced
              names: {plural: gizmos, kind: Gizmo, shortNames: [gz]}
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
                    properties:
                      spec:
                        type: object
                        properties:
                          replicas: {type: integer, description: How many there shall be.}
                          mode: {type: string}
                      status: {type: object, x-kubernetes-preserve-unknown-fields: true}
            """;
    private static final String GIZMO = """
            apiVersion: example.com/v1
            kind: Gizmo
            metadata: {name: g}
            spec: {replicas: 1, mode: a}
            """;

    @TempDir
    static Path dir;

    private static Optional<Path> kubectl = Optional.empty();
    private static EmbeddedApi api;
    private static int spaces;
    private String namespace = "";

    @BeforeAll
    static void start() throws IOException {
        kubectl = List.of(System.getenv("PATH").split(":")).stream()
                .map(each -> Path.of(each, "kubectl"))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(kubectl.isPresent(), "no kubectl on the PATH");
        api = EmbeddedApi.start(EmbeddedApi.Options.DEFAULTS.withKubeconfig(dir.resolve("config")));
        Files.writeString(dir.resolve("web.yaml"), DEPLOYMENT);
        Files.writeString(dir.resolve("definition.yaml"), DEFINITION);
        Files.writeString(dir.resolve("gizmo.yaml"), GIZMO);
        run("kubectl", "apply", "-f", "definition.yaml");
    }

    @AfterAll
    static void stop() {
        if (kubectl.isPresent()) api.close();
    }

    @BeforeEach
    void aNamespace(TestInfo test) {
        namespace = "kubectl-" + ++spaces;
        assertThat(run("kubectl", "create", "namespace", namespace).text()).contains("created");
    }

    /** @param text standard output and standard error together */
    private record Outcome(int exit, String text) {}

    private Outcome kubectl(String... arguments) {
        var command = new ArrayList<>(List.of("kubectl", "-n", namespace));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    private static Outcome run(String... command) {
        var words = new ArrayList<>(List.of(command));
        words.set(0, kubectl.orElseThrow().toString());
        var builder = new ProcessBuilder(words).redirectErrorStream(true).directory(dir.toFile());
        builder.environment().put("KUBECONFIG", dir.resolve("config").toString());
        builder.environment().put("HOME", dir.toString());
        builder.environment().put("KUBE_EDITOR", dir.resolve("editor").toString());
        try {
            Process process = builder.start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS)) process.destroyForcibly();
            return new Outcome(process.exitValue(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void did(String expected, String... arguments) {
        Outcome outcome = kubectl(arguments);
        assertThat(outcome.text()).contains(expected);
        assertThat(outcome.exit()).as(outcome.text()).isZero();
    }

    private void refused(String expected, String... arguments) {
        Outcome outcome = kubectl(arguments);
        assertThat(outcome.text()).contains(expected);
        assertThat(outcome.exit()).isNotZero();
    }

    @Test
    void appliesTwiceAndTheSecondTimeChangesNothing() {
        did("deployment.apps/web created", "apply", "-f", "web.yaml");
        did("deployment.apps/web unchanged", "apply", "-f", "web.yaml");
        did("gizmo.example.com/g created", "apply", "-f", "gizmo.yaml");
        did("gizmo.example.com/g unchanged", "apply", "-f", "gizmo.yaml");
    }

    @Test
    void appliesOnTheServerWithConflictAndForce() {
        did("serverside-applied", "apply", "--server-side", "-f", "gizmo.yaml");
        did("serverside-applied", "apply", "--server-side", "-f", "gizmo.yaml");
        did("patched", "patch", "gz", "g", "--type=merge", "-p", "{\"spec\":{\"mode\":\"b\"}}");
        refused(
                "conflict with \"kubectl-patch\" using example.com/v1: .spec.mode",
                "apply",
                "--server-side",
                "-f",
                "gizmo.yaml");
        did("serverside-applied", "apply", "--server-side", "--force-conflicts", "-f", "gizmo.yaml");
        did("a", "get", "gz", "g", "-o", "jsonpath={.spec.mode}");
    }

    @Test
    void patchesInEveryFormat() {
        kubectl("apply", "-f", "web.yaml");
        did(
                "patched",
                "patch",
                "deploy",
                "web",
                "-p",
                "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"nginx:2\"}]}}}}");
        did(
                "patched",
                "patch",
                "deploy",
                "web",
                "--type=json",
                "-p",
                "[{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":4}]");
        did("patched", "patch", "deploy", "web", "--type=merge", "-p", "{\"spec\":{\"paused\":true}}");
        did(
                "nginx:2 4 true",
                "get",
                "deploy",
                "web",
                "-o",
                "jsonpath={.spec.template.spec.containers[0].image} {.spec.replicas} {.spec.paused}");
        kubectl("apply", "-f", "gizmo.yaml");
        did(
                "patched",
                "patch",
                "gz",
                "g",
                "--subresource=status",
                "--type=merge",
                "-p",
                "{\"status\":{\"phase\":\"ok\"}}");
        refused("the body of the request was in an unknown format", "patch", "gz", "g", "--type=strategic", "-p", "{}");
    }

    @Test
    void editsWithAnEditor() throws IOException {
        kubectl("apply", "-f", "gizmo.yaml");
        Path editor = dir.resolve("editor");
        Files.writeString(editor, "#!/bin/sh\nsed -i 's/mode: a/mode: c/' \"$1\"\n");
        assertThat(editor.toFile().setExecutable(true)).isTrue();
        did("edited", "edit", "gz", "g");
        did("c", "get", "gz", "g", "-o", "jsonpath={.spec.mode}");
    }

    @Test
    void scalesWhateverHasReplicas() {
        kubectl("apply", "-f", "web.yaml");
        kubectl("apply", "-f", "gizmo.yaml");
        did("scaled", "scale", "deploy", "web", "--replicas=5");
        did("scaled", "scale", "gz", "g", "--replicas=6");
        refused("Expected replicas to be 9, was 5", "scale", "deploy", "web", "--current-replicas=9", "--replicas=1");
        did("5", "get", "deploy", "web", "-o", "jsonpath={.spec.replicas}");
    }

    @Test
    void createsByItsOwnGeneratorsWhichSendProtobuf() {
        did("created", "create", "deployment", "made", "--image=nginx:1", "--replicas=2", "--port=80");
        did("created", "create", "configmap", "c", "--from-literal=a=b");
        did("created", "create", "secret", "generic", "s", "--from-literal=a=b");
        did("created", "create", "job", "j", "--image=busybox", "--", "true");
        did("exposed", "expose", "deployment", "made", "--port=80");
        did("autoscaled", "autoscale", "deployment", "made", "--min=1", "--max=3");
        did(
                "2 80",
                "get",
                "deploy",
                "made",
                "-o",
                "jsonpath={.spec.replicas} {.spec.template.spec.containers[0].ports[0].containerPort}");
        did("Yg==", "get", "secret", "s", "-o", "jsonpath={.data.a}");
    }

    @Test
    void labelsAnnotatesDescribesAndSelects() {
        kubectl("apply", "-f", "gizmo.yaml");
        did("labeled", "label", "gz", "g", "tier=front");
        did("annotated", "annotate", "gz", "g", "note=x");
        did("g", "get", "gz", "-l", "tier in (front,back),!other", "-o", "name");
        assertThat(kubectl("get", "gz", "-l", "tier=back").text()).contains("No resources found");
        did("Labels:       tier=front", "describe", "gz", "g");
    }

    @Test
    void explainsKindsFromTheirSchemas() {
        did("How many there shall be.", "explain", "gizmo.spec.replicas");
        did("Container image name", "explain", "pod.spec.containers.image");
        did("gizmos", "api-resources", "--api-group=example.com");
    }

    @Test
    void waitsForConditionsAndFields() {
        kubectl("apply", "-f", "gizmo.yaml");
        did("condition met", "wait", "--for=condition=Established", "crd/gizmos.example.com", "--timeout=10s");
        did("condition met", "wait", "--for=jsonpath={.spec.mode}=a", "gz/g", "--timeout=10s");
        refused("timed out waiting", "wait", "--for=condition=Ready", "gz/g", "--timeout=1s");
    }

    @Test
    void watchShowsALineForEachChange() throws Exception {
        kubectl("apply", "-f", "gizmo.yaml");
        var builder = new ProcessBuilder(
                        kubectl.orElseThrow().toString(),
                        "-n",
                        namespace,
                        "get",
                        "gz",
                        "-w",
                        "--no-headers",
                        "--request-timeout=20s")
                .redirectErrorStream(true);
        builder.environment().put("KUBECONFIG", dir.resolve("config").toString());
        builder.environment().put("HOME", dir.toString());
        Process watch = builder.start();
        try (var lines = watch.inputReader()) {
            assertThat(lines.readLine()).startsWith("g").contains("1");
            kubectl("scale", "gz", "g", "--replicas=7");
            assertThat(lines.readLine()).contains("7");
        } finally {
            watch.destroy();
        }
    }

    @Test
    void deletesWithEveryCascade() {
        kubectl("apply", "-f", "web.yaml");
        did("deleted", "delete", "deploy", "web", "--cascade=orphan", "--timeout=20s");
        kubectl("apply", "-f", "web.yaml");
        did("deleted", "delete", "deploy", "web", "--cascade=foreground", "--timeout=20s");
        kubectl("apply", "-f", "web.yaml");
        did("deleted", "delete", "-f", "web.yaml", "--timeout=20s");
        refused("NotFound", "delete", "deploy", "web");
    }

    @Test
    void comparesAndTriesWithoutChanging() {
        kubectl("apply", "-f", "gizmo.yaml");
        assertThat(kubectl("diff", "-f", "gizmo.yaml").exit()).isZero();
        kubectl("patch", "gz", "g", "--type=merge", "-p", "{\"spec\":{\"mode\":\"z\"}}");
        assertThat(kubectl("diff", "-f", "gizmo.yaml").text()).contains("-  mode: z", "+  mode: a");
        did("server dry run", "apply", "-f", "gizmo.yaml", "--dry-run=server");
        did("z", "get", "gz", "g", "-o", "jsonpath={.spec.mode}");
    }

    @Test
    void simulatedPodsHaveNeitherLogsNorProcesses() {
        did("created", "run", "p", "--image=nginx:1");
        refused("pod p is simulated: it has no logs", "logs", "p");
        refused("simulated", "exec", "p", "--", "true");
    }

    @Test
    void unknownFieldIsRefusedBeforeAnythingIsStored() throws IOException {
        Files.writeString(dir.resolve("wrong.yaml"), GIZMO.replace("mode: a", "modus: a"));
        refused("unknown field \"spec.modus\"", "apply", "-f", "wrong.yaml");
        refused("NotFound", "get", "gz", "g");
    }

    @Test
    void everybodyMayDoEverything() {
        did("yes", "auth", "can-i", "create", "gizmos");
    }
}
