package tidegate.rollout.plan.bluegreen;

import tidegate.api.rollout.RolloutStatus;
import tidegate.api.rollout.Strategy;
import tidegate.rollout.plan.capacity.Pods;
import tidegate.rollout.plan.intent.Course;
import tidegate.rollout.plan.lineage.Release;
import tidegate.rollout.plan.status.Draft;

/**
 * Whether the new version has done what it has to before users are sent to it.
 *
 * <p>Once it has, and waiting or a smaller preview was part of it, status says so
 * ({@code blueGreen.scaleUpPreviewCheckPoint}) until the version is promoted or replaced: neither a scale event nor a
 * failed write nor a crash brings a pause back that is over.
 *
 * @param draft with the pause that has begun or ended
 * @param granted whether the active Service may be switched, as soon as the version has all its pods
 */
record Admission(Draft draft, boolean granted) {
    /** @param isShort whether nobody has anything to wait for: going back to a version that was just used, or the first */
    static Admission of(Release release, Strategy.BlueGreen blueGreen, Draft draft, Course course, boolean isShort) {
        return switch (course) {
            case HALT, ABORT -> new Admission(draft, false);
            case STABLE -> new Admission(draft, true);
            case PROMOTE_FULLY -> new Admission(draft.resumed(), true);
            case STEPS -> isShort ? passed(draft) : stepwise(release, blueGreen, draft);
        };
    }

    private static Admission stepwise(Release release, Strategy.BlueGreen blueGreen, Draft draft) {
        RolloutStatus status = draft.status();
        var pause = new PromotionPause(blueGreen);
        if (status.scaleUpPreviewCheckPoint()) return new Admission(draft.resumed(), true);
        if (PromotionPause.wasEndedBySomebody(status)) return passed(draft);
        if (!status.pauseConditions().isEmpty())
            return pause.isOver(status, release.now())
                    ? passed(draft)
                    : closed(PromotionPause.readable(draft, release.now()));
        if (!isReady(release, blueGreen, status)) {
            boolean isOnlyAboutPods =
                    !pause.isWanted() && blueGreen.previewReplicaCount().isEmpty();
            return new Admission(draft, isOnlyAboutPods);
        }
        if (pause.isWanted()) return closed(PromotionPause.waiting(draft, release.now()));
        return blueGreen.previewReplicaCount().isPresent() ? noted(draft) : new Admission(draft, true);
    }

    private static Admission closed(Draft draft) {
        return new Admission(draft, false);
    }

    private static Admission passed(Draft draft) {
        return new Admission(withCheckPoint(draft), true);
    }

    /**
     * Granted once it is stored: only the size of the preview says that it is ready, and with a status that cannot be
     * stored a larger size would be taken back and written again without end.
     */
    private static Admission noted(Draft draft) {
        return closed(withCheckPoint(draft));
    }

    private static Draft withCheckPoint(Draft draft) {
        return draft.resumed().map(status -> status.withScaleUpPreviewCheckPoint(true));
    }

    /** Whether the preview has all the pods that it is to have, all available. */
    private static boolean isReady(Release release, Strategy.BlueGreen blueGreen, RolloutStatus status) {
        int size = BlueGreenSizes.unadmitted(release, blueGreen, status);
        return release.newest()
                .filter(set -> set.replicas() == size)
                .map(Pods::of)
                .filter(pods -> pods.counted() && pods.available() == size)
                .isPresent();
    }
}
