package tidegate.rollout.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tidegate.api.rollout.Rollout;
import tidegate.kube.client.KubeException;
import tidegate.kube.informer.ObjectKey;
import tidegate.kube.schedule.Next;
import tidegate.kube.time.Timekeeper;
import tidegate.kube.write.Fence;
import tidegate.rollout.act.EventSink;
import tidegate.rollout.act.Outcome;
import tidegate.rollout.act.Outcome.Failure;
import tidegate.rollout.act.PlanExecutor;
import tidegate.rollout.observe.RolloutObserver;
import tidegate.rollout.observe.RolloutObserver.Source;
import tidegate.rollout.observe.Sight;
import tidegate.rollout.plan.Freshness;
import tidegate.rollout.plan.Plan;
import tidegate.rollout.plan.RolloutSnapshot;
import tidegate.rollout.plan.StatusWrite;
import tidegate.rollout.plan.action.Notice;
import tidegate.rollout.plan.seen.Past;
import tidegate.rollout.runtime.metrics.ControllerMetrics;

/**
 * One pass over one Rollout: look, plan, act, and when to look again.
 *
 * <p>Keeps for a Rollout only what may be lost at any time; {@link #forget} drops even that.
 */
final class Reconciler {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

    /** How long to wait for a cache, which tells of its progress itself nearly always. */
    private static final Duration CATCH_UP = Duration.ofMillis(100);

    private static final Duration COUNTS_HELD_BACK = Duration.ofMillis(200);

    /** Between passes that neither wrote nor wait: a plan that wants to be made again at once must not spin. */
    private static final Duration BREATH = Duration.ofMillis(10);

    private final RolloutObserver observer;
    private final BiFunction<RolloutSnapshot, Instant, Plan> planner;
    private final Function<ObjectKey, PlanExecutor> executors;
    private final EventSink events;
    private final Register register;
    private final ControllerMetrics metrics;
    private final Fence fence;
    private final Timekeeper time;
    private final Duration resync;

    private final CreateFailures createFailures = new CreateFailures();
    private final Set<ObjectKey> liveWanted = ConcurrentHashMap.newKeySet();
    private final Map<ObjectKey, Instant> countsHeldSince = new ConcurrentHashMap<>();

    /**
     * A reconciler.
     *
     * @param executors what carries out the plans of each key
     * @param resync after which a Rollout is looked at although nothing changed
     */
    Reconciler(
            RolloutObserver observer,
            BiFunction<RolloutSnapshot, Instant, Plan> planner,
            Function<ObjectKey, PlanExecutor> executors,
            EventSink events,
            Register register,
            ControllerMetrics metrics,
            Fence fence,
            Timekeeper time,
            Duration resync) {
        this.observer = observer;
        this.planner = planner;
        this.executors = executors;
        this.events = events;
        this.register = register;
        this.metrics = metrics;
        this.fence = fence;
        this.time = time;
        this.resync = resync;
    }

    /** One pass; {@code onGone} is told if there is no such Rollout any more. */
    Next pass(ObjectKey key, Runnable onGone) {
        if (!fence.allows()) return Next.whenAdded();
        try {
            return switch (observer.look(key, liveWanted.remove(key) ? Source.API : Source.CACHE)) {
                case Sight.NotYet _ -> Next.after(CATCH_UP);
                case Sight.Gone _ -> {
                    register.gone(key, time.now());
                    onGone.run();
                    yield Next.whenAdded();
                }
                case Sight.Seen(var snapshot) -> reconcile(key, snapshot);
            };
        } catch (KubeException e) {
            return failed(
                    key, String.valueOf(e.getMessage()), e.error().notBefore().orElse(Duration.ZERO));
        }
    }

    /** Drops what is remembered of a Rollout that is gone. */
    void forget(ObjectKey key) {
        createFailures.forget(key);
        liveWanted.remove(key);
        countsHeldSince.remove(key);
    }

    private Next reconcile(ObjectKey key, RolloutSnapshot looked) {
        if (looked.freshness() instanceof Freshness.Behind) return Next.after(CATCH_UP);
        long began = time.nanos();
        Instant now = time.now();
        Rollout rollout = looked.rollout();
        register.seen(key, rollout, now);
        var seen = looked.with(new Past(createFailures.of(key, rollout), List.of(), Optional.empty(), Set.of()));
        Plan plan = planner.apply(seen, now);
        Plan due = countsHeldUntil(key, plan, now).map(plan::holdingStatusUntil).orElse(plan);
        Next next = carryOut(key, seen, due, now);
        metrics.reconciled(key.namespace(), key.name(), Duration.ofNanos(time.nanos() - began));
        return next;
    }

    /** New counts of pods come in swarms, and nobody waits for them: several make one write. */
    private Optional<Instant> countsHeldUntil(ObjectKey key, Plan plan, Instant now) {
        // a plan that only asks to look again says nothing about what is held
        if (!plan.wants().isEmpty()) return Optional.empty();
        boolean onlyCounts = plan.status().map(StatusWrite::onlyCounts).orElse(false);
        if (!onlyCounts) {
            countsHeldSince.remove(key);
            return Optional.empty();
        }
        Instant until = countsHeldSince.computeIfAbsent(key, _ -> now).plus(COUNTS_HELD_BACK);
        if (now.isBefore(until)) return Optional.of(until);
        countsHeldSince.remove(key);
        return Optional.empty();
    }

    private Next carryOut(ObjectKey key, RolloutSnapshot seen, Plan plan, Instant now) {
        Outcome outcome = executors.apply(key).carryOut(plan, seen);
        var due = outcome.due().stream().map(Notice::event).toList();
        events.add(seen.rollout(), seen.rollout().meta().resourceVersion(), due, now);
        if (!plan.isEmpty()) log(key, plan, outcome, Duration.between(now, time.now()));
        return outcome.isComplete() ? whenToLook(key, plan, outcome, now) : afterFailure(key, seen, outcome);
    }

    private Next whenToLook(ObjectKey key, Plan plan, Outcome outcome, Instant now) {
        if (plan.actions().stream().anyMatch(PlanExecutor::creates)) createFailures.forget(key);
        if (!plan.wants().isEmpty()) {
            liveWanted.add(key);
            return Next.after(plan.isEmpty() ? BREATH : Duration.ZERO);
        }
        if (outcome.left() > 0) return Next.after(Duration.ZERO);
        Instant latest = now.plus(resync);
        Instant next = plan.nextLook().filter(latest::isAfter).orElse(latest);
        return plan.isEmpty() && !next.isAfter(now) ? Next.after(BREATH) : Next.at(next);
    }

    /** The failure that allows the latest next look decides. */
    private Next afterFailure(ObjectKey key, RolloutSnapshot seen, Outcome outcome) {
        if (outcome.isNotLeading()) return Next.whenAdded();
        boolean news = outcome.createFailure()
                .map(failure -> createFailures.note(key, seen.rollout(), failure))
                .orElse(false);
        Failure first = outcome.failures().getFirst();
        Duration notBefore = outcome.failures().stream()
                .map(failure -> failure instanceof Failure.Retriable retriable ? retriable.notBefore() : Duration.ZERO)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        if (news && notBefore.isZero()) return Next.after(Duration.ZERO);
        boolean outdated = outcome.failures().stream()
                .allMatch(failure -> failure instanceof Failure.Outdated || failure instanceof Failure.Skipped);
        return outdated ? new Next.Retry(first.why(), notBefore) : failed(key, first.why(), notBefore);
    }

    private Next failed(ObjectKey key, String why, Duration notBefore) {
        metrics.failed(key.namespace(), key.name());
        LOG.atWarn()
                .addKeyValue("rollout", key.name())
                .addKeyValue("namespace", key.namespace())
                .addKeyValue("error", why)
                .log("Reconciliation failed, retrying");
        return new Next.Retry(why, notBefore);
    }

    private static void log(ObjectKey key, Plan plan, Outcome outcome, Duration took) {
        LOG.atInfo()
                .addKeyValue("rollout", key.name())
                .addKeyValue("namespace", key.namespace())
                .addKeyValue("held", outcome.held())
                .addKeyValue("failures", outcome.failures().size())
                .addKeyValue("waits_for", plan.waitsFor())
                .addKeyValue("time_ms", took.toMillis())
                .log("Reconciliation completed");
    }
}
