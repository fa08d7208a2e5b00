package tidegate.rollout.plan.strategy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.rollout.Step;
import tidegate.api.rollout.Strategy;
import tidegate.api.value.PodsOrPercent;
import tidegate.api.wire.PhaseMessage;
import tidegate.rollout.plan.action.Errand;
import tidegate.rollout.plan.capacity.Enough;
import tidegate.rollout.plan.capacity.Limits;
import tidegate.rollout.plan.capacity.Split;
import tidegate.rollout.plan.intent.Beginning;
import tidegate.rollout.plan.intent.Commands;
import tidegate.rollout.plan.intent.Course;
import tidegate.rollout.plan.lineage.Release;
import tidegate.rollout.plan.retire.Retirement;
import tidegate.rollout.plan.service.CanaryServices;
import tidegate.rollout.plan.status.Counts;
import tidegate.rollout.plan.status.Creation;
import tidegate.rollout.plan.status.Draft;
import tidegate.rollout.plan.status.Gauge;
import tidegate.rollout.plan.status.Report;
import tidegate.rollout.plan.step.StepWalk;

/**
 * A pass over a canary, or over a plain rolling update, which is a canary without steps.
 *
 * <p>What has changed comes first, then what users want, then the steps as far as the evidence goes, then promotion,
 * then the sizes that follow from all of it, and last the report. If the report finds the deadline passed and the spec
 * wants an abort then, the pass is decided once more as an aborted one.
 */
public final class CanaryStrategy {
    private final Release release;
    private final Creation creation;
    private final Strategy.Canary canary;
    private final List<Step> steps;
    private final CanarySizes sizes;
    private final Enough enough;

    public CanaryStrategy(Release release, Creation creation, Strategy.Canary canary) {
        this.release = release;
        this.creation = creation;
        this.canary = canary;
        this.steps = canary.steps();
        this.enough = Enough.of(canary.json().get("replicaProgressThreshold"));
        this.sizes = new CanarySizes(
                release,
                steps,
                Limits.of(
                        release.replicas(),
                        PodsOrPercent.of(canary.maxSurge()),
                        PodsOrPercent.of(canary.maxUnavailable())));
    }

    public Decision decide() {
        Beginning beginning = Beginning.of(release, steps.size());
        Draft draft = Commands.apply(release, beginning.draft(), steps.size());
        Decided decided = decided(beginning, draft, Optional.empty());
        Optional<String> timeout = decided.report.timeoutThatAborts();
        if (timeout.isPresent()) {
            Draft aborted = Commands.aborted(draft, release.now(), steps.size());
            decided = decided(beginning, aborted, timeout);
        }
        return decided.toDecision();
    }

    private Decided decided(Beginning beginning, Draft begun, Optional<String> abortCause) {
        Course course = Course.of(release, begun.status());
        Draft walked = course == Course.STEPS ? walk().from(begun) : begun;
        Optional<String> promotion = Promotion.cause(release, walked, course, steps.size(), enough);
        Draft promoted = promotion
                .map(cause -> Promotion.promoted(release, walked, cause, steps.size()))
                .orElse(walked);
        boolean goesOn = goesOn(begun.status(), promoted.status());
        RolloutStatus inForce = goesOn ? begun.status() : promoted.status();
        Course onwards = Course.of(release, inForce);
        Sizes wish = sizes.of(inForce, onwards);
        var services = new CanaryServices(release, inForce, canary, wish::of, wish.target());
        Sizes next = goesOn ? sizes.unmoved(inForce) : sizes.of(inForce, onwards, services.kept());
        Split goal = sizes.of(promoted.status(), Course.of(release, promoted.status()))
                .target();
        Report report = new Report(
                release, creation, beginning.start(), promoted, promotion, abortCause, gauge(promoted), goal);
        return new Decided(report, next, goal, services.errand());
    }

    /**
     * Whether a step is completed in this pass. That is stored first, and pods follow in the next pass: sizes that run ahead
     * of a status that cannot be stored would be taken back and written again without end.
     */
    private static boolean goesOn(RolloutStatus begun, RolloutStatus promoted) {
        boolean isFirst = begun.stableRS().isEmpty();
        return !isFirst && !begun.currentStepIndex().equals(promoted.currentStepIndex());
    }

    /** A step that does not go on has no end to look at; one that is over as soon as it began has one right after. */
    private Optional<Instant> endOfStep(Draft draft) {
        if (Course.of(release, draft.status()) != Course.STEPS) return Optional.empty();
        Instant soonest = release.now().plusMillis(1);
        return StepWalk.nextLook(steps, draft).map(end -> end.isBefore(soonest) ? soonest : end);
    }

    /** Pods of all versions serve together. An autoscaler is not told of those beyond the wanted: it would add to them. */
    private Gauge gauge(Draft draft) {
        List<ReplicaSet> all = release.lineage().all();
        int pods = Counts.replicas(all);
        return new Gauge(
                all,
                Math.min(pods, release.replicas()),
                Gauge.selectorOfAll(release),
                Counts.available(all) >= release.replicas(),
                pods == release.replicas(),
                remaining(draft, pods),
                true,
                waitsForSomebody(draft),
                false);
    }

    private String remaining(Draft draft, int pods) {
        if (pods > Counts.updated(release)) return PhaseMessage.OLD_REPLICAS_TERMINATE;
        return release.isPromoted(draft.status()) ? "" : PhaseMessage.WAITING_FOR_STEPS;
    }

    private boolean waitsForSomebody(Draft draft) {
        return StepWalk.current(steps, draft)
                .filter(step -> step instanceof Step.Pause pause && pause.isIndefinite())
                .isPresent();
    }

    private StepWalk walk() {
        return new StepWalk(steps, release.now(), this::isReached);
    }

    private boolean isReached(RolloutStatus status) {
        return sizes.of(status, Course.STEPS).areReached(release, status.stableRS(), enough);
    }

    private final class Decided {
        private final Report report;
        private final Sizes sizes;
        private final Split goal;
        private final Errand services;

        Decided(Report report, Sizes sizes, Split goal, Errand services) {
            this.report = report;
            this.sizes = sizes;
            this.goal = goal;
            this.services = services;
        }

        private RolloutStatus noted(RolloutStatus status) {
            int weight = StepWalk.weightAt(steps, status.currentStepIndex().orElse(0));
            boolean isOnItsWay = Course.of(release, status) == Course.STEPS;
            return WeightNote.in(
                    status, isOnItsWay ? WeightNote.of(weight, release.replicas(), goal) : Optional.empty());
        }

        Decision toDecision() {
            Draft next = report.complete().map(this::noted);
            Optional<Instant> nextLook = Stream.of(endOfStep(next), report.deadline(next))
                    .flatMap(Optional::stream)
                    .min(Instant::compareTo);
            return new Decision(
                    next,
                    sizes,
                    nextLook,
                    Waiting.describe(release, steps, next, sizes),
                    List.of(services, Retirement.calledOff(release, next.status())));
        }
    }
}
