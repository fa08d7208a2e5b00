package tidegate.simulator.episode;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tidegate.rollout.plan.Freshness;
import tidegate.rollout.plan.Plan;
import tidegate.rollout.plan.RolloutPlanner;
import tidegate.rollout.plan.RolloutSnapshot;
import tidegate.rollout.plan.StatusWrite;
import tidegate.rollout.plan.action.Action;
import tidegate.rollout.plan.action.Want;
import tidegate.rollout.plan.seen.CreateFailure;
import tidegate.rollout.plan.seen.Past;
import tidegate.simulator.VirtualTime;
import tidegate.simulator.act.PlanRun;
import tidegate.simulator.cluster.SimCluster;
import tidegate.simulator.law.CapacityLaw;
import tidegate.simulator.law.StepLaw;

/** Observe, plan, act, whenever something has changed or is due; it may die between any two writes. */
final class Controller {
    /** Kinds of writes, counted. */
    enum Write {
        CREATE,
        SCALE,
        ANNOTATE,
        DELETE,
        ROLLOUT,
        NEIGHBOUR,
        STATUS
    }

    private static final Duration HOLD = Duration.ofMillis(200);

    private final RolloutPlanner planner = new RolloutPlanner();
    private final SimCluster cluster;
    private final VirtualTime time;
    private final RandomGenerator random;
    private final Story story;
    private final Map<Write, Integer> writes = new EnumMap<>(Write.class);
    private Instant nextPass = Instant.MAX;
    private Optional<CreateFailure> createFailure = Optional.empty();
    private @Nullable Instant heldSince;
    private @Nullable String broken;
    private int deathsPerThousandWrites;
    private int passes;

    Controller(SimCluster cluster, VirtualTime time, RandomGenerator random, Story story) {
        this.cluster = cluster;
        this.time = time;
        this.random = random;
        this.story = story;
        cluster.watch(this::somethingChanged);
    }

    /** From now on each write may be the last, with this chance. */
    void dies(int perThousandWrites) {
        deathsPerThousandWrites = perThousandWrites;
    }

    Map<Write, Integer> writes() {
        return writes;
    }

    int passes() {
        return passes;
    }

    /** The first law that was broken, in words. */
    Optional<String> broken() {
        return Optional.ofNullable(broken);
    }

    /** What would be done now. */
    Plan plan() {
        return planner.plan(snapshot(new Freshness.Live()), time.now());
    }

    private RolloutSnapshot snapshot(Freshness freshness) {
        return RolloutSnapshot.of(cluster.rollout(), cluster.replicaSets())
                .with(freshness)
                .with(new Past(createFailure, List.of(), Optional.empty(), Set.of()));
    }

    private void somethingChanged() {
        wake(Duration.ofMillis(random.nextInt(1, 25)));
    }

    void wake(Duration delay) {
        wakeAt(time.now().plus(delay));
    }

    private void wakeAt(Instant at) {
        if (!at.isBefore(nextPass)) return;
        nextPass = at;
        time.at(at, () -> {
            if (nextPass.equals(at)) pass();
        });
    }

    private void wakeLater(Instant at) {
        if (at.isAfter(time.now())) wakeAt(at);
        else breaks("looks again at " + at + ", which is not later: a busy loop");
    }

    private void pass() {
        nextPass = Instant.MAX;
        passes++;
        RolloutSnapshot seen = snapshot(new Freshness.Cached());
        Plan plan = planner.plan(seen, time.now());
        if (plan.wants().contains(new Want.ReplicaSets())) {
            seen = snapshot(new Freshness.Live());
            plan = planner.plan(seen, time.now());
        }
        carryOut(plan, seen);
    }

    private void carryOut(Plan plan, RolloutSnapshot seen) {
        plan.nextLook().ifPresent(this::wakeLater);
        tell(plan);
        new StepLaw(seen.rollout(), seen.replicaSets(), time.now()).judge(plan).ifPresent(this::breaks);
        boolean held = isHeld(plan);
        if (held) wake(HOLD);
        var law = new CapacityLaw(seen.rollout(), seen.replicaSets());
        var run = new PlanRun(cluster, plan, seen.rollout(), action -> before(action, law), this::beforeStatus);
        try {
            run.carryOut(!held);
            createFailure = run.createFailure();
            run.events().forEach(event -> story.add(time.now(), "event", event::toString));
            if (!run.isComplete()) wake(Duration.ofMillis(random.nextInt(1, 50)));
        } catch (PlanRun.Death _) {
            die();
        }
    }

    /** A status of nothing but counts waits a moment, so that several make one write. */
    private boolean isHeld(Plan plan) {
        boolean counts = plan.status().filter(StatusWrite::onlyCounts).isPresent();
        Instant since = heldSince;
        if (counts && since == null) {
            heldSince = time.now();
            return true;
        }
        boolean goesOn = counts && since != null && since.plus(HOLD).isAfter(time.now());
        if (!goesOn) heldSince = null;
        return goesOn;
    }

    private void before(Action action, CapacityLaw law) {
        mayDie();
        law.before(action).ifPresent(this::breaks);
        writes.merge(kindOf(action), 1, Integer::sum);
        story.add(time.now(), "write", () -> text(action));
    }

    private void beforeStatus() {
        mayDie();
        writes.merge(Write.STATUS, 1, Integer::sum);
    }

    private void breaks(String law) {
        story.add(time.now(), "BROKEN", () -> law);
        if (broken == null) broken = law;
    }

    private void mayDie() {
        if (random.nextInt(1000) < deathsPerThousandWrites) throw new PlanRun.Death();
    }

    private void die() {
        story.add(time.now(), "controller", () -> "dies, and is started again");
        createFailure = Optional.empty();
        heldSince = null;
        nextPass = Instant.MAX;
        wake(Duration.ofMillis(random.nextInt(200, 3000)));
    }

    private void tell(Plan plan) {
        if (plan.isEmpty()) return;
        story.add(time.now(), "plan", () -> plan.actions().size() + " actions, waits for: " + plan.waitsFor());
        plan.status()
                .ifPresent(status ->
                        story.add(time.now(), "status", () -> status.patch().toString()));
    }

    private static Write kindOf(Action action) {
        return switch (action) {
            case Action.CreateReplicaSet _ -> Write.CREATE;
            case Action.ScaleReplicaSet _ -> Write.SCALE;
            case Action.PatchReplicaSet _, Action.AdoptReplicaSet _, Action.ReleaseReplicaSet _ -> Write.ANNOTATE;
            case Action.DeleteReplicaSet _ -> Write.DELETE;
            case Action.PatchRollout _ -> Write.ROLLOUT;
            case Action.PatchService _, Action.PatchDeployment _, Action.PatchPod _, Action.EvictPod _ ->
                Write.NEIGHBOUR;
        };
    }

    private static String text(Action action) {
        return switch (action) {
            case Action.CreateReplicaSet(var name, var manifest, var size) ->
                "create " + name + " (" + SimCluster.imageOf(manifest.at("spec", "template")) + ") with " + size;
            case Action.DeleteReplicaSet(var target) -> "delete " + target.name();
            case Action.EvictPod(var target) -> "evict " + target.name();
            case Action.Patch patch -> "patch " + patch.target().name() + " " + patch.patch();
        };
    }

    /** For a story: sizes and availability of all ReplicaSets. */
    String pods() {
        return cluster.replicaSets().stream()
                .map(set ->
                        SimCluster.imageOf(set.template()) + " " + set.counts().available() + "/" + set.replicas())
                .collect(Collectors.joining(", "));
    }
}
