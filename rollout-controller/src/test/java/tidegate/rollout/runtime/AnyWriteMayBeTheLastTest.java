package tidegate.rollout.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.api.wire.Annotations;
import tidegate.kube.client.KubeClient;
import tidegate.kube.time.Timekeeper;
import tidegate.playground.client.ObjectKey;
import tidegate.playground.client.PatchType;
import tidegate.playground.client.ResourceType;
import tidegate.playground.client.Selection;
import tidegate.rollout.plan.RolloutPlanner;

/** Law 8: a controller that dies at any write, and one that starts after it, end in the same place. */
class AnyWriteMayBeTheLastTest {
    private static final Pattern TIME = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z");

    /** More than a first deployment and an update of two steps take. */
    private static final int MOST_WRITES = 18;

    @Test
    void everyDeathEndsWhereALifeWithoutOneEnds() throws Exception {
        try (Bench bench = Bench.start();
                var lives = Executors.newVirtualThreadPerTaskExecutor()) {
            var ends = new ArrayList<Callable<Json>>();
            for (int fatal = 0; fatal <= MOST_WRITES; fatal++) {
                var life = new Life(bench, fatal);
                ends.add(life::end);
            }
            List<Future<Json>> all = lives.invokeAll(ends);
            Json undisturbed = all.getFirst().get();
            for (int fatal = 1; fatal <= MOST_WRITES; fatal++)
                assertThat(all.get(fatal).get()).as("died at write " + fatal).isEqualTo(undisturbed);
        }
    }

    /** One deployment and one update in a namespace of its own. */
    private static final class Life {
        private final Bench bench;
        private final int fatal;
        private final String namespace;
        private final ConcurrentLinkedQueue<Assembly> controllers = new ConcurrentLinkedQueue<>();

        Life(Bench bench, int fatal) {
            this.bench = bench;
            this.fatal = fatal;
            this.namespace = "life-" + fatal;
        }

        Json end() {
            bench.createNamespace(namespace);
            Settings settings = RunningController.settings(bench, "leader-election.enabled", "false");
            try (var connection = new Connection(settings, "test")) {
                var first = new MortalClient(
                        connection.work(),
                        fatal,
                        () -> Thread.ofVirtual().start(() -> run(settings, connection.work())));
                run(settings, first);
                try {
                    return release();
                } finally {
                    controllers.forEach(controller -> controller.work().stop());
                }
            }
        }

        private void run(Settings settings, KubeClient client) {
            var assembly = new Assembly(
                    settings, client, client, new RolloutPlanner()::plan, namespace, "", Timekeeper.system(), () -> {});
            controllers.add(assembly);
            assembly.work().start();
        }

        private Json release() {
            Json rollout = Bench.aRollout("web", "demo:blue").withAt(List.of("metadata", "namespace"), namespace);
            bench.api.create(Bench.ROLLOUTS, namespace, rollout);
            awaitHealthy("1");
            Json image = Json.parse(
                    "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"web\",\"image\":\"demo:red\"}]}}}}");
            bench.api.patch(Bench.ROLLOUTS, key(), "", PatchType.MERGE, image);
            awaitHealthy("2");
            return state();
        }

        private ObjectKey key() {
            return new ObjectKey(namespace, "web");
        }

        private void awaitHealthy(String revision) {
            Predicate<Json> healthy = seen -> {
                String generation = seen.at("metadata", "generation").toString();
                Json status = seen.get("status");
                return status.get("phase").stringOrEmpty().equals("Healthy")
                        && status.get("observedGeneration").stringOrEmpty().equals(generation)
                        && status.get("replicas").equals(Json.of(2))
                        && seen.at("metadata", "annotations", Annotations.REVISION)
                                .stringOrEmpty()
                                .equals(revision);
            };
            bench.await(key(), "is healthy after a death at write " + fatal, healthy);
        }

        /** Specs, labels, annotations and status, without times, uids and versions. */
        private Json state() {
            var all = new ArrayList<Json>();
            all.add(essence(bench.api.get(Bench.ROLLOUTS, key())));
            bench.api.list(ResourceType.REPLICA_SETS, Selection.EVERYTHING).items().stream()
                    .filter(set ->
                            set.at("metadata", "namespace").stringOrEmpty().equals(namespace))
                    // its status is another controller's, which may still wait for pods to end
                    .map(set -> essence(set.without("status")))
                    .sorted(Comparator.comparing(set -> set.get("name").toString()))
                    .forEach(all::add);
            return Json.of(all);
        }

        private static Json essence(Json object) {
            Json metadata = object.get("metadata");
            Json kept = Json.object(
                    "name", metadata.get("name"),
                    "labels", metadata.get("labels"),
                    "annotations", metadata.get("annotations"),
                    "spec", object.get("spec"),
                    "status", object.get("status"));
            return Json.parse(TIME.matcher(kept.toString()).replaceAll("TIME"));
        }
    }
}
