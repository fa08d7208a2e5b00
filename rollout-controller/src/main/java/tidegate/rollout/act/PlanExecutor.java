package tidegate.rollout.act;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.wire.RolloutEvent;
import tidegate.kube.client.KubeError;
import tidegate.kube.client.KubeException;
import tidegate.kube.write.FencedException;
import tidegate.rollout.plan.Plan;
import tidegate.rollout.plan.RolloutSnapshot;
import tidegate.rollout.plan.StatusWrite;
import tidegate.rollout.plan.action.Action;
import tidegate.rollout.plan.action.Notice;
import tidegate.rollout.plan.action.Stage;
import tidegate.rollout.plan.seen.CreateFailure;

/**
 * Carries out plans as {@link Plan} demands: stages in their order, a stage whose needs did not hold is skipped, the
 * status last. Every write carries the uid and version of the snapshot, or of this pass's own write before it.
 *
 * <p>Pods are written side by side, and no more of them in one pass than {@link PodWrites} allows; once the cluster
 * does not answer for one, no other is begun, so that a pass waits for one timeout and not for a thousand.
 *
 * <p>Never throws for what a cluster answers: that is in the {@link Outcome}. Safe for use by many threads, each with
 * another Rollout.
 */
public final class PlanExecutor {
    /** Stages that neither another one nor the status ever needs. */
    private static final Set<Stage.Name> NEEDED_BY_NOTHING = EnumSet.of(
            Stage.Name.SERVICES, Stage.Name.ANNOTATE, Stage.Name.PODS, Stage.Name.WORKLOAD, Stage.Name.CLEAN_UP);

    private final Cluster cluster;
    private final PodWrites pods;

    /** Writes to pods in turn, in the calling thread. */
    public PlanExecutor(Cluster cluster) {
        this(cluster, PodWrites.IN_TURN);
    }

    public PlanExecutor(Cluster cluster, PodWrites pods) {
        this.cluster = cluster;
        this.pods = pods;
    }

    /**
     * One plan, made from that snapshot.
     *
     * @param silent {@linkplain Subject subjects} that did not answer lately: each may cost a timeout again, and what
     *     nothing else needs of them comes after the status
     */
    public Outcome carryOut(Plan plan, RolloutSnapshot seen, Set<String> silent) {
        return new Execution(plan, seen, silent).run();
    }

    /** One plan on its way. */
    private final class Execution {
        private final Plan plan;
        private final RolloutSnapshot seen;
        private final String namespace;
        private final Set<Action> done = ConcurrentHashMap.newKeySet();
        private final Set<Stage.Name> held = EnumSet.noneOf(Stage.Name.class);
        private final List<Outcome.Failure> failures = Collections.synchronizedList(new ArrayList<>());
        /** By uid, the version that this pass itself made of it. */
        private final Map<String, String> versions = new ConcurrentHashMap<>();

        private final Set<String> tried = ConcurrentHashMap.newKeySet();
        private final Set<String> unsettled = ConcurrentHashMap.newKeySet();
        private final Set<String> silent;
        /** What is tried after the status: parts of stages, by what they are done to. */
        private final Map<String, List<Stage>> late = new LinkedHashMap<>();

        private final Set<Stage.Name> failed = ConcurrentHashMap.newKeySet();
        private final List<Unanswered> unanswered = Collections.synchronizedList(new ArrayList<>());
        private int left;

        Execution(Plan plan, RolloutSnapshot seen, Set<String> silent) {
            this.plan = plan;
            this.seen = seen;
            this.silent = silent;
            this.namespace = seen.rollout().namespace();
        }

        Outcome run() {
            try {
                plan.stages().forEach(this::attempt);
                plan.status().ifPresent(this::attempt);
                attemptLate();
            } catch (FencedException e) {
                failures.add(new Outcome.Failure.NotLeading(String.valueOf(e.getMessage())));
            }
            tried.removeAll(unsettled);
            return new Outcome(held, failures, tried, due(), versions.keySet(), doubts(), left);
        }

        private void attempt(Stage stage) {
            if (!mayRun(stage.needs(), "stage " + stage.name())) return;
            List<Action> waiting = stage.actions().stream()
                    .filter(action -> mayBeLate(stage.name(), action))
                    .toList();
            List<Action> others = stage.actions().stream()
                    .filter(action -> !mayBeLate(stage.name(), action))
                    .toList();
            if (!succeed(stage.name(), others)) failed.add(stage.name());
            if (waiting.isEmpty()) settle(stage.name());
            else putOff(stage.name(), waiting);
        }

        private boolean mayBeLate(Stage.Name stage, Action action) {
            return NEEDED_BY_NOTHING.contains(stage) && silent.contains(Subject.of(action));
        }

        /** Pods stay together, as their number is limited; else what is done to one object stays in order. */
        private void putOff(Stage.Name stage, List<Action> actions) {
            if (stage == Stage.Name.PODS) putOff("pods", stage, actions);
            else for (Action action : actions) putOff(Subject.of(action), stage, List.of(action));
        }

        private void putOff(String what, Stage.Name stage, List<Action> actions) {
            late.computeIfAbsent(what, _ -> new ArrayList<>()).add(new Stage(stage, Set.of(), actions));
        }

        /** Side by side, as each may take its whole timeout. */
        private void attemptLate() {
            SideBySide.run(List.copyOf(late.values()), pods.atOnce(), parts -> {
                for (Stage part : parts) if (!succeed(part.name(), part.actions())) failed.add(part.name());
                return true;
            });
            for (List<Stage> parts : late.values()) for (Stage part : parts) settle(part.name());
        }

        private void settle(Stage.Name stage) {
            if (!failed.contains(stage)) held.add(stage);
        }

        private boolean succeed(Stage.Name stage, List<Action> actions) {
            return stage == Stage.Name.PODS ? podsSucceed(actions) : succeed(actions);
        }

        private boolean succeed(List<Action> actions) {
            boolean all = true;
            for (Action action : actions) all &= tried(action).isEmpty();
            return all;
        }

        private boolean podsSucceed(List<Action> actions) {
            var some = actions.subList(0, Math.min(actions.size(), pods.perPass()));
            left += actions.size() - some.size();
            SideBySide.run(
                    some, pods.atOnce(), action -> !(tried(action).orElse(null) instanceof Outcome.Failure.Retriable));
            return left == 0 && done.containsAll(some);
        }

        private void attempt(StatusWrite status) {
            if (!mayRun(status.needs(), "the status")) return;
            var rollout = seen.rollout();
            var target = new Action.Ref(
                    rollout.name(), rollout.meta().uid(), rollout.meta().resourceVersion());
            try {
                Json patch = guarded(target, Json.object("status", status.patch()));
                noteVersion(cluster.patchRolloutStatus(namespace, rollout.name(), patch));
                held.add(Stage.Name.STATUS);
            } catch (KubeException e) {
                noteDoubt(new Doubt.Write.OfStatus(status), Optional.of(target), e);
                failures.add(failure(Subject.STATUS, e));
            }
        }

        /** Stages that the plan does not have count as held. */
        private boolean mayRun(Set<Stage.Name> needs, String what) {
            Optional<Stage.Name> missing = needs.stream()
                    .filter(need -> !held.contains(need))
                    .filter(need -> plan.stages().stream().anyMatch(stage -> stage.name() == need))
                    .findFirst();
            missing.ifPresent(need ->
                    failures.add(new Outcome.Failure.Skipped(what + " needs stage " + need + ", which failed")));
            return missing.isEmpty();
        }

        /** Empty if it succeeded. */
        private Optional<Outcome.Failure> tried(Action action) {
            Optional<Outcome.Failure> failed;
            try {
                failed = perform(action);
            } catch (KubeException e) {
                noteDoubt(new Doubt.Write.By(action), targetOf(action), e);
                failed = Optional.of(failure(Subject.of(action), e));
            }
            (failed.isEmpty() ? tried : unsettled).add(Subject.of(action));
            failed.ifPresentOrElse(failures::add, () -> done.add(action));
            return failed;
        }

        private Optional<Outcome.Failure> perform(Action action) {
            return switch (action) {
                case Action.CreateReplicaSet create -> create(create);
                case Action.AdoptReplicaSet adopt ->
                    rolloutStillLives()
                            ? patchReplicaSet(adopt)
                            : Optional.of(new Outcome.Failure.Outdated("the rollout is gone or being deleted"));
                case Action.ScaleReplicaSet scale -> patchReplicaSet(scale);
                case Action.PatchReplicaSet patch -> patchReplicaSet(patch);
                case Action.ReleaseReplicaSet release -> patchReplicaSet(release);
                case Action.DeleteReplicaSet(var target) -> {
                    cluster.deleteReplicaSet(namespace, target.name(), target.uid(), versionOf(target));
                    yield Optional.empty();
                }
                case Action.PatchService patch -> {
                    Json guarded = guarded(patch.target(), patch.patch());
                    noteVersion(cluster.patchService(namespace, patch.target().name(), guarded));
                    yield Optional.empty();
                }
                case Action.PatchDeployment patch -> {
                    Json guarded = guarded(patch.target(), patch.patch());
                    noteVersion(
                            cluster.patchDeployment(namespace, patch.target().name(), guarded));
                    yield Optional.empty();
                }
                case Action.PatchPod patch -> {
                    patchPod(patch, pods.attempts());
                    yield Optional.empty();
                }
                case Action.EvictPod(var target) -> {
                    evict(target);
                    yield Optional.empty();
                }
                case Action.PatchRollout patch -> {
                    Json guarded = guarded(patch.target(), patch.patch());
                    noteVersion(cluster.patchRollout(namespace, patch.target().name(), guarded));
                    yield Optional.empty();
                }
            };
        }

        private Optional<Outcome.Failure> patchReplicaSet(Action.Patch patch) {
            Json guarded = guarded(patch.target(), patch.patch());
            noteVersion(cluster.patchReplicaSet(namespace, patch.target().name(), guarded));
            return Optional.empty();
        }

        /** A pod changes by itself all the time: on a conflict the same patch is tried on the newer version. */
        private void patchPod(Action.PatchPod patch, int attempts) {
            Action.Ref target = patch.target();
            try {
                cluster.patchPod(namespace, target.name(), guarded(target, patch.patch()));
            } catch (KubeException e) {
                if (e.isNotFound()) return;
                if (!e.isConflict() || attempts <= 1) throw e;
                newer(target).ifPresent(now -> patchPod(new Action.PatchPod(now, patch.patch()), attempts - 1));
            }
        }

        /** Empty if that very pod is gone. */
        private Optional<Action.Ref> newer(Action.Ref pod) {
            return cluster.pod(namespace, pod.name())
                    .map(live -> live.get("metadata"))
                    .filter(live -> live.get("uid").stringOrEmpty().equals(pod.uid()))
                    .map(live -> new Action.Ref(
                            pod.name(), pod.uid(), live.get("resourceVersion").stringOrEmpty()));
        }

        private void evict(Action.Ref pod) {
            try {
                cluster.evictPod(namespace, pod.name(), pod.uid(), pod.resourceVersion());
            } catch (KubeException e) {
                boolean goneOrNotNow = e.isNotFound() || e.error() instanceof KubeError.TooManyRequests;
                if (!goneOrNotNow) throw e;
            }
        }

        private Optional<Outcome.Failure> create(Action.CreateReplicaSet create) {
            try {
                noteVersion(cluster.createReplicaSet(namespace, create.manifest()));
                return Optional.empty();
            } catch (KubeException e) {
                noteDoubt(new Doubt.Write.By(create), Optional.empty(), e);
                return switch (e.error()) {
                    case KubeError.AlreadyExists _ -> judge(create);
                    case KubeError.Transient _, KubeError.TooManyRequests _, KubeError.Unauthorized _ ->
                        Optional.of(failure(Subject.of(create), e));
                    case KubeError.Conflict _,
                            KubeError.NotFound _,
                            KubeError.Gone _,
                            KubeError.Invalid _,
                            KubeError.Forbidden _,
                            KubeError.Refused _ ->
                        Optional.of(notCreated(new CreateFailure.Refused(
                                create.name(), e.error().message())));
                };
            }
        }

        /** An earlier process may have created it and died before it could say so. */
        private Optional<Outcome.Failure> judge(Action.CreateReplicaSet create) {
            Optional<Json> live = cluster.replicaSet(namespace, create.name());
            if (live.isEmpty())
                return Optional.of(new Outcome.Failure.Outdated(create.name() + " was there and is gone again"));
            if (isOurs(ReplicaSet.of(live.get()), ReplicaSet.of(create.manifest()))) {
                noteVersion(live.get());
                return Optional.empty();
            }
            return Optional.of(notCreated(new CreateFailure.NameTaken(create.name())));
        }

        private boolean isOurs(ReplicaSet live, ReplicaSet wanted) {
            String uid = seen.rollout().meta().uid();
            boolean owned = live.meta()
                    .controller()
                    .filter(owner -> owner.uid().equals(uid))
                    .isPresent();
            return owned && live.hash().equals(wanted.hash());
        }

        private Outcome.Failure notCreated(CreateFailure failure) {
            return new Outcome.Failure.NotCreated(
                    failure,
                    switch (failure) {
                        case CreateFailure.NameTaken(var name) ->
                            "the name " + name + " is taken by another ReplicaSet";
                        case CreateFailure.Refused(var name, var error) -> "create " + name + ": " + error;
                    });
        }

        private boolean rolloutStillLives() {
            return cluster.rollout(namespace, seen.rollout().name())
                    .map(live -> live.get("metadata"))
                    .filter(live -> live.get("uid")
                            .stringOrEmpty()
                            .equals(seen.rollout().meta().uid()))
                    .filter(live -> live.get("deletionTimestamp").isNullOrMissing())
                    .isPresent();
        }

        private Json guarded(Action.Ref target, Json patch) {
            return patch.withAt(List.of("metadata", "uid"), target.uid())
                    .withAt(List.of("metadata", "resourceVersion"), versionOf(target));
        }

        private String versionOf(Action.Ref target) {
            return versions.getOrDefault(target.uid(), target.resourceVersion());
        }

        private void noteVersion(Json written) {
            Json metadata = written.get("metadata");
            versions.put(
                    metadata.get("uid").stringOrEmpty(),
                    metadata.get("resourceVersion").stringOrEmpty());
        }

        private void noteDoubt(Doubt.Write write, Optional<Action.Ref> target, KubeException e) {
            if (!e.error().leavesTheWriteInDoubt()) return;
            unanswered.add(new Unanswered(
                    write,
                    target.map(Action.Ref::uid).orElse(""),
                    target.map(this::versionOf).orElse("")));
        }

        private List<Doubt> doubts() {
            return unanswered.stream()
                    .map(one -> new Doubt(one.write(), one.uid(), one.version(), eventsOf(one.write())))
                    .filter(Doubt::matters)
                    .toList();
        }

        private List<RolloutEvent> eventsOf(Doubt.Write write) {
            return plan.notices().stream()
                    .filter(notice -> switch (write) {
                        case Doubt.Write.OfStatus _ -> notice.after() == Stage.Name.STATUS;
                        case Doubt.Write.By(var action) ->
                            notice.of().map(action::equals).orElseGet(() -> isLastOf(notice.after(), action));
                    })
                    .map(Notice::event)
                    .toList();
        }

        /** Whether all else of a stage is done. */
        private boolean isLastOf(Stage.Name name, Action action) {
            return plan.stages().stream()
                    .filter(stage -> stage.name() == name)
                    .map(Stage::actions)
                    .anyMatch(all -> all.contains(action)
                            && all.stream().allMatch(one -> one.equals(action) || done.contains(one)));
        }

        private List<Notice> due() {
            return plan.notices().stream()
                    .filter(notice -> notice.of().map(done::contains).orElseGet(() -> held.contains(notice.after())))
                    .toList();
        }
    }

    private record Unanswered(Doubt.Write write, String uid, String version) {}

    /** Empty for what is there only once it is done. */
    private static Optional<Action.Ref> targetOf(Action action) {
        return switch (action) {
            case Action.CreateReplicaSet _ -> Optional.empty();
            case Action.DeleteReplicaSet(var target) -> Optional.of(target);
            case Action.EvictPod(var target) -> Optional.of(target);
            case Action.Patch patch -> Optional.of(patch.target());
        };
    }

    private static Outcome.Failure failure(String subject, KubeException e) {
        String why = String.valueOf(e.getMessage());
        return switch (e.error().retry()) {
            case AFTER_READING -> new Outcome.Failure.Outdated(why);
            case SAME_CALL ->
                new Outcome.Failure.Retriable(
                        subject, why, e.error().notBefore().orElse(Duration.ZERO));
            case POINTLESS -> new Outcome.Failure.Refused(subject, e.error().message(), why);
        };
    }
}
