package tidegate.rollout.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import tidegate.api.rollout.Rollout;
import tidegate.kube.client.KubeException;
import tidegate.kube.informer.ObjectKey;
import tidegate.kube.schedule.Next;
import tidegate.kube.time.Timekeeper;
import tidegate.kube.write.Fence;
import tidegate.rollout.act.Doubt;
import tidegate.rollout.act.EventSink;
import tidegate.rollout.act.Outcome;
import tidegate.rollout.act.Outcome.Failure;
import tidegate.rollout.act.PlanExecutor;
import tidegate.rollout.observe.RolloutObserver;
import tidegate.rollout.observe.Sight;
import tidegate.rollout.observe.Unanswered;
import tidegate.rollout.plan.Freshness;
import tidegate.rollout.plan.Plan;
import tidegate.rollout.plan.RolloutSnapshot;
import tidegate.rollout.plan.StatusWrite;
import tidegate.rollout.plan.Troubled;
import tidegate.rollout.plan.action.Notice;
import tidegate.rollout.plan.action.Stage;
import tidegate.rollout.plan.action.Want;
import tidegate.rollout.plan.seen.Trouble;
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

    /** What is due apart from a retry may be due at once each time, and must not make the retries as frequent. */
    private static final Duration BETWEEN_RETRIES = Duration.ofSeconds(1);

    /** The fence may open again with nobody to tell: the next renewal of the lease may come late, or the clock jump. */
    private static final Duration UNTIL_THE_FENCE_OPENS = Duration.ofSeconds(1);

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

    private final Map<ObjectKey, Memory> memories = new ConcurrentHashMap<>();

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
        if (!fence.allows()) return Next.after(UNTIL_THE_FENCE_OPENS);
        Memory known = memories.get(key);
        return pass(key, onGone, known == null ? Set.of() : known.wants());
    }

    /** @param wants what the API is asked first */
    private Next pass(ObjectKey key, Runnable onGone, Set<Want> wants) {
        try {
            return switch (observer.look(key, wants, time.now())) {
                case Sight.NotYet(String what) -> Next.retry(what);
                case Sight.Gone _ -> {
                    register.gone(key, time.now());
                    onGone.run();
                    yield Next.whenAdded();
                }
                case Sight.Seen seen -> reconcile(key, seen, wants, onGone);
            };
        } catch (KubeException e) {
            String why = String.valueOf(e.getMessage());
            failed(key, why);
            return new Next.Retry(why, e.error().notBefore().orElse(Duration.ZERO));
        }
    }

    /** Drops what is remembered of a Rollout that is gone. */
    void forget(ObjectKey key) {
        memories.remove(key);
    }

    private Next reconcile(ObjectKey key, Sight.Seen looked, Set<Want> wants, Runnable onGone) {
        RolloutSnapshot found = looked.snapshot();
        if (found.freshness() instanceof Freshness.Behind) return Next.after(CATCH_UP);
        long began = time.nanos();
        Instant now = time.now();
        Rollout rollout = found.rollout();
        register.seen(key, rollout, now);
        Memory memory = memoryOf(key, rollout);
        if (memory.misses(found)) {
            Set<Want> allSets = Set.of(new Want.ReplicaSets());
            return wants.containsAll(allSets) ? Next.retry("ReplicaSets of " + key) : pass(key, onGone, allSets);
        }
        memory.doubts.done(found).forEach(this::tell);
        looked.serverDefaults().ifPresent(memory::learned);
        var seen = found.with(memory.past(found, now));
        Plan plan = decide(key, memory, seen, now);
        // in this pass: one that only asks is no success, and must not make the retries of a failure begin anew
        if (plan.isEmpty() && !wants.containsAll(plan.wants())) return pass(key, onGone, both(wants, plan.wants()));
        Plan due =
                countsHeldUntil(memory, plan, now).map(plan::holdingStatusUntil).orElse(plan);
        Next next = carryOut(key, memory, seen, due, wants, looked.unanswered(), now);
        if (!rollout.meta().isBeingDeleted())
            metrics.reconciled(key.namespace(), key.name(), Duration.ofNanos(time.nanos() - began));
        return next;
    }

    /** What was written without an answer, and is seen to be there now. */
    private void tell(Doubts.Waiting written) {
        Rollout about = written.about();
        events.add(about, about.meta().resourceVersion(), written.doubt().events(), written.at());
        if (written.doubt().write() instanceof Doubt.Write.OfStatus(StatusWrite status))
            metrics.statusWritten(about.status(), status.next(), written.at());
    }

    /** One Rollout that cannot be decided about says so, and holds up no other. */
    private Plan decide(ObjectKey key, Memory memory, RolloutSnapshot seen, Instant now) {
        try {
            Plan plan = planner.apply(seen, now);
            memory.brokenBy("");
            return plan;
        } catch (RuntimeException e) {
            String error = String.valueOf(e);
            if (memory.brokenBy(error)) logBroken(key, e);
            return Troubled.broken(seen, error, now);
        }
    }

    /** With its stack trace, so not again for each retry. */
    private static void logBroken(ObjectKey key, RuntimeException cause) {
        LOG.atError()
                .addKeyValue("rollout", key.name())
                .addKeyValue("namespace", key.namespace())
                .setCause(cause)
                .log("A Rollout cannot be decided about; nothing is done to it until it changes");
    }

    /** What one answer shows may need another: neither is given up for the other. */
    private static Set<Want> both(Set<Want> some, Set<Want> others) {
        var all = new HashSet<>(some);
        all.addAll(others);
        return Set.copyOf(all);
    }

    private Memory memoryOf(ObjectKey key, Rollout rollout) {
        return Objects.requireNonNull(memories.compute(
                key,
                (_, known) -> known != null && known.isOf(rollout)
                        ? known
                        : new Memory(rollout.meta().uid())));
    }

    /** New counts of pods come in swarms, and nobody waits for them: several make one write. */
    private static Optional<Instant> countsHeldUntil(Memory memory, Plan plan, Instant now) {
        // a plan that only asks to look again says nothing about what is held
        if (!plan.wants().isEmpty()) return Optional.empty();
        boolean onlyCounts = plan.status().map(StatusWrite::onlyCounts).orElse(false);
        if (!onlyCounts) {
            memory.holdsNoCounts();
            return Optional.empty();
        }
        Instant until = memory.holdsCountsSince(now).plus(COUNTS_HELD_BACK);
        return now.isBefore(until) ? Optional.of(until) : Optional.empty();
    }

    private Next carryOut(
            ObjectKey key,
            Memory memory,
            RolloutSnapshot seen,
            Plan plan,
            Set<Want> asked,
            List<Unanswered> unanswered,
            Instant now) {
        Outcome outcome = executors.apply(key).carryOut(plan, seen, memory.troubles.silent());
        var due = outcome.due().stream().map(Notice::event).toList();
        events.add(seen.rollout(), seen.rollout().meta().resourceVersion(), due, now);
        memory.doubts.note(seen.rollout(), outcome, now);
        if (!plan.isEmpty()) log(key, plan, outcome, Duration.between(now, time.now()));
        if (outcome.held().contains(Stage.Name.STATUS))
            plan.status()
                    .ifPresent(status -> metrics.statusWritten(seen.rollout().status(), status.next(), now));
        if (outcome.isNotLeading()) return Next.after(UNTIL_THE_FENCE_OPENS);
        if (outcome.held().contains(Stage.Name.CREATE)) memory.created();
        // not before it is written: a write that fails is tried again at its own pace, and not held back once more
        if (outcome.held().contains(Stage.Name.STATUS)) memory.holdsNoCounts();
        boolean news = isNews(memory, seen, plan, asked, outcome, unanswered);
        memory.verified(plan.verified());
        memory.wants(plan.wants());
        if (memory.isBroken()) return broken(key);
        if (!outcome.isComplete() || !unanswered.isEmpty())
            return afterFailure(key, plan, outcome, unanswered, news, now);
        memory.nothingFailed();
        return whenToLook(plan, outcome, news, now);
    }

    /** Whether the planner would now be told of trouble about something else than it was, and so has something to report. */
    private boolean isNews(
            Memory memory,
            RolloutSnapshot seen,
            Plan plan,
            Set<Want> asked,
            Outcome outcome,
            List<Unanswered> unanswered) {
        Instant now = time.now();
        memory.troubles.note(plan, asked, outcome, unanswered, now);
        boolean notCreated = outcome.createFailure()
                .or(() -> memory.troubles.ofCreate(plan, now))
                .map(failure -> memory.notCreated(seen.rollout(), failure))
                .orElse(false);
        return notCreated
                || !subjects(memory.troubles.told(now))
                        .equals(subjects(seen.past().troubles()));
    }

    private static Set<String> subjects(List<Trouble> troubles) {
        return troubles.stream().map(Trouble::about).collect(Collectors.toSet());
    }

    private Next whenToLook(Plan plan, Outcome outcome, boolean news, Instant now) {
        if (!plan.wants().isEmpty()) return Next.after(plan.isEmpty() ? BREATH : Duration.ZERO);
        if (news || outcome.left() > 0) return Next.after(Duration.ZERO);
        Instant latest = now.plus(resync);
        Instant next = plan.nextLook().filter(latest::isAfter).orElse(latest);
        return plan.isEmpty() && !next.isAfter(now) ? Next.after(BREATH) : Next.at(next);
    }

    /** The failure that allows the latest next look decides; what else is due does not wait for it. */
    private Next afterFailure(
            ObjectKey key, Plan plan, Outcome outcome, List<Unanswered> unanswered, boolean news, Instant now) {
        Duration notBefore = Stream.concat(
                        outcome.failures().stream().map(Reconciler::notBefore),
                        unanswered.stream().map(question -> question.error().notBefore()))
                .flatMap(Optional::stream)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        if (news && notBefore.isZero()) return Next.after(Duration.ZERO);
        boolean outdated = unanswered.isEmpty()
                && outcome.failures().stream()
                        .allMatch(failure -> failure instanceof Failure.Outdated || failure instanceof Failure.Skipped);
        String why = Stream.concat(
                        outcome.failures().stream().map(Failure::why),
                        unanswered.stream()
                                .map(question -> question.subject() + ": "
                                        + question.error().message()))
                .findFirst()
                .orElse("");
        if (!outdated) failed(key, why);
        return new Next.Retry(why, notBefore, plan.nextLook().map(next -> later(next, now.plus(BETWEEN_RETRIES))));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private Next broken(ObjectKey key) {
        metrics.failed(key.namespace(), key.name());
        return Next.retry("a decision that failed");
    }

    private static Optional<Duration> notBefore(Failure failure) {
        return failure instanceof Failure.Retriable retriable ? Optional.of(retriable.notBefore()) : Optional.empty();
    }

    private void failed(ObjectKey key, String why) {
        metrics.failed(key.namespace(), key.name());
        Memory known = memories.get(key);
        boolean isNew = known == null || known.tellsAnew(why);
        LOG.atLevel(isNew ? Level.WARN : Level.DEBUG)
                .addKeyValue("rollout", key.name())
                .addKeyValue("namespace", key.namespace())
                .addKeyValue("error", why)
                .log("Reconciliation failed, retrying");
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
