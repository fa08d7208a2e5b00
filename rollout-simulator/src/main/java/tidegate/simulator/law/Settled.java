package tidegate.simulator.law;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.rollout.Service;
import tidegate.api.rollout.Step;
import tidegate.api.rollout.Strategy;
import tidegate.api.wire.Annotations;
import tidegate.simulator.cluster.Kind;
import tidegate.simulator.cluster.PodBehaviour;

/**
 * What the cluster must look like once the faults are over and nothing happens any more: what the spec demands, or a
 * reason that is still true why it is not so.
 */
public final class Settled {
    /** The label that episodes put on pods. */
    private static final String ROLE = "role";

    private final World world;
    private final Rollout rollout;
    private final RolloutStatus status;
    private final List<ReplicaSet> sets;

    private Settled(World world, Rollout rollout) {
        this.world = world;
        this.rollout = rollout;
        this.status = rollout.status();
        this.sets = world.owned();
    }

    /** What is wrong with the end, in words. */
    public static Optional<String> wrong(World world, Optional<Rollout> rollout) {
        return rollout.map(here -> new Settled(world, here).wrong()).orElseGet(() -> leftBehind(world));
    }

    private static Optional<String> leftBehind(World world) {
        return world.api().replicaSets().stream()
                .findFirst()
                .map(ReplicaSet::name)
                .or(() -> marked(world, Kind.SERVICE, Annotations.MANAGED_BY_ROLLOUT))
                .or(() -> marked(world, Kind.DEPLOYMENT, Annotations.MIGRATION_ROLLOUT_UID))
                .map(what -> "the rollout is gone, but " + what + " is still there");
    }

    private static Optional<String> marked(World world, Kind kind, String annotation) {
        return world.api().list(kind).stream()
                .filter(object ->
                        object.at("metadata", "annotations", annotation).isPresent())
                .map(object -> "a mark on " + kind.wire() + " "
                        + object.at("metadata", "name").stringOrEmpty())
                .findFirst();
    }

    private Optional<String> wrong() {
        if (!status.observedGeneration().equals(Long.toString(rollout.meta().generation())))
            return Optional.of("generation " + rollout.meta().generation() + " was not observed");
        return present().or(() -> switch (status.phase()) {
            case "Healthy" -> wrongWhenHealthy();
            case "Paused" -> wrongWhenPaused();
            case "Degraded" -> wrongWhenDegraded();
            default -> Optional.of("ends " + status.phase() + ": " + status.message());
        });
    }

    /** The present version is the one of the spec. */
    private Optional<String> present() {
        String wanted = PodBehaviour.imageOf(template());
        Optional<ReplicaSet> present = world.withHash(status.currentPodHash());
        if (present.isEmpty()) return Optional.of("there is no ReplicaSet of the present version");
        String runs = PodBehaviour.imageOf(present.get().template());
        return runs.equals(wanted)
                ? Optional.empty()
                : Optional.of("the present version runs " + runs + ", the spec wants " + wanted);
    }

    private Json template() {
        Json ref = rollout.json().at("spec", "workloadRef", "name");
        if (ref.isNullOrMissing()) return rollout.spec().template();
        return world.api()
                .find(Kind.DEPLOYMENT, ref.stringOrEmpty())
                .map(workload -> workload.at("spec", "template"))
                .orElse(Json.MISSING);
    }

    private Optional<String> wrongWhenHealthy() {
        if (!status.stableRS().equals(status.currentPodHash())) return Optional.of("Healthy, but not promoted");
        if (status.abort() || status.promoteFull()) return Optional.of("Healthy with a command that is not done");
        return sizes(status.stableRS())
                .map(text -> "Healthy, but " + text)
                .or(this::unavailable)
                .or(this::restartIsDue)
                .or(() -> services(status.stableRS()))
                .or(this::tooMuchHistory)
                .or(this::deploymentIsLeft)
                .or(this::mislabelled);
    }

    private Optional<String> restartIsDue() {
        Json due = rollout.json().at("spec", "restartAt");
        return due.isNullOrMissing() || due.equals(status.json().get("restartedAt"))
                ? Optional.empty()
                : Optional.of("Healthy, but the restart of " + due + " is not done");
    }

    /** Every Service that the Rollout names selects that version, unless there is nothing to select. */
    private Optional<String> services(String hash) {
        if (rollout.spec().replicas() == 0) return Optional.empty();
        for (String name : serviceNames(rollout)) {
            Optional<String> selects = world.api()
                    .find(Kind.SERVICE, name)
                    .map(json -> Service.of(json).hash());
            if (selects.isPresent() && !selects.get().equals(hash))
                return Optional.of(name + " selects '" + selects.get() + "', not " + hash);
        }
        return Optional.empty();
    }

    /** The Services that the spec names. */
    static List<String> serviceNames(Rollout rollout) {
        return switch (rollout.spec().strategy()) {
            case Strategy.BlueGreen blueGreen -> List.of(blueGreen.activeService(), blueGreen.previewService());
            case Strategy.Canary canary ->
                Stream.of(canary.canaryService(), canary.stableService())
                        .flatMap(Optional::stream)
                        .toList();
            case Strategy.Unspecified _ -> List.of();
        };
    }

    private Optional<String> unavailable() {
        int available =
                sets.stream().mapToInt(set -> world.api().available(set.name())).sum();
        return available < rollout.spec().replicas()
                ? Optional.of("Healthy with " + available + " available pods")
                : Optional.empty();
    }

    /** All pods belong to the version of that hash. */
    private Optional<String> sizes(String hash) {
        for (ReplicaSet set : sets) {
            int wanted = set.hash().equals(hash) ? rollout.spec().replicas() : 0;
            if (set.replicas() != wanted)
                return Optional.of(set.name() + " has " + set.replicas() + " pods, " + wanted + " are wanted");
        }
        return Optional.empty();
    }

    private Optional<String> wrongWhenPaused() {
        if (rollout.spec().paused()) return Optional.empty();
        boolean isForAReason = switch (rollout.spec().strategy()) {
            case Strategy.BlueGreen blueGreen -> !blueGreen.autoPromotionEnabled();
            case Strategy.Canary _ ->
                step().filter(step -> step instanceof Step.Pause pause && pause.isIndefinite())
                        .isPresent();
            case Strategy.Unspecified _ -> false;
        };
        if (!isForAReason) return Optional.of("Paused for no reason: " + status.message());
        if (!works(status.stableRS()) || !works(status.currentPodHash())) return Optional.empty();
        return sizesInPause().or(this::servicesInPause).or(this::mislabelled).map(text -> "Paused, but " + text);
    }

    /** Whether that version is there, and its pods are ready in the end. */
    private boolean works(String hash) {
        return world.withHash(hash)
                .filter(set -> PodBehaviour.of(set.template()).isGoodInTheEnd())
                .isPresent();
    }

    /** Nothing but the stable and the present version has pods, and these have as many as the strategy lets them. */
    private Optional<String> sizesInPause() {
        for (ReplicaSet set : sets)
            if (set.replicas() > 0 && !isInUse(set))
                return Optional.of(set.name() + " has " + set.replicas() + " pods, and nobody needs it");
        int replicas = rollout.spec().replicas();
        if (rollout.spec().strategy() instanceof Strategy.BlueGreen blueGreen) {
            int preview = blueGreen.previewReplicaCount().orElse(replicas);
            int present = size(status.currentPodHash());
            if (size(status.stableRS()) != replicas)
                return Optional.of("the stable version has " + size(status.stableRS()) + " pods of " + replicas);
            return present == replicas || present == preview
                    ? Optional.empty()
                    : Optional.of("the preview has " + present + " pods, " + preview + " are wanted");
        }
        int sum = sets.stream().mapToInt(ReplicaSet::replicas).sum();
        int ceiling = CapacityLaw.ceiling(rollout);
        return sum > ceiling
                ? Optional.of("there are " + sum + " pods, " + ceiling + " are allowed")
                : Optional.empty();
    }

    private boolean isInUse(ReplicaSet set) {
        return set.hash().equals(status.stableRS()) || set.hash().equals(status.currentPodHash());
    }

    private int size(String hash) {
        return world.withHash(hash).map(ReplicaSet::replicas).orElse(0);
    }

    private Optional<String> servicesInPause() {
        return switch (rollout.spec().strategy()) {
            case Strategy.BlueGreen blueGreen ->
                astray(blueGreen.activeService(), status.stableRS())
                        .or(() -> astray(blueGreen.previewService(), status.currentPodHash()));
            case Strategy.Canary canary ->
                canary.stableService()
                        .flatMap(name -> astray(name, status.stableRS()))
                        .or(() -> canary.canaryService().flatMap(name -> astray(name, status.currentPodHash())));
            case Strategy.Unspecified _ -> Optional.empty();
        };
    }

    /** Where the version that it is to select has no pods, a Service may select another. */
    private Optional<String> astray(String service, String hash) {
        Optional<String> selects = world.api()
                .find(Kind.SERVICE, service)
                .map(json -> Service.of(json).hash());
        return selects.isEmpty() || selects.get().equals(hash) || size(hash) == 0
                ? Optional.empty()
                : Optional.of(service + " selects '" + selects.get() + "', not " + hash);
    }

    private Optional<Step> step() {
        if (!(rollout.spec().strategy() instanceof Strategy.Canary canary)) return Optional.empty();
        int index = status.currentStepIndex().orElse(0);
        return index >= 0 && index < canary.steps().size()
                ? Optional.of(canary.steps().get(index))
                : Optional.empty();
    }

    private Optional<String> wrongWhenDegraded() {
        if (status.message().isEmpty()) return Optional.of("Degraded without a message");
        if (status.abort()) return wrongWhenAborted();
        boolean somethingFails = sets.stream()
                .filter(set -> set.replicas() > 0 || set.hash().equals(status.currentPodHash()))
                .anyMatch(set -> !PodBehaviour.of(set.template()).isGoodInTheEnd());
        return somethingFails ? Optional.empty() : Optional.of("Degraded for no reason: " + status.message());
    }

    /** All pods are stable's, if stable is there and works, and all Services but that of a preview select it. */
    private Optional<String> wrongWhenAborted() {
        if (!works(status.stableRS()) || rollout.spec().paused()) return Optional.empty();
        Optional<String> wrong = rollout.spec().strategy() instanceof Strategy.BlueGreen blueGreen
                ? wrongWhenAborted(blueGreen)
                : sizes(status.stableRS()).or(() -> services(status.stableRS()));
        return wrong.map(text -> "aborted, but " + text);
    }

    private Optional<String> wrongWhenAborted(Strategy.BlueGreen blueGreen) {
        if (rollout.spec().replicas() == 0) return Optional.empty();
        Optional<String> astray = astray(blueGreen.activeService(), status.stableRS());
        if (astray.isPresent() || blueGreen.abortScaleDownDelay().isEmpty()) return astray;
        return sizes(status.stableRS());
    }

    /** No more old versions without pods than are to be kept. */
    private Optional<String> tooMuchHistory() {
        long old = sets.stream().filter(set -> !isInUse(set)).count();
        int limit = rollout.spec().revisionHistoryLimit();
        return old > limit
                ? Optional.of("Healthy, but " + old + " old ReplicaSets are there, " + limit + " are to be kept")
                : Optional.empty();
    }

    /** A Deployment whose pods the Rollout was to replace is marked as done. */
    private Optional<String> deploymentIsLeft() {
        Json ref = rollout.json().at("spec", "workloadRef");
        boolean takesOver = ref.isObject()
                && !List.of("", "never").contains(ref.get("scaleDown").stringOrEmpty());
        if (!takesOver || rollout.spec().replicas() == 0) return Optional.empty();
        return world.api()
                .find(Kind.DEPLOYMENT, ref.get("name").stringOrEmpty())
                .filter(workload -> workload.at("spec", "replicas").integer().orElse(1) > 0)
                .filter(workload -> !workload.at("metadata", "annotations", Annotations.MIGRATION_COMPLETED)
                        .stringOrEmpty()
                        .equals("true"))
                .map(workload -> "Healthy, but the Deployment still has its pods");
    }

    /** Each pod has the labels of its version's role, and of no other. */
    private Optional<String> mislabelled() {
        boolean isCanary = rollout.spec().strategy() instanceof Strategy.Canary;
        Json block = rollout.spec().strategy().json();
        Json settled = block.at(isCanary ? "stableMetadata" : "activeMetadata", "labels", ROLE);
        Json updating = block.at(isCanary ? "canaryMetadata" : "previewMetadata", "labels", ROLE);
        for (Json pod : world.api().list(Kind.POD)) {
            String owner =
                    pod.at("metadata", "ownerReferences").get(0).get("name").stringOrEmpty();
            for (ReplicaSet set : sets) {
                if (!set.name().equals(owner) || !isInUse(set)) continue;
                Json wanted = set.hash().equals(status.stableRS()) ? settled : updating;
                Json found = pod.at("metadata", "labels", ROLE);
                if (!found.equals(wanted))
                    return Optional.of("a pod of " + owner + " has the role '" + found.stringOrEmpty() + "', not '"
                            + wanted.stringOrEmpty() + "'");
            }
        }
        return Optional.empty();
    }
}
