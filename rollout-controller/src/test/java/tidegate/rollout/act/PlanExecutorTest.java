package tidegate.rollout.act;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.api.rollout.OwnerReference;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.wire.Labels;
import tidegate.api.wire.RolloutEvent;
import tidegate.kube.client.KubeError;
import tidegate.kube.write.FencedException;
import tidegate.rollout.act.Outcome.Failure;
import tidegate.rollout.plan.Plan;
import tidegate.rollout.plan.RolloutSnapshot;
import tidegate.rollout.plan.StatusWrite;
import tidegate.rollout.plan.action.Action;
import tidegate.rollout.plan.action.Notice;
import tidegate.rollout.plan.action.Stage;
import tidegate.rollout.plan.action.Stage.Name;
import tidegate.rollout.plan.seen.CreateFailure;

class PlanExecutorTest {
    private final ModelCluster cluster = new ModelCluster();
    private Rollout rollout = Rollout.of(Json.EMPTY_OBJECT);
    private ReplicaSet old = ReplicaSet.of(Json.EMPTY_OBJECT);

    @BeforeEach
    void aRolloutWithOneReplicaSet() {
        rollout = Rollout.of(
                cluster.put("Rollout", object("Rollout", "web", "r-uid").with("spec", Json.EMPTY_OBJECT)));
        old = ReplicaSet.of(cluster.put("ReplicaSet", set("web-1", "1", rollout)));
    }

    private static Json object(String kind, String name, String uid) {
        return Json.object("kind", kind, "metadata", Json.object("namespace", "shop", "name", name, "uid", uid));
    }

    private static Json set(String name, String hash, Rollout owner) {
        return object("ReplicaSet", name, "uid-of-" + name)
                .withAt(List.of("metadata", "labels"), Map.of(Labels.POD_TEMPLATE_HASH, hash))
                .withAt(
                        List.of("metadata", "ownerReferences"),
                        List.of(OwnerReference.controllerOf(owner).json()))
                .with("spec", Json.object("replicas", 5));
    }

    private Action scale(int to) {
        return new Action.ScaleReplicaSet(Action.Ref.of(old), 5, to, Action.Changes.NONE, "test");
    }

    private Action create(String name, String hash) {
        Json manifest = set(name, hash, rollout);
        return new Action.CreateReplicaSet(name, manifest.withAt(List.of("metadata", "uid"), Json.MISSING), 1);
    }

    private static Stage stage(Name name, Set<Name> needs, Action... actions) {
        return new Stage(name, needs, List.of(actions));
    }

    private static StatusWrite status(Set<Name> needs) {
        return new StatusWrite(RolloutStatus.NONE, Json.object("phase", "Progressing"), needs, false);
    }

    private static Plan plan(Optional<StatusWrite> status, List<Notice> notices, Stage... stages) {
        return new Plan(List.of(stages), status, notices, "", Optional.empty(), Set.of(), Set.of());
    }

    private Outcome carryOut(Plan plan) {
        return new PlanExecutor(cluster).carryOut(plan, RolloutSnapshot.of(rollout, List.of(old)), Set.of());
    }

    private Json storedSet(String name) {
        return cluster.get("ReplicaSet", name).orElse(Json.MISSING);
    }

    private String storedPhase() {
        return cluster.get("Rollout", "web").orElseThrow().at("status", "phase").stringOrEmpty();
    }

    @Test
    void stagesThenStatus() {
        Outcome outcome = carryOut(plan(
                Optional.of(status(Set.of(Name.SHRINK, Name.CREATE))),
                List.of(),
                stage(Name.SHRINK, Set.of(), scale(3)),
                stage(Name.CREATE, Set.of(Name.SHRINK), create("web-2", "2"))));
        assertThat(outcome.isComplete()).isTrue();
        assertThat(outcome.held()).containsExactlyInAnyOrder(Name.SHRINK, Name.CREATE, Name.STATUS);
        assertThat(storedSet("web-1").at("spec", "replicas")).isEqualTo(Json.of(3));
        assertThat(storedSet("web-2").isPresent()).isTrue();
        assertThat(storedPhase()).isEqualTo("Progressing");
    }

    @Test
    void ownWritesToOneObjectFollowEachOther() {
        var annotate = new Action.PatchReplicaSet(Action.Ref.of(old), new Action.Changes(Map.of("a", "b"), -1));
        var revision = new Action.PatchRollout(
                new Action.Ref("web", "r-uid", rollout.meta().resourceVersion()),
                Json.object("metadata", Json.object("annotations", Json.object("revision", "2"))));
        Outcome outcome = carryOut(plan(
                Optional.of(status(Set.of())),
                List.of(),
                stage(Name.ROLLOUT, Set.of(), revision),
                stage(Name.SHRINK, Set.of(), scale(3)),
                stage(Name.ANNOTATE, Set.of(), annotate)));
        assertThat(outcome.failures()).isEmpty();
        assertThat(storedPhase()).isEqualTo("Progressing");
        assertThat(storedSet("web-1").at("metadata", "annotations", "a")).isEqualTo(Json.of("b"));
    }

    @Test
    void aWriteOfSomebodyElseIsNotOverwritten() {
        cluster.put("ReplicaSet", storedSet("web-1").withAt(List.of("spec", "replicas"), 7));
        Outcome outcome = carryOut(plan(Optional.empty(), List.of(), stage(Name.SHRINK, Set.of(), scale(3))));
        assertThat(outcome.failures()).singleElement().isInstanceOf(Failure.Outdated.class);
        assertThat(storedSet("web-1").at("spec", "replicas")).isEqualTo(Json.of(7));
    }

    @Test
    void anObjectOfTheSameNameThatIsAnotherIsNotTouched() {
        cluster.put("ReplicaSet", set("web-1", "1", rollout).withAt(List.of("metadata", "uid"), "born-later"));
        Outcome outcome = carryOut(plan(
                Optional.empty(),
                List.of(),
                stage(Name.CLEAN_UP, Set.of(), new Action.DeleteReplicaSet(Action.Ref.of(old)))));
        assertThat(outcome.failures()).singleElement().isInstanceOf(Failure.Outdated.class);
        assertThat(storedSet("web-1").isPresent()).isTrue();
    }

    @Test
    void whatDependsOnAFailureIsSkippedAndTheRestIsDone() {
        cluster.refuse(call -> call.equals("create web-2"), new KubeError.Forbidden("quota"));
        Outcome outcome = carryOut(plan(
                Optional.of(status(Set.of(Name.CREATE))),
                List.of(),
                stage(Name.CREATE, Set.of(), create("web-2", "2")),
                stage(Name.GROW, Set.of(Name.CREATE), scale(9)),
                stage(Name.SHRINK, Set.of(), scale(2))));
        assertThat(outcome.held()).containsExactly(Name.SHRINK);
        assertThat(outcome.createFailure()).contains(new CreateFailure.Refused("web-2", "quota"));
        assertThat(outcome.failures())
                .filteredOn(Failure.Skipped.class::isInstance)
                .hasSize(2);
        assertThat(storedSet("web-1").at("spec", "replicas")).isEqualTo(Json.of(2));
        assertThat(storedPhase()).isEmpty();
    }

    @Test
    void needsThatThePlanDoesNotHaveCountAsHeld() {
        Outcome outcome = carryOut(plan(Optional.of(status(Set.of(Name.CREATE, Name.GROW))), List.of()));
        assertThat(outcome.held()).containsExactly(Name.STATUS);
    }

    @Test
    void everyActionOfAStageIsTried() {
        cluster.refuse(call -> call.equals("create web-2"), new KubeError.Forbidden("quota"));
        Outcome outcome = carryOut(plan(
                Optional.empty(), List.of(), stage(Name.CREATE, Set.of(), create("web-2", "2"), create("web-3", "3"))));
        assertThat(outcome.held()).isEmpty();
        assertThat(storedSet("web-3").isPresent()).isTrue();
    }

    @Test
    void aReplicaSetThatADeadProcessCreatedCountsAsCreated() {
        cluster.put("ReplicaSet", set("web-2", "2", rollout));
        Outcome outcome =
                carryOut(plan(Optional.empty(), List.of(), stage(Name.CREATE, Set.of(), create("web-2", "2"))));
        assertThat(outcome.held()).containsExactly(Name.CREATE);
    }

    @Test
    void aNameTakenByAnotherVersionIsACollision() {
        cluster.put("ReplicaSet", set("web-2", "other", rollout));
        Outcome outcome =
                carryOut(plan(Optional.empty(), List.of(), stage(Name.CREATE, Set.of(), create("web-2", "2"))));
        assertThat(outcome.createFailure()).contains(new CreateFailure.NameTaken("web-2"));
    }

    @Test
    void aNameTakenByAnotherOwnerIsACollision() {
        Rollout other = Rollout.of(object("Rollout", "web", "another-uid"));
        cluster.put("ReplicaSet", set("web-2", "2", other));
        Outcome outcome =
                carryOut(plan(Optional.empty(), List.of(), stage(Name.CREATE, Set.of(), create("web-2", "2"))));
        assertThat(outcome.createFailure()).contains(new CreateFailure.NameTaken("web-2"));
    }

    @Test
    void aCreateWithoutAnAnswerIsTriedAgainAndNotReported() {
        cluster.refuse(
                call -> call.startsWith("create"),
                new KubeError.Transient("no answer", Optional.of(Duration.ofSeconds(7))));
        Outcome outcome =
                carryOut(plan(Optional.empty(), List.of(), stage(Name.CREATE, Set.of(), create("web-2", "2"))));
        assertThat(outcome.createFailure()).isEmpty();
        assertThat(outcome.failures())
                .containsExactly(new Failure.Retriable(
                        "ReplicaSet \"web-2\"", "create web-2: no answer", Duration.ofSeconds(7)));
    }

    @Test
    void nothingIsAdoptedForARolloutThatIsBeingDeleted() {
        cluster.put(
                "Rollout",
                cluster.get("Rollout", "web")
                        .orElseThrow()
                        .withAt(List.of("metadata", "deletionTimestamp"), "2026-01-01T00:00:00Z"));
        var adopt = new Action.AdoptReplicaSet(Action.Ref.of(old), List.of(OwnerReference.controllerOf(rollout)));
        Outcome outcome = carryOut(plan(Optional.empty(), List.of(), stage(Name.OWNERSHIP, Set.of(), adopt)));
        assertThat(outcome.failures()).singleElement().isInstanceOf(Failure.Outdated.class);
    }

    @Test
    void onlyEventsWhoseStageHeldAreDue() {
        cluster.refuse(call -> call.startsWith("create"), new KubeError.Forbidden("quota"));
        var scaled = RolloutEvent.scaled("web-1", 1, 5, 2);
        Outcome outcome = carryOut(plan(
                Optional.of(status(Set.of())),
                List.of(
                        new Notice(RolloutEvent.newReplicaSetCreated("web-2", 2), Name.CREATE),
                        new Notice(scaled, Name.SHRINK),
                        new Notice(RolloutEvent.resumed(), Name.STATUS)),
                stage(Name.CREATE, Set.of(), create("web-2", "2")),
                stage(Name.SHRINK, Set.of(), scale(2))));
        assertThat(outcome.due()).extracting(Notice::event).containsExactly(scaled, RolloutEvent.resumed());
    }

    @Test
    void anEventOfOneActionDoesNotWaitForTheOthersOfItsStage() {
        cluster.refuse(call -> call.equals("create web-2"), new KubeError.Forbidden("quota"));
        Action refused = create("web-2", "2");
        Action accepted = create("web-3", "3");
        Outcome outcome = carryOut(plan(
                Optional.empty(),
                List.of(
                        new Notice(RolloutEvent.newReplicaSetCreated("web-2", 2), Name.CREATE, refused),
                        new Notice(RolloutEvent.newReplicaSetCreated("web-3", 3), Name.CREATE, accepted)),
                stage(Name.CREATE, Set.of(), refused, accepted)));
        assertThat(outcome.due())
                .extracting(Notice::event)
                .containsExactly(RolloutEvent.newReplicaSetCreated("web-3", 3));
    }

    @Test
    void aWriteWithoutAnAnswerIsInDoubtWithItsEventsAndARefusedOneIsNot() {
        cluster.refuse(call -> call.equals("create web-2"), new KubeError.Transient("timeout", Optional.empty()));
        cluster.refuse(call -> call.equals("create web-3"), new KubeError.Forbidden("quota"));
        cluster.refuse(call -> call.contains("status"), new KubeError.Transient("timeout", Optional.empty()));
        Action unanswered = create("web-2", "2");
        Action refused = create("web-3", "3");
        StatusWrite status = status(Set.of());
        Outcome outcome = carryOut(plan(
                Optional.of(status),
                List.of(
                        new Notice(RolloutEvent.newReplicaSetCreated("web-2", 2), Name.CREATE, unanswered),
                        new Notice(RolloutEvent.newReplicaSetCreated("web-3", 3), Name.CREATE, refused),
                        new Notice(RolloutEvent.resumed(), Name.STATUS)),
                stage(Name.CREATE, Set.of(), unanswered, refused)));
        assertThat(outcome.due()).isEmpty();
        assertThat(outcome.doubts())
                .containsExactly(
                        new Doubt(
                                new Doubt.Write.By(unanswered),
                                "",
                                "",
                                List.of(RolloutEvent.newReplicaSetCreated("web-2", 2))),
                        new Doubt(
                                new Doubt.Write.OfStatus(status),
                                "r-uid",
                                rollout.meta().resourceVersion(),
                                List.of(RolloutEvent.resumed())));
    }

    /** An event of a whole stage waits for the one write of it that nobody knows about. */
    @Test
    void theLastWriteOfAStageHasItsEvents() {
        cluster.refuse(call -> call.contains("web-1"), new KubeError.Transient("timeout", Optional.empty()));
        Action scale = scale(2);
        Outcome outcome = carryOut(plan(
                Optional.empty(),
                List.of(new Notice(RolloutEvent.resumed(), Name.SHRINK)),
                stage(Name.SHRINK, Set.of(), scale)));
        assertThat(outcome.doubts())
                .containsExactly(new Doubt(
                        new Doubt.Write.By(scale),
                        old.meta().uid(),
                        old.meta().resourceVersion(),
                        List.of(RolloutEvent.resumed())));
    }

    private Action.Ref pod(String name) {
        Json stored = cluster.put("Pod", object("Pod", name, "uid-of-" + name));
        return new Action.Ref(
                name,
                stored.at("metadata", "uid").stringOrEmpty(),
                stored.at("metadata", "resourceVersion").stringOrEmpty());
    }

    private Action label(String podName) {
        Json patch = Json.object("metadata", Json.object("labels", Json.object("role", "canary")));
        return new Action.PatchPod(pod(podName), patch);
    }

    private Outcome carryOutPods(PodWrites how, Action... actions) {
        return new PlanExecutor(cluster, how)
                .carryOut(
                        plan(Optional.of(status(Set.of())), List.of(), stage(Name.PODS, Set.of(), actions)),
                        RolloutSnapshot.of(rollout, List.of(old)),
                        Set.of());
    }

    private long labelled() {
        return java.util.stream.IntStream.range(0, 50)
                .filter(i -> cluster.get("Pod", "pod-" + i)
                        .map(pod -> pod.at("metadata", "labels", "role").isPresent())
                        .orElse(false))
                .count();
    }

    private Action[] fiftyLabels() {
        return java.util.stream.IntStream.range(0, 50)
                .mapToObj(i -> label("pod-" + i))
                .toArray(Action[]::new);
    }

    @Test
    void podsAreWrittenSideBySideAndNoMoreInOnePassThanAllowed() {
        Outcome outcome = carryOutPods(new PodWrites(10, 40, 3), fiftyLabels());
        assertThat(outcome.failures()).isEmpty();
        assertThat(labelled()).isEqualTo(40);
        assertThat(outcome.left()).isEqualTo(10);
        assertThat(outcome.held()).containsExactly(Name.STATUS);
    }

    @Test
    void aPodThatItsKubeletWroteInBetweenIsWrittenAtItsNewVersion() {
        Action stale = label("pod-0");
        cluster.put("Pod", cluster.get("Pod", "pod-0").orElseThrow().with("status", "ready"));
        assertThat(carryOutPods(PodWrites.IN_TURN, stale).held()).contains(Name.PODS);
        assertThat(labelled()).isEqualTo(1);
        Action again = label("pod-0");
        cluster.put("Pod", cluster.get("Pod", "pod-0").orElseThrow().with("status", "unready"));
        assertThat(carryOutPods(new PodWrites(1, 10, 1), again).failures())
                .extracting(Failure::why)
                .contains("patch pod-0: resourceVersion is another");
    }

    @Test
    void aPodThatIsGoneOrAnotherOfTheSameNameCountsAsDone() {
        var gone = new Action.PatchPod(new Action.Ref("none", "u", "1"), Json.EMPTY_OBJECT);
        var evicted = new Action.EvictPod(new Action.Ref("none", "u", "1"));
        var another = new Action.PatchPod(
                new Action.Ref("pod-0", "of-one-before", pod("pod-0").resourceVersion()),
                Json.object("metadata", Json.object("labels", Json.object("role", "canary"))));
        assertThat(carryOutPods(PodWrites.IN_TURN, gone, evicted, another).failures())
                .isEmpty();
        assertThat(labelled()).isZero();
    }

    @Test
    void anEvictionThatABudgetForbidsNowIsNoFailure() {
        cluster.refuse(
                call -> call.equals("evict pod-0"),
                new KubeError.TooManyRequests("disruption budget", Optional.empty()));
        Outcome outcome =
                carryOutPods(PodWrites.IN_TURN, new Action.EvictPod(pod("pod-0")), new Action.EvictPod(pod("pod-1")));
        assertThat(outcome.failures()).isEmpty();
        assertThat(cluster.get("Pod", "pod-0")).isPresent();
        assertThat(cluster.get("Pod", "pod-1")).isEmpty();
    }

    @Test
    void onlyAPodOfThatVersionIsEvicted() {
        var stale = new Action.EvictPod(pod("pod-0"));
        cluster.put("Pod", cluster.get("Pod", "pod-0").orElseThrow().with("status", "ready"));
        assertThat(carryOutPods(PodWrites.IN_TURN, stale).failures())
                .singleElement()
                .isInstanceOf(Failure.Outdated.class);
        assertThat(cluster.get("Pod", "pod-0")).isPresent();
    }

    @Test
    void aClusterThatDoesNotAnswerIsAskedForOnePodAndTheStatusIsWritten() {
        cluster.refuse(call -> call.startsWith("patch pod"), new KubeError.Transient("timeout", Optional.empty()));
        Outcome outcome = carryOutPods(PodWrites.IN_TURN, fiftyLabels());
        assertThat(outcome.failures())
                .singleElement()
                .isEqualTo(new Failure.Retriable(
                        "labels and annotations of pods", "patch pod pod-0: timeout", Duration.ZERO));
        assertThat(storedPhase()).isEqualTo("Progressing");
    }

    @Test
    void aServiceThatCannotBePatchedStopsNothingThatDoesNotNeedIt() {
        Json service = cluster.put("Service", object("Service", "web", "s-uid"));
        var select = new Action.PatchService(
                new Action.Ref(
                        "web",
                        "s-uid",
                        service.at("metadata", "resourceVersion").stringOrEmpty()),
                Json.object("spec", Json.object("selector", Json.object("app", "web"))));
        cluster.refuse(call -> call.equals("patch service web"), new KubeError.Forbidden("no"));
        Outcome outcome = carryOut(plan(
                Optional.of(status(Set.of())),
                List.of(),
                stage(Name.SERVICES, Set.of(), select),
                stage(Name.SHRINK, Set.of(), scale(2))));
        assertThat(outcome.held()).containsExactlyInAnyOrder(Name.SHRINK, Name.STATUS);
        assertThat(outcome.failures())
                .containsExactly(new Failure.Refused("Service \"web\"", "no", "patch service web: no"));
    }

    private Action select(String service) {
        Json stored = cluster.put("Service", object("Service", service, "uid-of-" + service));
        var target = new Action.Ref(
                service,
                "uid-of-" + service,
                stored.at("metadata", "resourceVersion").stringOrEmpty());
        return new Action.PatchService(target, Json.object("spec", Json.object("selector", Json.object("app", "web"))));
    }

    private boolean selects(String service) {
        return cluster.get("Service", service)
                .orElseThrow()
                .at("spec", "selector", "app")
                .isPresent();
    }

    @Test
    void theStatusDoesNotWaitForServicesThatDidNotAnswerBeforeNorDoTheyWaitForEachOther() throws Exception {
        var slow = cluster.holdUp(call -> call.startsWith("patch service slow"));
        var plan = plan(
                Optional.of(status(Set.of(Name.SHRINK))),
                List.of(),
                stage(Name.SERVICES, Set.of(), select("slow-1"), select("slow-2"), select("quick")),
                stage(Name.SHRINK, Set.of(), scale(2)));
        try (var background = Executors.newVirtualThreadPerTaskExecutor()) {
            var outcome = background.submit(() -> new PlanExecutor(cluster, new PodWrites(2, 10, 1))
                    .carryOut(
                            plan,
                            RolloutSnapshot.of(rollout, List.of(old)),
                            Set.of("Service \"slow-1\"", "Service \"slow-2\"", "ReplicaSet \"web-1\"")));
            slow.awaitHeldUp(2);
            assertThat(storedPhase()).isEqualTo("Progressing");
            assertThat(storedSet("web-1").at("spec", "replicas")).isEqualTo(Json.of(2));
            assertThat(selects("quick")).isTrue();
            slow.letGo();
            assertThat(outcome.get().held()).containsExactlyInAnyOrder(Name.SERVICES, Name.SHRINK, Name.STATUS);
            assertThat(selects("slow-1")).isTrue();
        }
    }

    @Test
    void aStageHoldsOnlyIfItsLatePartDoes() {
        cluster.refuse(call -> call.equals("patch service slow"), new KubeError.Transient("no", Optional.empty()));
        Action slow = select("slow");
        Action quick = select("quick");
        var switched = RolloutEvent.serviceSwitched("quick", "1", "2");
        Outcome outcome = new PlanExecutor(cluster)
                .carryOut(
                        plan(
                                Optional.of(status(Set.of())),
                                List.of(
                                        new Notice(switched, Name.SERVICES, quick),
                                        new Notice(RolloutEvent.resumed(), Name.SERVICES)),
                                stage(Name.SERVICES, Set.of(), slow, quick)),
                        RolloutSnapshot.of(rollout, List.of(old)),
                        Set.of("Service \"slow\""));
        assertThat(outcome.held()).containsExactly(Name.STATUS);
        assertThat(outcome.due()).extracting(Notice::event).containsExactly(switched);
        assertThat(outcome.settled()).containsExactly("Service \"quick\"");
    }

    @Test
    void nothingIsTriedAfterTheLeaseMayBeLost() {
        var shut = new java.util.concurrent.atomic.AtomicInteger();
        Cluster fenced = (Cluster) java.lang.reflect.Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Cluster.class}, (_, method, _) -> {
                    shut.incrementAndGet();
                    throw new FencedException(method.getName());
                });
        Outcome outcome = new PlanExecutor(fenced)
                .carryOut(
                        plan(
                                Optional.of(status(Set.of())),
                                List.of(),
                                stage(Name.SHRINK, Set.of(), scale(2)),
                                stage(Name.GROW, Set.of(), scale(9))),
                        RolloutSnapshot.of(rollout, List.of(old)),
                        Set.of());
        assertThat(outcome.isNotLeading()).isTrue();
        assertThat(shut).hasValue(1);
    }
}
