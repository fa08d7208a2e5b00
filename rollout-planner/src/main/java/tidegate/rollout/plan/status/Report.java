package tidegate.rollout.plan.status;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import tidegate.api.rollout.Condition;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.wire.CompletionCause;
import tidegate.api.wire.CompletionStatus;
import tidegate.api.wire.ConditionStatus;
import tidegate.api.wire.ConditionText;
import tidegate.api.wire.ConditionType;
import tidegate.api.wire.Phase;
import tidegate.api.wire.Reasons;
import tidegate.api.wire.RolloutConditions;
import tidegate.api.wire.RolloutEvent;
import tidegate.rollout.plan.capacity.Split;
import tidegate.rollout.plan.lineage.Release;
import tidegate.rollout.plan.lineage.Rollback;
import tidegate.rollout.plan.restart.Restart;

/** Completes the status of a pass: what was decided is in the draft, what was seen in the release. */
public final class Report {
    private static final Set<String> STALLED =
            Set.of(Reasons.PROGRESS_DEADLINE_EXCEEDED, Reasons.REPLICA_SET_CREATE_ERROR);

    private final Release release;
    private final Creation creation;
    private final Start start;
    private final Draft decided;
    private final Optional<String> promotion;
    private final Optional<String> abortCause;
    private final Gauge gauge;
    private final Split goal;
    private final RolloutStatus stored;
    private final RolloutStatus counted;
    private final Instant now;

    /**
     * @param decided what this pass decided, with the present step and the versions
     * @param promotion why the present version was promoted in this pass
     * @param abortCause why this pass aborts, empty unless the controller itself does
     * @param gauge what the strategy reads in its own way
     * @param goal pods of the present version and of the stable one that the release is heading for
     */
    public Report(
            Release release,
            Creation creation,
            Start start,
            Draft decided,
            Optional<String> promotion,
            Optional<String> abortCause,
            Gauge gauge,
            Split goal) {
        this.release = release;
        this.creation = creation;
        this.start = start;
        this.decided = decided;
        this.promotion = promotion;
        this.abortCause = abortCause;
        this.gauge = gauge;
        this.goal = goal;
        this.stored = release.stored();
        this.counted = Counts.into(decided.status(), release, gauge);
        this.now = release.now();
    }

    /** The text of a passed deadline that {@code spec.progressDeadlineAbort} turns into an abort. */
    public Optional<String> timeoutThatAborts() {
        boolean mayAbort = release.rollout().spec().progressDeadlineAbort()
                && !counted.abort()
                && !counted.stableRS().isEmpty()
                && !isPromoted();
        if (!mayAbort || start != Start.SAME || isPaused() || hasProgressed()) return Optional.empty();
        return Progress.condition(stored)
                .filter(progressing -> Progress.isTimedOut(progressing, release))
                .map(_ -> timeout().message());
    }

    /** The complete next status with all events of this pass. */
    public Draft complete() {
        Draft draft = decided.map(_ ->
                        counted.withObservedGeneration(release.rollout().meta().generation()))
                .map(this::withFault)
                .map(this::withAvailability)
                .map(this::withReplicaFailure)
                .map(this::withPause);
        draft = withCompletion(draft);
        draft = withProgress(draft.map(this::withHealth)).map(status -> Conditions.ordered(status, stored));
        return draft.map(status -> PhaseOf.into(
                        status,
                        release.replicas(),
                        release.rollout().spec().paused(),
                        isRestarting(status),
                        gauge.remaining()))
                .map(this::withDuration);
    }

    /** When the progress deadline passes, if nothing happens before. */
    public Optional<Instant> deadline(Draft next) {
        if (isPaused() || next.status().phase().equals(Phase.HEALTHY.wire())) return Optional.empty();
        return Progress.condition(next.status()).flatMap(progressing -> Progress.deadline(progressing, release));
    }

    private boolean isRestarting(RolloutStatus status) {
        return Restart.pending(release.rollout(), status).isPresent();
    }

    private boolean isPromoted() {
        return release.isPromoted(counted);
    }

    private boolean isPaused() {
        return release.rollout().spec().paused() || !counted.pauseConditions().isEmpty();
    }

    private boolean isAborted() {
        return counted.abort();
    }

    private RolloutStatus withFault(RolloutStatus status) {
        return release.fault()
                .map(fault -> InvalidSpec.said(status, release.rollout().name(), fault, now))
                .orElseGet(() -> status.withoutConditions(ConditionType.INVALID_SPEC));
    }

    private RolloutStatus withAvailability(RolloutStatus status) {
        return Conditions.set(status, RolloutConditions.available(gauge.available()), now);
    }

    private RolloutStatus withReplicaFailure(RolloutStatus status) {
        Optional<Condition> failure = release.newest()
                .flatMap(Report::failureOf)
                .or(() -> release.lineage().all().stream()
                        .map(Report::failureOf)
                        .flatMap(Optional::stream)
                        .findFirst());
        return failure.map(found -> Conditions.set(status, copyOf(found), now))
                .orElseGet(() -> status.withoutConditions(ConditionType.REPLICA_FAILURE));
    }

    private static Optional<Condition> failureOf(ReplicaSet set) {
        return set.condition(ConditionType.REPLICA_FAILURE);
    }

    private static ConditionText copyOf(Condition found) {
        return new ConditionText(
                ConditionType.REPLICA_FAILURE,
                ConditionStatus.ofWire(found.status()).orElse(ConditionStatus.UNKNOWN),
                found.reason(),
                found.message());
    }

    private RolloutStatus withPause(RolloutStatus status) {
        boolean known = status.condition(ConditionType.PAUSED).isPresent();
        if (isAborted() || !(known || isPaused())) return status;
        return Conditions.set(status, RolloutConditions.paused(isPaused()), now);
    }

    private Draft withCompletion(Draft draft) {
        ConditionText text = RolloutConditions.completed(isPromoted());
        boolean started = stored.stableRS().isEmpty()
                ? start == Start.NEW_VERSION && gauge.announcesFirst()
                : !isPromoted() && !Conditions.says(draft.status(), text);
        Draft next = draft.map(status -> Conditions.set(status, text, now));
        return started ? next.sayFirst(RolloutEvent.notCompleted(release.revision(), release.hash())) : next;
    }

    private boolean isHealthy() {
        int replicas = release.replicas();
        boolean inPlace = release.newest()
                .filter(set -> set.replicas() == replicas && set.hasCurrentCounts())
                .isPresent();
        return inPlace
                && isPromoted()
                && !isPaused()
                && counted.updatedReplicas() == replicas
                && counted.availableReplicas() == replicas
                && gauge.inPlace();
    }

    private RolloutStatus withHealth(RolloutStatus status) {
        boolean known = status.condition(ConditionType.HEALTHY).isPresent();
        return isHealthy() || known ? Conditions.set(status, RolloutConditions.healthy(isHealthy()), now) : status;
    }

    private Draft withProgress(Draft before) {
        if (isAborted()) return withAbort(before, release.revision(), abortCause, now);
        Draft draft = before.map(this::reprieved);
        RolloutStatus status = draft.status();
        boolean inTime = start.isReset() || !isTimedOut();
        if (creation instanceof Creation.Refused(String error) && inTime) return withCreateError(draft, error);
        if (isPaused()) return draft.map(this::standingStill);
        if (creation instanceof Creation.Planned)
            return draft.map(
                    to -> Conditions.rewritten(to, RolloutConditions.newReplicaSetCreated(release.name()), now));
        if (isHealthy()) return draft.map(this::arrived);
        return draft.map(to -> withBest(Progress.condition(status).isEmpty() ? found(to) : moving(to)));
    }

    /** Where a deadline had passed that no longer has, the clock runs on from where it began. */
    private RolloutStatus reprieved(RolloutStatus status) {
        boolean isPassed = Progress.condition(status).filter(Progress::isPassed).isPresent();
        return isPassed && !isTimedOut()
                ? Conditions.setSince(status, RolloutConditions.replicaSetProgresses(release.name()), now)
                : status;
    }

    /** Names this version also where no status on the way to it could be written. */
    private RolloutStatus arrived(RolloutStatus status) {
        ConditionText text = RolloutConditions.newReplicaSetAvailable(release.name());
        boolean named = Progress.condition(status)
                .filter(progressing -> progressing.message().equals(text.message()))
                .isPresent();
        return named ? Conditions.set(status, text, now) : Conditions.rewritten(status, text, now);
    }

    private boolean hasProgressed() {
        return Progress.isMade(stored, counted, release, goal);
    }

    /** The condition says how far the release had come, where the counts do not show it any more. */
    private RolloutStatus withBest(RolloutStatus status) {
        Headway best = hasProgressed() || start.isReset() ? Headway.seen(release) : Headway.best(stored);
        if (!best.isNearerThan(Headway.counted(status), goal)) return status;
        return Progress.condition(status)
                .map(progressing -> progressing.saying(best.addedTo(progressing.message())))
                .map(status::withCondition)
                .orElse(status);
    }

    /** A pause stops the clock of an update; what is promoted already has none to stop. */
    private RolloutStatus standingStill(RolloutStatus status) {
        if (!isPromoted()) return Conditions.set(status, RolloutConditions.progressIsPaused(), now);
        return isSaidToBeAborted(status) || hasRecovered(status)
                ? Conditions.rewritten(status, RolloutConditions.replicaSetProgresses(release.name()), now)
                : status;
    }

    /** The deadline was missed or there was no ReplicaSet, and what was missing has come, or begun to. */
    private boolean hasRecovered(RolloutStatus status) {
        boolean isComplete = release.newest().isPresent() && release.newestAvailable() >= release.replicas();
        return (isComplete || hasProgressed())
                && Progress.condition(status)
                        .map(Condition::reason)
                        .filter(STALLED::contains)
                        .isPresent();
    }

    /** Of a version that is no longer the present one: an abort that is in force does not stand still. */
    private static boolean isSaidToBeAborted(RolloutStatus status) {
        return Progress.condition(status)
                .filter(progressing -> progressing.reason().equals(Reasons.ABORTED))
                .isPresent();
    }

    private RolloutStatus found(RolloutStatus status) {
        return Conditions.set(status, RolloutConditions.foundNewReplicaSet(release.name()), now);
    }

    /** Neither healthy nor paused nor aborted: has it moved, is it to move again, or has it moved too long ago? */
    private RolloutStatus moving(RolloutStatus status) {
        String reason = Progress.condition(status).map(Condition::reason).orElse("");
        boolean saysHealthy = wasHealthy() || reason.equals(Reasons.NEW_REPLICA_SET_AVAILABLE);
        if (saysHealthy && isPromoted())
            return Conditions.rewritten(status, RolloutConditions.replicaSetNotAvailable(), now);
        if (saysHealthy || start.isReset() || hasProgressed())
            return Conditions.rewritten(status, RolloutConditions.replicaSetProgresses(release.name()), now);
        if (start == Start.RETRY) return Conditions.set(status, RolloutConditions.retriesAfterAbort(), now);
        if (reason.equals(Reasons.PAUSED)) return Conditions.set(status, RolloutConditions.progressIsResumed(), now);
        return isTimedOut() ? Conditions.setSince(status, timeout(), now) : status;
    }

    private boolean wasHealthy() {
        return stored.condition(ConditionType.HEALTHY).filter(Condition::isTrue).isPresent();
    }

    private boolean isTimedOut() {
        return Progress.condition(stored)
                .filter(progressing -> Progress.isTimedOut(progressing, release))
                .isPresent();
    }

    private ConditionText timeout() {
        return release.newest().isPresent()
                ? RolloutConditions.replicaSetTimedOut(release.name())
                : RolloutConditions.rolloutTimedOut(release.rollout().name());
    }

    /** The draft of an abort with the condition and the events that say so, once. */
    static Draft withAbort(Draft draft, int revision, Optional<String> cause, Instant now) {
        ConditionText text = RolloutConditions.aborted(revision, cause);
        if (Conditions.says(draft.status(), text)) return draft;
        Draft aborted = draft.map(status -> Conditions.set(status, text, now));
        if (cause.isPresent()) aborted = aborted.say(RolloutEvent.abortedByDeadline(cause.get()));
        return aborted.say(RolloutEvent.aborted(revision, cause));
    }

    private Draft withCreateError(Draft draft, String error) {
        ConditionText text = RolloutConditions.replicaSetCreateError(release.name(), error);
        if (Conditions.says(draft.status(), text)) return draft;
        return draft.map(status -> Conditions.set(status, text, now))
                .say(RolloutEvent.replicaSetCreateError(release.name(), error));
    }

    private RolloutStatus withDuration(RolloutStatus status) {
        Attempt attempt = begins() ? begun() : Attempt.of(stored);
        attempt = attempt.paused(isManuallyPaused(), now);
        if (isAborted()) attempt = attempt.aborted(now);
        if (isPromoted()) {
            attempt = attempt.decided(outcome());
            if (release.newestAvailable() >= release.replicas()) attempt = attempt.finished(now);
        }
        return status.withDuration(attempt.json());
    }

    private boolean begins() {
        return switch (start) {
            case SAME -> false;
            case NEW_VERSION, RETRY -> true;
            case NEW_STEPS, NEW_STRATEGY -> !isPromoted();
        };
    }

    private Attempt begun() {
        Attempt attempt = Attempt.begun(now);
        return gauge.goesBackFast() ? attempt.decided(CompletionStatus.FAST_ROLLED_BACK) : attempt;
    }

    private boolean isManuallyPaused() {
        return release.rollout().spec().paused() || (decided.isPaused() && gauge.waitsForSomebody());
    }

    private CompletionStatus outcome() {
        if (promotion.isEmpty()) return CompletionStatus.FAST_ROLLED_BACK;
        if (promotion.get().equals(CompletionCause.FULL_PROMOTION)) return CompletionStatus.FAST_PROMOTED;
        if (promotion.get().equals(CompletionCause.ROLLBACK_WITHIN_WINDOW)) return CompletionStatus.FAST_ROLLED_BACK;
        return Rollback.isOlder(release) ? CompletionStatus.ROLLED_BACK : CompletionStatus.PROMOTED;
    }
}
