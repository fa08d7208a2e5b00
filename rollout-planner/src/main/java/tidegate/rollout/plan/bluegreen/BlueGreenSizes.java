package tidegate.rollout.plan.bluegreen;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Optional;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.rollout.Strategy;
import tidegate.rollout.plan.action.Errand;
import tidegate.rollout.plan.capacity.Pods;
import tidegate.rollout.plan.capacity.Split;
import tidegate.rollout.plan.intent.Course;
import tidegate.rollout.plan.lineage.Release;
import tidegate.rollout.plan.retire.Deadline;
import tidegate.rollout.plan.retire.Retirement;
import tidegate.rollout.plan.service.LiveSelectors;
import tidegate.rollout.plan.strategy.Sizes;

/**
 * Sizes of all versions.
 *
 * <p>The stable version has all pods, and so has one that the active Service selects. The new one has all pods or those
 * of a preview; after an abort it keeps what it has until its delay is over, which begins once users are surely back on a
 * stable version with all its pods. The rest retires, but a version that was stable when the pass began, or that a
 * Service may still select, stays.
 */
final class BlueGreenSizes {
    private final Release release;
    private final Strategy.BlueGreen blueGreen;
    private final BlueGreenServices services;

    BlueGreenSizes(Release release, Strategy.BlueGreen blueGreen, BlueGreenServices services) {
        this.release = release;
        this.blueGreen = blueGreen;
        this.services = services;
    }

    /**
     * @param retirement deadlines of versions that retire
     * @param roles deadlines of the others
     */
    record Sized(Sizes sizes, Errand retirement, Errand roles) {}

    /** Pods of the new version before it is promoted. A Rollout of no pods has no preview either. */
    static int preview(Strategy.BlueGreen blueGreen, int replicas) {
        return replicas == 0 ? 0 : blueGreen.previewReplicaCount().orElse(replicas);
    }

    /**
     * @param status as decided
     * @param admitted whether the new version may get the users
     */
    Sized of(RolloutStatus status, Course course, boolean admitted) {
        var sizes = new HashMap<String, Integer>();
        var retiring = new ArrayList<ReplicaSet>();
        for (ReplicaSet set : release.lineage().others(status.stableRS())) {
            if (isSelected(status, set) || isStillStable(set)) sizes.put(set.name(), held(status, set));
            else if (!set.meta().isBeingDeleted()) retiring.add(set);
        }
        Retirement retired = Retirement.of(
                retiring,
                release.replicas(),
                blueGreen.scaleDownDelay(),
                blueGreen.scaleDownDelayRevisionLimit(),
                release.now());
        sizes.putAll(retired.sizes());
        release.lineage().separateStable(status.stableRS()).ifPresent(set -> sizes.put(set.name(), release.replicas()));
        int newest = newest(status, course, admitted);
        release.newest().ifPresent(set -> sizes.put(set.name(), newest));
        int stable = release.lineage().separateStable(status.stableRS()).isPresent() ? release.replicas() : 0;
        return new Sized(
                new Sizes(newest, sizes, new Split(newest, stable), true), retired.errand(), roles(status, course));
    }

    private boolean isStillStable(ReplicaSet set) {
        return set.hash().equals(release.stored().stableRS());
    }

    private boolean isSelected(RolloutStatus status, ReplicaSet set) {
        return LiveSelectors.mayReach(release, set)
                || set.hash().equals(status.activeSelector())
                || set.hash().equals(status.previewSelector());
    }

    /** One that users may be on, or were until now, has all pods; another keeps its own. */
    private int held(RolloutStatus status, ReplicaSet set) {
        return isStillStable(set) || set.hash().equals(status.activeSelector()) ? release.replicas() : set.replicas();
    }

    private int newest(RolloutStatus status, Course course, boolean admitted) {
        if (course == Course.ABORT)
            return release.newest().map(set -> aborted(status, set)).orElse(0);
        boolean isInForce = admitted || release.stored().scaleUpPreviewCheckPoint();
        boolean isBeyondPreview = course == Course.PROMOTE_FULLY || (status.scaleUpPreviewCheckPoint() && isInForce);
        return isBeyondPreview ? release.replicas() : unadmitted(release, blueGreen, status);
    }

    /** Of the new version before it is admitted: where no other one is there to serve, or users are on it, all pods. */
    static int unadmitted(Release release, Strategy.BlueGreen blueGreen, RolloutStatus status) {
        boolean isAlone = release.lineage().separateStable(status.stableRS()).isEmpty();
        boolean isActive = status.activeSelector().equals(release.hash());
        return isAlone || isActive ? release.replicas() : preview(blueGreen, release.replicas());
    }

    private int aborted(RolloutStatus status, ReplicaSet newest) {
        if (status.activeSelector().equals(newest.hash())) return Math.max(newest.replicas(), release.replicas());
        boolean isOver =
                deadline(newest).filter(end -> end.isOver(release.now())).isPresent();
        if (isOver && services.surelySparesNewest()) return 0;
        return Math.min(newest.replicas(), Math.max(release.replicas(), preview(blueGreen, release.replicas())));
    }

    /** That of an aborted version: without a delay there is none, and one from before the abort means nothing. */
    private Optional<Deadline> deadline(ReplicaSet aborted) {
        if (blueGreen.abortScaleDownDelay().isEmpty()
                || release.stored().abortedAt().isEmpty()) return Optional.empty();
        return Deadline.of(aborted);
    }

    /** Deadlines of the new and the stable version: none, but that of an abort. */
    private Errand roles(RolloutStatus status, Course course) {
        Errand errand = release.lineage()
                .separateStable(status.stableRS())
                .map(set -> Deadline.dropped(set, Errand.NONE))
                .orElse(Errand.NONE);
        if (release.newest().isEmpty()) return errand;
        ReplicaSet newest = release.newest().get();
        if (course == Course.ABORT) return abortDeadline(status, newest, errand);
        boolean isRecorded = release.stored().currentPodHash().equals(release.hash());
        return isRecorded ? Deadline.dropped(newest, errand) : errand;
    }

    private Errand abortDeadline(RolloutStatus status, ReplicaSet newest, Errand errand) {
        Optional<Deadline> present = deadline(newest);
        if (present.isPresent())
            return present.get().isOver(release.now())
                    ? errand
                    : errand.lookingAt(present.get().at());
        if (newest.replicas() == 0 || !mayBegin(status)) return Deadline.dropped(newest, errand);
        return blueGreen
                .abortScaleDownDelay()
                .map(delay -> Deadline.after(delay, release.now()).writtenOn(newest, errand))
                .orElseGet(() -> Deadline.dropped(newest, errand));
    }

    /** The delay of an abort begins when nobody needs the new version any more. */
    private boolean mayBegin(RolloutStatus status) {
        boolean isBack = release.lineage()
                .separateStable(status.stableRS())
                .map(Pods::of)
                .filter(stable -> stable.available() >= release.replicas())
                .isPresent();
        return isBack && release.stored().abortedAt().isPresent() && services.surelySparesNewest();
    }
}
