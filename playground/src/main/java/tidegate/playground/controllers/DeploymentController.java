package tidegate.playground.controllers;

import static tidegate.playground.client.ResourceType.DEPLOYMENTS;
import static tidegate.playground.client.ResourceType.REPLICA_SETS;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tidegate.api.json.Json;
import tidegate.playground.client.ApiFailure;
import tidegate.playground.client.KubeApi;
import tidegate.playground.client.Mirror;
import tidegate.playground.client.ObjectKey;
import tidegate.playground.client.PatchType;
import tidegate.playground.client.ResourceType;
import tidegate.playground.loop.KeyedLoop;

/**
 * Runs Deployments by way of ReplicaSets, so that a user's Deployment works beside a Rollout: rolling update, recreate,
 * pause, revisions, history limit, progress deadline. Left out: sharing a change of size among several sets in the
 * middle of an update, and adoption of foreign sets.
 */
final class DeploymentController implements AutoCloseable {
    private static final String HASH_LABEL = "pod-template-hash";
    private static final String REVISION = "deployment.kubernetes.io/revision";
    private static final Duration UNSEEN_WRITES = Duration.ofMillis(50);

    private final KubeApi api;
    private final InstantSource clock;
    private final Mirror deployments;
    private final Mirror replicaSets;
    private final Mirror pods;
    private final OwnWrites ownWrites;
    private final KeyedLoop<ObjectKey> loop;

    DeploymentController(KubeApi api, InstantSource clock, Mirror deployments, Mirror replicaSets, Mirror pods) {
        this.api = api;
        this.clock = clock;
        this.deployments = deployments;
        this.replicaSets = replicaSets;
        this.pods = pods;
        this.ownWrites = new OwnWrites(replicaSets);
        this.loop = new KeyedLoop<>("deployments", 4, KeyedLoop.Retry.USUAL, this::pass);
    }

    void deploymentChanged(@Nullable Json before, @Nullable Json now) {
        Json object = now != null ? now : before;
        if (object != null) loop.enqueue(ObjectKey.of(object));
    }

    void replicaSetChanged(@Nullable Json before, @Nullable Json now) {
        Json object = now != null ? now : before;
        if (object == null) return;
        Owner.controllerOf(object)
                .filter(owner -> owner.get("kind").stringOrEmpty().equals("Deployment"))
                .ifPresent(owner -> loop.enqueue(new ObjectKey(
                        ObjectKey.of(object).namespace(), owner.get("name").stringOrEmpty())));
    }

    private Optional<Duration> pass(ObjectKey key) {
        Json deployment = deployments.find(key).orElse(null);
        if (deployment == null || Pods.isTerminating(deployment)) {
            ownWrites.forget(key);
            return Optional.empty();
        }
        if (!ownWrites.areSeen(key)) return Optional.of(UNSEEN_WRITES);
        List<Json> sets = setsOf(deployment);
        Optional<Json> current =
                sets.stream().filter(set -> hasTemplateOf(set, deployment)).findFirst();
        boolean paused = deployment.at("spec", "paused").isTrue();
        if (current.isEmpty() && !paused) {
            createSet(key, deployment, sets);
            return Optional.of(UNSEEN_WRITES);
        }
        current.ifPresent(set -> keepNewest(key, deployment, set, sets));
        scale(key, deployment, sets, current, paused);
        Instant now = clock.instant();
        var status = new DeploymentStatus(deployment, sets, current, now);
        writeStatus(deployment, status.json());
        if (status.isComplete()) trimHistory(deployment, sets, current);
        return status.nextLook().map(at -> Duration.between(now, at));
    }

    private List<Json> setsOf(Json deployment) {
        return replicaSets.all().stream()
                .filter(set -> Owner.controls(deployment, set))
                .sorted(Comparator.comparing(ObjectKey::of))
                .toList();
    }

    private static boolean hasTemplateOf(Json set, Json deployment) {
        Json plain = set.at("spec", "template")
                .map("metadata", metadata -> metadata.map("labels", labels -> labels.without(HASH_LABEL)));
        return withoutCreationTime(plain).equals(withoutCreationTime(deployment.at("spec", "template")));
    }

    /** APIs differ on whether they show the empty creationTimestamp of a template. */
    private static Json withoutCreationTime(Json template) {
        return template.map("metadata", metadata -> metadata.without("creationTimestamp"));
    }

    // --- sets ------------------------------------------------------------------------------------------------------

    private void createSet(ObjectKey key, Json deployment, List<Json> sets) {
        int collisions = deployment.at("status", "collisionCount").integer().orElse(0);
        Json set = newSet(key, deployment, sets, TemplateHash.of(deployment.at("spec", "template"), collisions));
        try {
            ownWrites.wrote(key, api.create(REPLICA_SETS, key.namespace(), set));
        } catch (ApiFailure e) {
            if (!e.isAlreadyExists()) throw e;
            writeStatus(deployment, deployment.get("status").with("collisionCount", collisions + 1));
        }
    }

    private static Json newSet(ObjectKey key, Json deployment, List<Json> sets, String hash) {
        Json spec = deployment.get("spec");
        Json template = spec.get("template").withAt(List.of("metadata", "labels", HASH_LABEL), hash);
        var rolling = RolloutBounds.of(deployment);
        var seen = sets.stream().map(set -> view(set, false)).toList();
        var fresh = new RollingScale.Set("", 0, 0, true, "");
        var all = Stream.concat(seen.stream(), Stream.of(fresh)).toList();
        int replicas = rolling.isRecreate() ? 0 : rolling.scale().rolling(all).getOrDefault("", 0);
        return Json.object(
                "apiVersion", REPLICA_SETS.apiVersion(),
                "kind", REPLICA_SETS.kind(),
                "metadata",
                        Json.object(
                                "name", key.name() + "-" + hash,
                                "namespace", key.namespace(),
                                "labels", template.at("metadata", "labels"),
                                "annotations",
                                        carried(deployment).with(REVISION, String.valueOf(highestRevision(sets) + 1)),
                                "ownerReferences", Json.array(Owner.controllerReference(DEPLOYMENTS, deployment))),
                "spec",
                        Json.object(
                                "replicas",
                                replicas,
                                "minReadySeconds",
                                spec.get("minReadySeconds"),
                                "selector",
                                spec.get("selector").withAt(List.of("matchLabels", HASH_LABEL), hash),
                                "template",
                                template));
    }

    private static Json carried(Json deployment) {
        return deployment
                .at("metadata", "annotations")
                .without("kubectl.kubernetes.io/last-applied-configuration")
                .without(REVISION);
    }

    private static long highestRevision(List<Json> sets) {
        return sets.stream().mapToLong(DeploymentController::revision).max().orElse(0);
    }

    private static long revision(Json set) {
        String text = set.at("metadata", "annotations").get(REVISION).stringOrEmpty();
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    /** A template that is used again becomes the newest revision; the Deployment shows that number. */
    private void keepNewest(ObjectKey key, Json deployment, Json current, List<Json> sets) {
        long others = highestRevision(
                sets.stream().filter(set -> !set.equals(current)).toList());
        long wanted = revision(current) > others ? revision(current) : others + 1;
        if (revision(current) != wanted) ownWrites.wrote(key, annotate(REPLICA_SETS, current, String.valueOf(wanted)));
        String shown = deployment.at("metadata", "annotations").get(REVISION).stringOrEmpty();
        if (!shown.equals(String.valueOf(wanted))) annotate(DEPLOYMENTS, deployment, String.valueOf(wanted));
    }

    private Json annotate(ResourceType type, Json object, String revision) {
        Json patch = Json.object("metadata", Json.object("annotations", Json.object(REVISION, revision)));
        return api.patch(type, ObjectKey.of(object), "", PatchType.MERGE, patch);
    }

    // --- sizes -----------------------------------------------------------------------------------------------------

    private void scale(ObjectKey key, Json deployment, List<Json> sets, Optional<Json> current, boolean paused) {
        var bounds = RolloutBounds.of(deployment);
        var seen = sets.stream()
                .map(set -> view(set, current.filter(set::equals).isPresent()))
                .toList();
        Map<String, Integer> wanted = paused
                ? bounds.scale().paused(seen)
                : bounds.isRecreate()
                        ? RollingScale.recreate(bounds.scale().desired(), seen, oldPodsLeft(sets, current))
                        : bounds.scale().rolling(seen);
        for (Json set : sets) {
            int replicas = wanted.getOrDefault(ObjectKey.of(set).name(), 0);
            if (replicas == set.at("spec", "replicas").integer().orElse(1)) continue;
            Json patch = Json.object(
                    "metadata", Json.object("resourceVersion", set.at("metadata", "resourceVersion")),
                    "spec", Json.object("replicas", replicas));
            ownWrites.wrote(key, api.patch(REPLICA_SETS, ObjectKey.of(set), "", PatchType.MERGE, patch));
        }
    }

    private boolean oldPodsLeft(List<Json> sets, Optional<Json> current) {
        var old = sets.stream()
                .filter(set -> current.filter(set::equals).isEmpty())
                .toList();
        return pods.all().stream()
                .filter(pod -> !Pods.hasEnded(pod))
                .anyMatch(pod -> old.stream().anyMatch(set -> Owner.controls(set, pod)));
    }

    private static RollingScale.Set view(Json set, boolean isNew) {
        return new RollingScale.Set(
                ObjectKey.of(set).name(),
                set.at("spec", "replicas").integer().orElse(1),
                set.at("status", "availableReplicas").integer().orElse(0),
                isNew,
                set.at("metadata", "creationTimestamp").stringOrEmpty());
    }

    // --- status and history ----------------------------------------------------------------------------------------

    private void writeStatus(Json deployment, Json status) {
        if (status.equals(deployment.get("status"))) return;
        try {
            api.replace(DEPLOYMENTS, "status", deployment.with("status", status));
        } catch (ApiFailure e) {
            if (!e.isNotFound()) throw e;
        }
    }

    private void trimHistory(Json deployment, List<Json> sets, Optional<Json> current) {
        int limit = deployment.at("spec", "revisionHistoryLimit").integer().orElse(10);
        var empty = sets.stream()
                .filter(set -> current.filter(set::equals).isEmpty())
                .filter(set -> set.at("spec", "replicas").integer().orElse(1) == 0)
                .filter(set -> set.at("status", "replicas").integer().orElse(0) == 0)
                .sorted(Comparator.comparingLong(DeploymentController::revision))
                .toList();
        for (Json set : empty.subList(0, Math.max(0, empty.size() - limit))) {
            try {
                api.delete(REPLICA_SETS, ObjectKey.of(set), Json.EMPTY_OBJECT);
            } catch (ApiFailure e) {
                if (!e.isNotFound()) throw e;
            }
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
