package tidegate.playground.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import tidegate.api.crd.Crds;
import tidegate.api.json.Json;
import tidegate.controlplane.ControlPlane;
import tidegate.controlplane.GivenCluster;
import tidegate.controlplane.RealControlPlane;
import tidegate.controlplane.TetheredProcess;
import tidegate.playground.EmbeddedApi;
import tidegate.playground.EmbeddedControlPlane;
import tidegate.playground.SimulatedCluster;
import tidegate.playground.client.ApiFailure;
import tidegate.playground.client.KubeApi;
import tidegate.playground.client.Kubeconfig;
import tidegate.playground.client.ObjectKey;
import tidegate.playground.client.ResourceType;
import tidegate.playground.client.Selection;
import tidegate.playground.gateway.Gateway;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Brings the demo up, a line each. */
final class DemoStart {
    private static final String APPLICATION = "rollouts-demo";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ResourceType CRDS = new ResourceType(
            "apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", false);

    private final Screen screen;
    private final Ends ends;
    private final Path root = Path.of(System.getProperty("tidegate.root", "")).toAbsolutePath();
    private final Path folder;

    private DemoStart(Screen screen, Ends ends) {
        this.screen = screen;
        this.ends = ends;
        this.folder = newFolder();
        // read once, when the first logger is made: nothing of the playground has logged yet
        System.setProperty(
                "org.slf4j.simpleLogger.logFile",
                folder.resolve("playground.log").toString());
    }

    /**
     * Starts everything and waits until the controller has looked at the demo's Rollout.
     *
     * @throws DemoFailure and the failures of its parts, when something does not come up; nothing is left running then
     */
    static DemoCluster start(DemoArguments.On on, Screen screen) throws Exception {
        Ends ends = Ends.guarding(screen);
        try {
            return new DemoStart(screen, ends).bringUp(on);
        } catch (Exception e) {
            ends.close();
            throw e;
        }
    }

    private Path newFolder() {
        try {
            return Files.createTempDirectory(Files.createDirectories(root.resolve(".tidegate")), "demo-");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder for logs", e);
        }
    }

    private DemoCluster bringUp(DemoArguments.On on) throws Exception {
        long begin = System.nanoTime();
        screen.line(screen.paint("1", "Tidegate demo"));
        screen.note("  logs in " + folder);
        ControlPlane plane = timed("Kubernetes API (" + on.word + ")", () -> ends.opened(controlPlane(on)));
        KubeApi api = ends.opened(KubeApi.of(plane.kubeconfig(), "tidegate-demo"));
        String namespace = Kubeconfig.read(plane.kubeconfig()).namespace();
        timed("custom resource definitions", () -> installCrds(api, namespace));
        refuseToDisturb(api, namespace);
        var nodes = startNodes(plane, namespace);
        var controller = timed("rollout-controller, as its own process", () -> startController(plane, namespace));
        timed(
                "demo application: a Rollout with 5 replicas and a Service",
                () -> deploy(on, api, namespace, controller));
        Optional<URI> address = nodes.map(cluster -> cluster.gateway().address(new ObjectKey(namespace, APPLICATION)));
        var meter = address.map(uri -> ends.opened(TrafficMeter.start(uri.resolve("color"))));
        var plugin =
                new Plugin(built("kubectl-plugin/target/dist/kubectl-argo-rollouts"), plane.kubeconfig(), namespace);
        var watch = ends.opened(
                process("get-rollout-watch", namespace, plugin.commandLine("get", "rollout", APPLICATION, "--watch")));
        screen.note("  up after %.1f s; get rollout --watch runs from here on, into %s"
                .formatted((System.nanoTime() - begin) / 1e9, watch.log()));
        return new DemoCluster(
                screen, ends, api, namespace, plane.kubeconfig(), plugin, address, meter, controller, watch);
    }

    private <T> T timed(String what, Callable<T> start) throws Exception {
        long begin = System.nanoTime();
        T result = start.call();
        screen.done("%s (%.1f s)".formatted(what, (System.nanoTime() - begin) / 1e9));
        return result;
    }

    private ControlPlane controlPlane(DemoArguments.On on) {
        return switch (on) {
            case EMBEDDED ->
                EmbeddedControlPlane.start(EmbeddedApi.Options.DEFAULTS.withKubeconfig(folder.resolve("kubeconfig")));
            case CONTROL_PLANE ->
                RealControlPlane.start(folder.resolve("control-plane"), text -> screen.note("  " + text));
            case KUBECONFIG -> given();
        };
    }

    private static GivenCluster given() {
        String variable = Optional.ofNullable(System.getenv("KUBECONFIG"))
                .filter(text -> !text.isBlank())
                .orElse(System.getProperty("user.home") + "/.kube/config");
        Path file = Path.of(variable.split(":", -1)[0]);
        try (KubeApi asking = KubeApi.of(file, "tidegate-demo")) {
            boolean nodes = !asking.list(ResourceType.NODES, Selection.EVERYTHING)
                    .items()
                    .isEmpty();
            return new GivenCluster(file, asking.server(), nodes);
        } catch (ApiFailure e) {
            throw new DemoFailure("the API server that kubeconfig " + file + " names: " + e.getMessage(), e);
        }
    }

    private static void refuseToDisturb(KubeApi api, String namespace) {
        if (api.find(View.ROLLOUTS, new ObjectKey(namespace, APPLICATION)).isPresent())
            throw new DemoFailure("there is a Rollout " + APPLICATION + " in namespace " + namespace
                    + " already; the demo leaves it alone");
    }

    private static boolean installCrds(KubeApi api, String namespace) {
        for (Json definition : Crds.definitions()) api.createUnlessThere(CRDS, definition);
        await("the custom resources to be served", () -> {
            try {
                api.list(View.ROLLOUTS, Selection.inNamespace(namespace));
                return true;
            } catch (ApiFailure notYet) {
                return false;
            }
        });
        return true;
    }

    private Optional<SimulatedCluster> startNodes(ControlPlane plane, String namespace) throws Exception {
        if (plane.runsPods()) {
            screen.note("  this cluster has nodes of its own: the shares of answers are not measured");
            return Optional.empty();
        }
        var gateway = Gateway.Options.DEFAULTS.withDefaultService(new ObjectKey(namespace, APPLICATION));
        var options = SimulatedCluster.Options.demo().withGateway(gateway);
        return Optional.of(timed(
                "simulated nodes and a gateway",
                () -> ends.opened(SimulatedCluster.start(plane.kubeconfig(), options))));
    }

    private TetheredProcess startController(ControlPlane plane, String namespace) {
        TetheredProcess process = ends.opened(process(
                "rollout-controller",
                namespace,
                List.of(
                        built("rollout-controller/target/dist/rollout-controller")
                                .toString(),
                        "--kubeconfig=" + plane.kubeconfig(),
                        "--healthzPort=0",
                        "--metricsPort=0",
                        "--management.server.port=0")));
        screen.note("  log " + process.log());
        return process;
    }

    private TetheredProcess process(String name, String namespace, List<String> command) {
        var environment = Map.of("JAVA_HOME", System.getProperty("java.home"), "POD_NAMESPACE", namespace);
        return TetheredProcess.start(name, folder, command, environment, Duration.ofSeconds(10));
    }

    private Path built(String path) {
        Path file = root.resolve(path);
        if (!Files.isExecutable(file))
            throw new DemoFailure(file + " is not there (expected: made by ./tidegate build)");
        return file;
    }

    private boolean deploy(DemoArguments.On on, KubeApi api, String namespace, TetheredProcess controller) {
        for (Json object : manifests()) {
            ResourceType type =
                    object.get("kind").stringOrEmpty().equals("Rollout") ? View.ROLLOUTS : ResourceType.SERVICES;
            api.create(type, namespace, object);
            if (on == DemoArguments.On.KUBECONFIG)
                ends.opened(() -> api.delete(type, new ObjectKey(namespace, APPLICATION), Json.EMPTY_OBJECT));
        }
        await("rollout-controller to look at the Rollout; its log is " + controller.log(), () -> {
            if (!controller.isAlive()) throw new DemoFailure("rollout-controller ended:\n" + controller.lastLines(5));
            return View.read(api, namespace, APPLICATION)
                    .filter(view -> !view.phase().isEmpty())
                    .isPresent();
        });
        return true;
    }

    private static List<Json> manifests() {
        try (var in = DemoStart.class.getResourceAsStream("/demo/rollouts-demo.yaml")) {
            if (in == null) throw new IllegalStateException("rollouts-demo.yaml is not on the class path");
            return YAMLMapper.builder().build().readerFor(JsonNode.class).<JsonNode>readValues(in).readAll().stream()
                    .map(Json::copyOf)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(String what, BooleanSupplier holds) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - end > 0) throw new DemoFailure("waited " + LIMIT.toSeconds() + " s for " + what);
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DemoFailure("interrupted while waiting for " + what, e);
            }
        }
    }
}
