package tidegate.rollout.plan.bluegreen;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.rollout.Strategy;
import tidegate.api.wire.ConditionType;
import tidegate.api.wire.PauseReason;
import tidegate.api.wire.PhaseMessage;
import tidegate.rollout.plan.action.Errand;
import tidegate.rollout.plan.bluegreen.BlueGreenSizes.Sized;
import tidegate.rollout.plan.capacity.Pods;
import tidegate.rollout.plan.intent.Beginning;
import tidegate.rollout.plan.intent.Commands;
import tidegate.rollout.plan.intent.Course;
import tidegate.rollout.plan.lineage.Release;
import tidegate.rollout.plan.lineage.Rollback;
import tidegate.rollout.plan.lineage.RollbackWindow;
import tidegate.rollout.plan.status.Attempt;
import tidegate.rollout.plan.status.Counts;
import tidegate.rollout.plan.status.Creation;
import tidegate.rollout.plan.status.Draft;
import tidegate.rollout.plan.status.Gauge;
import tidegate.rollout.plan.status.Report;
import tidegate.rollout.plan.status.Start;
import tidegate.rollout.plan.strategy.Decision;
import tidegate.rollout.plan.strategy.Promotion;

/**
 * A pass over a blue-green Rollout.
 *
 * <p>What has changed comes first, then what users want, then what the Services are seen to select, then whether the new
 * version may have the users, then promotion, then sizes and switches that follow from all of it, and last the report. If
 * the report finds the deadline passed and the spec wants an abort then, the pass is decided once more as an aborted one.
 */
public final class BlueGreenStrategy {
    private static final int NO_STEPS = 0;

    private final Release release;
    private final Creation creation;
    private final Strategy.BlueGreen blueGreen;
    private final BlueGreenServices services;
    private final BlueGreenSizes sizes;

    public BlueGreenStrategy(Release release, Creation creation, Strategy.BlueGreen blueGreen) {
        this.release = release;
        this.creation = creation;
        this.blueGreen = blueGreen;
        this.services = new BlueGreenServices(release, blueGreen);
        this.sizes = new BlueGreenSizes(release, blueGreen, services);
    }

    public Decision decide() {
        Beginning beginning = Beginning.of(release, NO_STEPS);
        Draft draft = Commands.apply(release, beginning.draft(), NO_STEPS)
                .map(BlueGreenStrategy::withoutStepPauses)
                .map(services::observed);
        Decided decided = decided(beginning.start(), draft, Optional.empty());
        Optional<String> timeout = decided.report.timeoutThatAborts();
        if (timeout.isPresent()) {
            Draft aborted = Commands.aborted(draft, release.now(), NO_STEPS);
            decided = decided(beginning.start(), aborted, timeout);
        }
        return decided.toDecision();
    }

    /**
     * Drops a pause of steps, which this strategy has not: nobody could ever end it by waiting. It was not ended by
     * anybody, and {@code controllerPause} without a condition would say so.
     */
    private static RolloutStatus withoutStepPauses(RolloutStatus status) {
        if (status.pauseCondition(PauseReason.CANARY_PAUSE_STEP.wire()).isEmpty()) return status;
        var others = status.pauseConditions().stream()
                .filter(pause -> !pause.reason().equals(PauseReason.CANARY_PAUSE_STEP.wire()))
                .toList();
        return status.withPauseConditions(others).withControllerPause(!others.isEmpty());
    }

    private Decided decided(Start start, Draft begun, Optional<String> abortCause) {
        Course course = Course.of(release, begun.status());
        boolean goesBackFast = goesBackFast(start);
        boolean isShort = goesBackFast || isTheFirstToServe(begun.status());
        Admission admission = Admission.of(release, blueGreen, begun, course, isShort);
        Draft admitted = admission.draft();
        Optional<String> promotion =
                BlueGreenPromotion.cause(release, admitted.status(), course, admission.granted(), services);
        Draft promoted = promotion
                .map(cause -> Promotion.promoted(release, admitted, cause, NO_STEPS))
                .orElse(admitted);
        Course onwards = Course.of(release, promoted.status());
        boolean mayHaveUsers = admission.granted() || promotion.isPresent();
        Sized sized = sizes.of(promoted.status(), onwards, mayHaveUsers);
        Errand switches = services.errand(promoted.status(), onwards, mayHaveUsers);
        Report report = new Report(
                release,
                creation,
                start,
                promoted,
                promotion,
                abortCause,
                gauge(promoted.status(), goesBackFast),
                sized.sizes().target());
        return new Decided(report, sized, switches);
    }

    /**
     * Within the window as long as it is within the window: what users ask for in a pass is judged the same way. The delay
     * is judged once, when an update begins; the attempt in status remembers it.
     */
    private boolean goesBackFast(Start start) {
        return isWithinWindow()
                || switch (start) {
                    case NEW_VERSION -> Rollback.isWithinDelay(release);
                    case SAME -> Attempt.of(release.stored()).goesBackFast();
                    case RETRY, NEW_STEPS, NEW_STRATEGY -> false;
                };
    }

    private boolean isWithinWindow() {
        return RollbackWindow.contains(release, release.stored().stableRS());
    }

    /** No version has ever had the users to itself: the Service was never switched, and what is called stable never ran. */
    private boolean isTheFirstToServe(RolloutStatus status) {
        return services.isActiveKnown()
                && status.activeSelector().isEmpty()
                && release.stored().activeSelector().isEmpty()
                && release.stored().condition(ConditionType.HEALTHY).isEmpty()
                && release.lineage()
                        .separateStable(status.stableRS())
                        .map(Pods::of)
                        .filter(pods -> pods.counted() && pods.available() == 0)
                        .isPresent();
    }

    /** Only the version behind the active Service serves; while there is none, all do. */
    private Gauge gauge(RolloutStatus status, boolean goesBackFast) {
        Optional<ReplicaSet> active = release.lineage().withHash(status.activeSelector());
        List<ReplicaSet> serving =
                active.map(List::of).orElseGet(() -> release.lineage().all());
        boolean isAvailable = active.map(this::isSaturated).orElse(release.replicas() == 0);
        String remaining = remaining(status);
        return new Gauge(
                serving,
                Counts.replicas(serving),
                active.map(Gauge::selectorOf).orElseGet(() -> Gauge.selectorOfAll(release)),
                isAvailable,
                remaining.isEmpty() && isPreviewInPlace(status),
                remaining,
                false,
                new PromotionPause(blueGreen).waitsForSomebody(),
                goesBackFast);
    }

    private boolean isSaturated(ReplicaSet set) {
        int replicas = release.replicas();
        return set.replicas() == replicas
                && (replicas == 0 || set.desiredReplicas().orElse(-1) == replicas)
                && Pods.of(set).available() == replicas;
    }

    private String remaining(RolloutStatus status) {
        if (!status.activeSelector().equals(release.hash()) && !services.isUnused())
            return PhaseMessage.ACTIVE_SERVICE_CUTOVER_PENDING;
        return release.isPromoted(status) ? "" : PhaseMessage.WAITING_FOR_POST_PROMOTION;
    }

    private boolean isPreviewInPlace(RolloutStatus status) {
        return !blueGreen.hasPreviewService() || status.previewSelector().equals(release.hash());
    }

    private final class Decided {
        private final Report report;
        private final Sized sized;
        private final Errand switches;

        Decided(Report report, Sized sized, Errand switches) {
            this.report = report;
            this.sized = sized;
            this.switches = switches;
        }

        Decision toDecision() {
            Draft next = report.complete();
            Optional<Instant> nextLook = Stream.of(endOfPause(next), report.deadline(next))
                    .flatMap(Optional::stream)
                    .min(Instant::compareTo);
            return new Decision(
                    next,
                    sized.sizes(),
                    nextLook,
                    new BlueGreenWaiting(release, blueGreen)
                            .describe(next.status(), sized.sizes(), switches.waitsFor()),
                    List.of(switches, sized.retirement(), sized.roles()));
        }

        private Optional<Instant> endOfPause(Draft next) {
            return Course.of(release, next.status()) == Course.STEPS
                    ? new PromotionPause(blueGreen).end(next.status())
                    : Optional.empty();
        }
    }
}
