package tidegate.rollout.plan.strategy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.rollout.Step;
import tidegate.api.value.WireTime;
import tidegate.api.wire.Phase;
import tidegate.api.wire.StepText;
import tidegate.rollout.plan.lineage.Release;
import tidegate.rollout.plan.status.Draft;
import tidegate.rollout.plan.step.StepWalk;

/** What has to happen next, in words. */
final class Waiting {
    private Waiting() {}

    static String describe(Release release, List<Step> steps, Draft draft, Sizes sizes) {
        RolloutStatus status = draft.status();
        if (status.phase().equals(Phase.HEALTHY.wire())) return "";
        if (release.newest().isEmpty()) return "ReplicaSet " + release.name() + " to be created";
        Optional<String> scaling = sizes.scaling(release);
        if (scaling.isPresent()) return scaling.get();
        Optional<String> pods = sizes.unavailable(release);
        if (pods.isPresent()) return pods.get();
        if (status.abort()) return "a retry or another pod template: the update was aborted";
        if (release.fault().isPresent()) return release.fault().get();
        if (release.rollout().spec().paused()) return "spec.paused to be removed";
        return StepWalk.current(steps, draft)
                .map(step -> step(step, steps, draft))
                .orElse("old pods to go");
    }

    private static String step(Step step, List<Step> steps, Draft draft) {
        String where = "step " + (draft.index() + 1) + "/" + steps.size() + " (" + StepText.of(step.json()) + ")";
        Optional<Instant> end = StepWalk.nextLook(steps, draft);
        if (end.isPresent()) return where + " to end at " + WireTime.format(end.get());
        return step instanceof Step.Pause ? where + " to be promoted" : where;
    }
}
