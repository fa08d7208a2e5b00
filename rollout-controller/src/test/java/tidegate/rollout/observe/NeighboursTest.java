package tidegate.rollout.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.api.rollout.Service;
import tidegate.api.wire.Annotations;
import tidegate.kube.client.KubeError;
import tidegate.kube.client.ObjectRef;
import tidegate.kube.client.Resource;
import tidegate.kube.client.ResourceVersion;
import tidegate.kube.informer.ManualInformer;
import tidegate.kube.informer.ObjectKey;
import tidegate.kube.write.WriteLedger;
import tidegate.rollout.plan.Freshness;
import tidegate.rollout.plan.RolloutSnapshot;
import tidegate.rollout.plan.action.Want;
import tidegate.rollout.plan.seen.Neighbours;
import tidegate.rollout.plan.seen.Past;
import tidegate.rollout.plan.seen.Sighting;

/** What a snapshot says of the objects that a Rollout names. */
class NeighboursTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final ObjectKey WEB = new ObjectKey("shop", "web");
    private static final Resource DEPLOYMENTS = WorkloadKind.DEPLOYMENT.resource();

    private final StoredObjects api = new StoredObjects();
    private final FilledCaches filled = new FilledCaches(api);
    private final List<ObjectKey> woken = new ArrayList<>();
    private final Caches caches = filled.caches;
    private final WriteLedger<ObjectKey> ledger = new WriteLedger<>(caches.byResource(), api::find);
    private final RolloutObserver observer = new RolloutObserver(caches, ledger, api, new Scope("", ""));

    private int version = 10;

    @BeforeEach
    void watch() {
        for (Resource kind : List.of(Caches.ROLLOUTS, Caches.REPLICA_SETS, Caches.SERVICES))
            informer(kind).list(List.of(), new ResourceVersion("1"));
        caches.subscribe(woken::add);
    }

    private ManualInformer<?> informer(Resource kind) {
        return filled.of(kind);
    }

    private Json object(Resource kind, String name, Json spec) {
        return Json.object(
                "apiVersion", kind.apiVersion(),
                "kind", kind.kind(),
                "metadata",
                        Json.object(
                                "namespace",
                                "shop",
                                "name",
                                name,
                                "uid",
                                "uid-of-" + name,
                                "resourceVersion",
                                Integer.toString(++version)),
                "spec", spec);
    }

    private void seen(Resource kind, Json object) {
        informer(kind).happened(object);
    }

    private void aRollout(Json strategy) {
        aRolloutOf(Json.object("selector", Json.parse("{\"matchLabels\":{\"app\":\"web\"}}"), "strategy", strategy));
    }

    private void aRolloutOf(Json spec) {
        seen(Caches.ROLLOUTS, object(Caches.ROLLOUTS, "web", spec));
        woken.clear();
    }

    private static Json canaryWith(String stable, String canary) {
        return Json.object("canary", Json.object("stableService", stable, "canaryService", canary));
    }

    private Json service(String name) {
        return object(Caches.SERVICES, name, Json.parse("{\"selector\":{\"app\":\"web\"},\"clusterIP\":\"10.0.0.1\"}"));
    }

    private Json managed(String name, String by) {
        return service(name).withAt(List.of("metadata", "annotations"), Map.of(Annotations.MANAGED_BY_ROLLOUT, by));
    }

    private Sight.Seen look(Want... wants) {
        return (Sight.Seen) observer.look(WEB, Set.of(wants), NOW);
    }

    private Neighbours neighbours(Want... wants) {
        return look(wants).snapshot().neighbours();
    }

    /** Law 2: what settles a doubt takes time, in which the watch goes on. */
    @Test
    void theRolloutIsNoOlderThanTheWriteThatWasInDoubt() {
        aRollout(canaryWith("stable", "canary"));
        Json written = object(Caches.ROLLOUTS, "web", canaryWith("stable", "canary"))
                .with("status", Json.object("phase", "Paused"));
        api.put(Caches.ROLLOUTS, written);
        ledger.inDoubt(WEB, Caches.ROLLOUTS.named("shop", "web"), "uid-of-web");
        api.during(() -> seen(Caches.ROLLOUTS, written));
        RolloutSnapshot snapshot = look().snapshot();
        assertThat(snapshot.freshness()).isInstanceOf(Freshness.Cached.class);
        assertThat(snapshot.rollout().status().phase()).isEqualTo("Paused");
    }

    @Test
    void everyServiceThatIsNamedIsSeenAndThoseThatNameTheRollout() {
        aRollout(canaryWith("stable", "canary"));
        for (String name : List.of("stable", "canary", "other")) seen(Caches.SERVICES, service(name));
        seen(Caches.SERVICES, managed("former", "web"));
        seen(Caches.SERVICES, managed("theirs", "another"));
        assertThat(neighbours().services()).containsOnlyKeys("stable", "canary", "former");
        assertThat(neighbours().service("stable").found().map(Service::selector))
                .contains(Map.of("app", "web"));
        assertThat(neighbours().service("former").found().flatMap(Service::managedBy))
                .contains("web");
        assertThat(api.calls).isEmpty();
    }

    @Test
    void allPlacesThatNameServicesAreKnown() {
        aRollout(Json.parse("""
                {"blueGreen":{"activeService":"active","previewService":"preview"},
                 "canary":{"pingPong":{"pingService":"ping","pongService":"pong"}}}"""));
        assertThat(neighbours().services()).containsOnlyKeys("active", "preview", "ping", "pong");
    }

    @Test
    void aMissingServiceIsAbsentOnlyOnceTheApiHasSaidSoAndIsAskedForOnce() {
        aRollout(canaryWith("stable", ""));
        assertThat(neighbours().service("stable")).isInstanceOf(Sighting.Absent.class);
        assertThat(neighbours().service("stable")).isInstanceOf(Sighting.Absent.class);
        assertThat(api.calls).containsExactly("get services shop/stable");
    }

    @Test
    void aServiceThatTheCacheLacksForAMomentIsThere() {
        aRollout(canaryWith("stable", ""));
        api.put(Caches.SERVICES, service("stable"));
        assertThat(neighbours().service("stable").found()).isPresent();
    }

    @Test
    void afterItWasSeenItsAbsenceIsConfirmedAnew() {
        aRollout(canaryWith("stable", ""));
        assertThat(neighbours().service("stable")).isInstanceOf(Sighting.Absent.class);
        Json born = service("stable");
        seen(Caches.SERVICES, born);
        assertThat(woken).containsExactly(WEB);
        informer(Caches.SERVICES).removed(born);
        api.refuse(call -> call.startsWith("get"), new KubeError.Transient("timeout", Optional.empty()));
        assertThat(neighbours().service("stable")).isInstanceOf(Sighting.Unknown.class);
    }

    @Test
    void oneThatIsCreatedWhileTheApiIsAskedIsNotAbsentFromThenOn() {
        aRollout(canaryWith("stable", ""));
        Json born = service("stable");
        api.during(() -> seen(Caches.SERVICES, born));
        assertThat(neighbours().service("stable")).isInstanceOf(Sighting.Absent.class);
        informer(Caches.SERVICES).removed(born);
        api.refuse(call -> call.startsWith("get"), new KubeError.Transient("timeout", Optional.empty()));
        assertThat(neighbours().service("stable")).isInstanceOf(Sighting.Unknown.class);
    }

    @Test
    void aServiceThatCannotBeReadIsUnknownWithItsReasonAndNotedAsUnanswered() {
        aRollout(canaryWith("stable", ""));
        api.refuse(call -> call.startsWith("get"), new KubeError.Forbidden("not you"));
        Sight.Seen sight = look();
        assertThat(sight.snapshot().neighbours().service("stable"))
                .isEqualTo(new Sighting.Unknown<>("Service \"stable\" could not be read"));
        assertThat(sight.unanswered())
                .containsExactly(new Unanswered("Service \"stable\"", new KubeError.Forbidden("not you")));
    }

    @Test
    void aServiceWakesWhomItConcernsAndNobodyElse() {
        seen(Caches.ROLLOUTS, object(Caches.ROLLOUTS, "another", Json.EMPTY_OBJECT));
        aRollout(canaryWith("stable", "canary"));
        seen(Caches.SERVICES, service("unrelated"));
        assertThat(woken).isEmpty();
        seen(Caches.SERVICES, service("canary"));
        assertThat(woken).containsExactly(WEB);
        woken.clear();
        Json claimed = managed("unrelated", "another");
        seen(Caches.SERVICES, claimed);
        assertThat(woken).containsExactly(new ObjectKey("shop", "another"));
        woken.clear();
        informer(Caches.SERVICES).removed(claimed);
        assertThat(woken).containsExactly(new ObjectKey("shop", "another"));
    }

    private void refersTo(String apiVersion, String kind) {
        aRolloutOf(Json.object(
                "workloadRef",
                Json.object("apiVersion", apiVersion, "kind", kind, "name", "old"),
                "strategy",
                canaryWith("", "")));
    }

    private Json deployment() {
        return object(DEPLOYMENTS, "old", Json.parse("""
                {"replicas":3,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}}},
                 "strategy":{"type":"Recreate"}}"""));
    }

    @Test
    void aWorkloadIsSeenOnceItsKindHasBeenListedAndItsChangesWakeTheRollout() {
        refersTo("apps/v1", "Deployment");
        assertThat(observer.look(WEB, Set.of(), NOW)).isInstanceOf(Sight.NotYet.class);
        informer(DEPLOYMENTS).list(List.of(deployment()), new ResourceVersion("90"));
        assertThat(woken).containsExactly(WEB);
        var found = neighbours().workload().flatMap(Sighting::found).orElseThrow();
        assertThat(found.replicas()).hasValue(3);
        assertThat(found.template()).isEqualTo(deployment().at("spec", "template"));
        assertThat(found.json().at("spec", "strategy").isMissing()).isTrue();
    }

    @Test
    void aKindThatCannotBeListedIsUnknownAfterAWhileAndHoldsUpNothing() {
        refersTo("apps/v1", "Deployment");
        assertThat(observer.look(WEB, Set.of(), NOW)).isInstanceOf(Sight.NotYet.class);
        var later = (Sight.Seen) observer.look(WEB, Set.of(), NOW.plusSeconds(11));
        assertThat(later.snapshot().neighbours().workload())
                .contains(new Sighting.Unknown<>("deployments.apps cannot be listed"));
    }

    @Test
    void podsOfAWorkloadThatIsUnknownAreUnknownToo() {
        refersTo("apps/v1", "Deployment");
        observer.look(WEB, Set.of(), NOW);
        var later = (Sight.Seen) observer.look(WEB, Set.of(new Want.Pods()), NOW.plusSeconds(11));
        assertThat(later.snapshot().neighbours().pods()).isEmpty();
    }

    @Test
    void aWorkloadThatDoesNotExistIsAbsent() {
        refersTo("apps/v1beta1", "Deployment");
        observer.look(WEB, Set.of(), NOW);
        informer(DEPLOYMENTS).list(List.of(), new ResourceVersion("90"));
        assertThat(neighbours().workload()).contains(new Sighting.Absent<>());
    }

    @Test
    void ofAKindThatThereIsNotNothingIsSeen() {
        refersTo("batch/v1", "Job");
        assertThat(neighbours().workload()).isEmpty();
    }

    @Test
    void podsAreListedWhenWantedOnly() {
        aRollout(canaryWith("", ""));
        Resource pods = Resource.namespaced("", "v1", "pods", "Pod");
        Json pod = object(pods, "web-1", Json.EMPTY_OBJECT).withAt(List.of("metadata", "labels"), Map.of("app", "web"));
        api.put(pods, pod);
        api.put(pods, pod.withAt(List.of("metadata", "namespace"), "elsewhere"));
        api.put(pods, object(pods, "another-1", Json.EMPTY_OBJECT));
        assertThat(neighbours().pods()).isEmpty();
        assertThat(neighbours(new Want.Pods()).pods().orElseThrow())
                .extracting(found -> found.meta().name())
                .containsExactly("web-1");
        assertThat(api.calls).containsExactly("list pods shop app=web");
    }

    @Test
    void podsThatCannotBeListedAreUnknownAndTheRestIsSeen() {
        aRollout(canaryWith("stable", ""));
        seen(Caches.SERVICES, service("stable"));
        api.refuse(call -> call.startsWith("list pods"), new KubeError.Forbidden("no"));
        Sight.Seen sight = look(new Want.Pods());
        assertThat(sight.snapshot().neighbours().pods()).isEmpty();
        assertThat(sight.snapshot().neighbours().service("stable").found()).isPresent();
        assertThat(sight.unanswered()).hasSize(1);
    }

    @Test
    void aSelectorOfEverythingSelectsNoPodThatIsKnownToBeTheRollouts() {
        aRolloutOf(Json.object("selector", Json.EMPTY_OBJECT, "strategy", canaryWith("", "")));
        assertThat(neighbours(new Want.Pods()).pods()).contains(List.of());
        assertThat(api.calls).isEmpty();
    }

    @Test
    void serverDefaultsComeFromADryRunAndAreTheTemplateItselfWhereItIsRefused() {
        aRollout(canaryWith("", ""));
        Json written = Json.parse("{\"spec\":{\"containers\":[]}}");
        var want = new Want.ServerDefaults(written, Json.object("spec", Json.object("template", written)));
        assertThat(look(want).serverDefaults())
                .contains(
                        new Past.ServerDefaults(written, written.withAt(List.of("spec", "dnsPolicy"), "ClusterFirst")));
        api.refuse(call -> call.startsWith("dry run"), new KubeError.Invalid("no containers", List.of()));
        assertThat(look(want).serverDefaults()).contains(new Past.ServerDefaults(written, written));
        api.refuseNothing();
        api.refuse(call -> call.startsWith("dry run"), new KubeError.Transient("timeout", Optional.empty()));
        assertThat(look(want).serverDefaults()).isEmpty();
        assertThat(look(want).unanswered()).hasSize(1);
    }

    private static final ObjectRef STABLE = Caches.SERVICES.named("shop", "stable");

    @Test
    void aServiceThatWasWrittenIsReadFromTheApiUntilTheCacheShowsThat() {
        aRollout(canaryWith("stable", ""));
        seen(Caches.SERVICES, service("stable"));
        Json written = service("stable");
        api.put(Caches.SERVICES, written);
        ledger.wrote(WEB, STABLE, written);
        assertThat(neighbours().service("stable").found().map(Service::meta))
                .contains(Service.of(written).meta());
        seen(Caches.SERVICES, written);
        api.calls.clear();
        assertThat(neighbours().service("stable").found()).isPresent();
        assertThat(api.calls).isEmpty();
    }

    @Test
    void aServiceThatWasGivenUpIsNoLongerSeen() {
        aRollout(canaryWith("", ""));
        seen(Caches.SERVICES, managed("former", "web"));
        assertThat(neighbours().services()).containsOnlyKeys("former");
        Json givenUp = service("former");
        api.put(Caches.SERVICES, givenUp);
        ledger.wrote(WEB, Caches.SERVICES.named("shop", "former"), givenUp);
        assertThat(neighbours().services()).isEmpty();
    }

    @Test
    void whetherAServiceWasWrittenIsAskedOnceAPassAndUnknownWithoutAnAnswer() {
        aRollout(canaryWith("stable", "canary"));
        for (String name : List.of("stable", "canary")) seen(Caches.SERVICES, service(name));
        ledger.inDoubt(WEB, STABLE, "");
        api.refuse(call -> call.startsWith("get"), new KubeError.Transient("timeout", Optional.empty()));
        Sight.Seen sight = look();
        assertThat(sight.snapshot().freshness()).isEqualTo(new Freshness.Cached());
        assertThat(sight.snapshot().neighbours().service("stable")).isInstanceOf(Sighting.Unknown.class);
        assertThat(sight.snapshot().neighbours().service("canary").found()).isPresent();
        assertThat(sight.unanswered()).extracting(Unanswered::subject).containsExactly("Service \"stable\"");
        assertThat(api.calls).containsExactly("get services shop/stable");
    }

    @Test
    void soIsWhetherAWorkloadWasWritten() {
        refersTo("apps/v1", "Deployment");
        observer.look(WEB, Set.of(), NOW);
        informer(DEPLOYMENTS).list(List.of(deployment()), new ResourceVersion("90"));
        ledger.inDoubt(WEB, DEPLOYMENTS.named("shop", "old"), "");
        api.refuse(call -> call.startsWith("get"), new KubeError.Transient("timeout", Optional.empty()));
        Sight.Seen sight = look();
        assertThat(sight.snapshot().neighbours().workload().orElseThrow()).isInstanceOf(Sighting.Unknown.class);
        assertThat(sight.unanswered()).extracting(Unanswered::subject).containsExactly("Deployment \"old\"");
    }

    @Test
    void nothingIsDecidedWhileARolloutIsBehindAndItIsTriedAgainWithPatienceWhileItIsInDoubt() {
        aRollout(canaryWith("", ""));
        ObjectRef rollout = Caches.ROLLOUTS.named("shop", "web");
        ledger.wrote(WEB, rollout, object(Caches.ROLLOUTS, "web", Json.EMPTY_OBJECT));
        assertThat(look().snapshot().freshness()).isInstanceOf(Freshness.Behind.class);
        ledger.inDoubt(WEB, rollout, "");
        api.refuse(call -> call.startsWith("get"), new KubeError.Transient("timeout", Optional.empty()));
        assertThat(observer.look(WEB, Set.of(), NOW)).isInstanceOf(Sight.NotYet.class);
    }

    @Test
    void replicaSetsThatTheApiDoesNotListAreAsTheCacheHasThemAndNobodyTakesThatForAll() {
        aRollout(canaryWith("", ""));
        api.refuse(call -> call.startsWith("list replicasets"), new KubeError.Forbidden("no"));
        Sight.Seen sight = look(new Want.ReplicaSets());
        assertThat(sight.snapshot().freshness()).isInstanceOf(Freshness.Unlisted.class);
        assertThat(sight.unanswered()).extracting(Unanswered::subject).containsExactly("list of ReplicaSets");
    }
}
