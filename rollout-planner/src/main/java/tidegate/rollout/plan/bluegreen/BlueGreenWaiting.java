package tidegate.rollout.plan.bluegreen;

import java.time.Instant;
import java.util.Optional;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.rollout.Strategy;
import tidegate.api.value.WireTime;
import tidegate.api.wire.Phase;
import tidegate.rollout.plan.lineage.Release;
import tidegate.rollout.plan.strategy.Sizes;

/** What has to happen next, in words. */
final class BlueGreenWaiting {
    private final Release release;
    private final Strategy.BlueGreen blueGreen;

    BlueGreenWaiting(Release release, Strategy.BlueGreen blueGreen) {
        this.release = release;
        this.blueGreen = blueGreen;
    }

    /** @param withheld what a Service waits for */
    String describe(RolloutStatus status, Sizes sizes, Optional<String> withheld) {
        if (status.phase().equals(Phase.HEALTHY.wire())) return "";
        if (release.newest().isEmpty()) return "ReplicaSet " + release.name() + " to be created";
        return sizes.scaling(release)
                .or(() -> sizes.unavailable(release))
                .or(() -> standstill(status))
                .or(() -> withheld)
                .orElseGet(() -> "Service " + blueGreen.activeService() + " to select ReplicaSet "
                        + target(status).map(ReplicaSet::name).orElseGet(release::name));
    }

    private Optional<String> standstill(RolloutStatus status) {
        if (status.abort()) return Optional.of("a retry or another pod template: the update was aborted");
        if (release.fault().isPresent()) return release.fault();
        if (release.rollout().spec().paused()) return Optional.of("spec.paused to be removed");
        if (status.pauseConditions().isEmpty()) return Optional.empty();
        Optional<Instant> end = new PromotionPause(blueGreen).end(status);
        return Optional.of(end.map(at -> "the pause before promotion to end at " + WireTime.format(at))
                .orElse("version " + release.hash() + " to be promoted"));
    }

    private Optional<ReplicaSet> target(RolloutStatus status) {
        return status.abort() ? release.lineage().withHash(status.stableRS()) : release.newest();
    }
}
