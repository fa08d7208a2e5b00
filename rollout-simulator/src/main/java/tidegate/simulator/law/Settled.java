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
import tidegate.simulator.cluster.Kind;
import tidegate.simulator.cluster.PodBehaviour;

/**
 * What the cluster must look like once the faults are over and nothing happens any more: what the spec demands, or a
 * reason that is still true why it is not so.
 */
public final class Settled {
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
                .map(set -> "the rollout is gone, but " + set.name() + " is still there");
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
                .or(() -> services(status.stableRS()));
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
        for (String name : serviceNames()) {
            Optional<String> selects = world.api()
                    .find(Kind.SERVICE, name)
                    .map(json -> Service.of(json).hash());
            if (selects.isPresent() && !selects.get().equals(hash))
                return Optional.of(name + " selects '" + selects.get() + "', not " + hash);
        }
        return Optional.empty();
    }

    private List<String> serviceNames() {
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
        if (rollout.spec().strategy() instanceof Strategy.BlueGreen blueGreen)
            return blueGreen.autoPromotionEnabled()
                    ? Optional.of("Paused for no reason: " + status.message())
                    : Optional.empty();
        return step().filter(step -> step instanceof Step.Pause pause && pause.isIndefinite())
                        .isPresent()
                ? Optional.empty()
                : Optional.of("Paused for no reason: " + status.message());
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

    /** All pods are stable's, if stable is there and works. */
    private Optional<String> wrongWhenAborted() {
        boolean works = world.withHash(status.stableRS())
                .filter(set -> PodBehaviour.of(set.template()).isGoodInTheEnd())
                .isPresent();
        if (!works || rollout.spec().paused()) return Optional.empty();
        if (!(rollout.spec().strategy() instanceof Strategy.BlueGreen blueGreen))
            return sizes(status.stableRS()).map(text -> "aborted, but " + text);
        if (rollout.spec().replicas() == 0) return Optional.empty();
        Optional<String> active = world.api()
                .find(Kind.SERVICE, blueGreen.activeService())
                .map(json -> Service.of(json).hash())
                .filter(hash -> !hash.equals(status.stableRS()))
                .map(hash -> "aborted, but " + blueGreen.activeService() + " selects '" + hash + "'");
        if (active.isPresent() || blueGreen.abortScaleDownDelay().isEmpty()) return active;
        return sizes(status.stableRS()).map(text -> "aborted, but " + text);
    }
}
