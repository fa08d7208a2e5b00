package tidegate.benchmarks;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tidegate.api.json.Json;
import tidegate.playground.client.KubeApi;
import tidegate.playground.client.Mirror;
import tidegate.playground.client.ObjectKey;
import tidegate.playground.client.PatchType;
import tidegate.playground.client.ResourceType;
import tidegate.playground.client.Selection;

/** The Rollouts of one namespace: made, changed, and watched until they are where they are to be. */
final class Fleet implements AutoCloseable {
    static final ResourceType ROLLOUTS = new ResourceType("argoproj.io", "v1alpha1", "rollouts", "Rollout", true);

    private final KubeApi api;
    private final String namespace;
    private final Mirror mirror;
    private final List<Expectation> open = new CopyOnWriteArrayList<>();

    Fleet(KubeApi api, String namespace) {
        this.api = api;
        this.namespace = namespace;
        api.createUnlessThere(
                ResourceType.NAMESPACES,
                Json.object("apiVersion", "v1", "kind", "Namespace", "metadata", Json.object("name", namespace)));
        mirror = Mirror.start(api, ROLLOUTS, Selection.inNamespace(namespace), this::changed);
    }

    String namespace() {
        return namespace;
    }

    /** {@code prefix-00001} and so on. */
    static List<String> names(String prefix, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj((prefix + "-%05d")::formatted)
                .toList();
    }

    /** Creates a Rollout of each name: two steps, {@code setWeight: 50} and a pause of a second. */
    void create(List<String> names, int replicas, String tag) throws InterruptedException {
        Stand.all(names.stream()
                .map(name -> (Callable<Json>) () -> api.create(ROLLOUTS, namespace, rollout(name, replicas, tag)))
                .toList());
    }

    /** Gives each the image of another tag. */
    void update(List<String> names, String tag) throws InterruptedException {
        Stand.all(names.stream()
                .map(name -> (Callable<Json>) () -> api.patch(
                        ROLLOUTS,
                        new ObjectKey(namespace, name),
                        "",
                        PatchType.MERGE,
                        Json.object(
                                "spec",
                                Json.object(
                                        "template",
                                        Json.object("spec", Json.object("containers", List.of(container(tag))))))))
                .toList());
    }

    private static Json rollout(String name, int replicas, String tag) {
        Json labels = Json.object("app", name, "team", "storefront");
        return Json.object(
                "apiVersion",
                "argoproj.io/v1alpha1",
                "kind",
                "Rollout",
                "metadata",
                Json.object("name", name, "labels", labels),
                "spec",
                Json.object(
                        "replicas",
                        replicas,
                        "selector",
                        Json.object("matchLabels", Json.object("app", name)),
                        "template",
                        Json.object(
                                "metadata",
                                Json.object("labels", labels),
                                "spec",
                                Json.object("containers", List.of(container(tag)))),
                        "strategy",
                        Json.object("canary", Json.object("steps", steps()))));
    }

    private static List<Json> steps() {
        return List.of(Json.object("setWeight", 50), Json.object("pause", Json.object("duration", "1s")));
    }

    /** About as much as an ordinary container says of itself. */
    private static Json container(String tag) {
        return Json.object(
                "name",
                "shop",
                "image",
                "registry.example/storefront/shop:" + tag,
                "ports",
                List.of(Json.object("name", "http", "containerPort", 8080, "protocol", "TCP")),
                "env",
                List.of(
                        Json.object("name", "LOG_LEVEL", "value", "info"),
                        Json.object("name", "REGION", "value", "eu-central-1")),
                "resources",
                Json.object(
                        "requests", Json.object("cpu", "50m", "memory", "64Mi"),
                        "limits", Json.object("memory", "128Mi")));
    }

    /** Whether a Rollout runs this tag alone and says so about its present spec. */
    static Predicate<Json> settledOn(String tag) {
        return rollout -> {
            Json status = rollout.get("status");
            String stable = status.get("stableRS").stringOrEmpty();
            return status.get("phase").stringOrEmpty().equals("Healthy")
                    && status.get("observedGeneration")
                            .stringOrEmpty()
                            .equals(rollout.at("metadata", "generation").toString())
                    && !stable.isEmpty()
                    && stable.equals(status.get("currentPodHash").stringOrEmpty())
                    && rollout.at("spec", "template", "spec", "containers")
                            .get(0)
                            .get("image")
                            .stringOrEmpty()
                            .endsWith(":" + tag);
        };
    }

    /** Whether a controller has written its status. */
    static boolean isTakenUp(Json rollout) {
        return !rollout.get("status").isEmpty();
    }

    /** Begins to wait for every one of the names. Ask before what is waited for can happen. */
    Expectation expect(List<String> names, Predicate<Json> holds) {
        var expectation = new Expectation(names, holds);
        open.add(expectation);
        return expectation;
    }

    private void changed(@Nullable Json before, @Nullable Json now) {
        if (now != null) open.forEach(expectation -> expectation.look(now));
    }

    /** Something that every one of several Rollouts is to reach. */
    final class Expectation {
        private final Set<String> missing;
        private final Predicate<Json> holds;
        private final CountDownLatch all = new CountDownLatch(1);
        private volatile long reachedNanos;

        private Expectation(List<String> names, Predicate<Json> holds) {
            this.missing = new HashSet<>(names);
            this.holds = holds;
            if (names.isEmpty()) all.countDown();
        }

        private synchronized void look(Json rollout) {
            String name = rollout.at("metadata", "name").stringOrEmpty();
            if (!missing.contains(name) || !holds.test(rollout)) return;
            missing.remove(name);
            if (!missing.isEmpty()) return;
            reachedNanos = System.nanoTime();
            all.countDown();
        }

        /**
         * Waits until all have reached it.
         *
         * @return when the last one did, by {@link System#nanoTime}
         * @throws BenchFailure if the time was up first
         */
        long await(Duration atMost) throws InterruptedException {
            boolean reached = all.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
            open.remove(this);
            if (!reached) throw new BenchFailure(left() + " after " + atMost.toSeconds() + " s");
            return reachedNanos;
        }

        boolean isReached() {
            return all.getCount() == 0;
        }

        private synchronized String left() {
            String example = missing.iterator().next();
            String status = mirror.find(new ObjectKey(namespace, example))
                    .map(rollout -> rollout.get("status").toString())
                    .orElse("gone");
            return missing.size() + " Rollouts are not where they are to be, for one " + example + ": " + status;
        }
    }

    @Override
    public void close() {
        mirror.close();
    }
}
