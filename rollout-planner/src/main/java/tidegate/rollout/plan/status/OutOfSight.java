package tidegate.rollout.plan.status;

import java.time.Instant;
import java.util.Optional;
import tidegate.api.wire.Annotations;
import tidegate.api.wire.ConditionText;
import tidegate.api.wire.RolloutConditions;
import tidegate.rollout.plan.lineage.Release;

/**
 * The status of an update that nobody can see in full: it tells of an abort and of a missed deadline, and everything else
 * stays as it was.
 *
 * @param release as far as it can be seen; its numbers of pods and of revisions are no evidence
 */
public record OutOfSight(Release release) {
    public boolean isTimedOut() {
        return !isPaused()
                && Progress.condition(release.stored())
                        .filter(progressing -> Progress.isTimedOut(progressing, release))
                        .isPresent();
    }

    /** When it will be timed out; empty if nothing runs against it. */
    public Optional<Instant> deadline() {
        if (isPaused()) return Optional.empty();
        return Progress.condition(release.stored()).flatMap(progressing -> Progress.deadline(progressing, release));
    }

    private boolean isPaused() {
        return release.rollout().spec().paused()
                || !release.stored().pauseConditions().isEmpty();
    }

    /** What a missed deadline is told with. */
    public String timeout() {
        return timedOut().message();
    }

    /** Of its ReplicaSet, also where that cannot be seen: only what is known to be missing can be there at last. */
    private ConditionText timedOut() {
        String hash = release.stored().currentPodHash();
        return RolloutConditions.replicaSetTimedOut(Release.nameOf(release.rollout(), hash));
    }

    /** The draft with the missed deadline. */
    public Draft timedOut(Draft draft) {
        return complete(draft.map(status -> Conditions.setSince(status, timedOut(), release.now())));
    }

    /**
     * The draft of an abort, and what tells of it.
     *
     * @param cause why the controller itself aborts; empty if somebody asked for it
     */
    public Draft aborted(Draft draft, Optional<String> cause) {
        Draft told = Report.withAbort(draft, revision(), cause, release.now());
        return complete(told.map(status ->
                status.withDuration(Attempt.of(status).aborted(release.now()).json())));
    }

    private Draft complete(Draft draft) {
        return draft.map(status -> Conditions.ordered(status, release.stored()))
                .map(status -> PhaseOf.degraded(status).orElse(status));
    }

    /** As it is written on the Rollout. */
    private int revision() {
        String written =
                release.rollout().meta().annotation(Annotations.REVISION).orElse("");
        return written.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(written) : release.revision();
    }
}
