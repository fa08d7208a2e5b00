package tidegate.kube.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static tidegate.kube.server.Eventually.until;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import tidegate.api.json.Json;
import tidegate.controlplane.RealControlPlane;
import tidegate.kube.access.AccessOptions;
import tidegate.kube.access.ClusterAccess;
import tidegate.kube.client.DeleteRequest;
import tidegate.kube.client.Deletion;
import tidegate.kube.client.JsonPatch;
import tidegate.kube.client.KubeClient;
import tidegate.kube.client.KubeError;
import tidegate.kube.client.KubeException;
import tidegate.kube.client.ListRequest;
import tidegate.kube.client.MergePatch;
import tidegate.kube.client.ObjectRef;
import tidegate.kube.client.Resource;
import tidegate.kube.client.ResourceVersion;
import tidegate.kube.client.Subresource;
import tidegate.kube.client.WatchEvent;
import tidegate.kube.client.WatchRequest;
import tidegate.kube.client.WatchStream;
import tidegate.kube.client.WriteMode;
import tidegate.kube.election.ElectionListener;
import tidegate.kube.election.LeaseElection;
import tidegate.kube.election.LeaseTiming;
import tidegate.kube.informer.Change;
import tidegate.kube.informer.Informer;
import tidegate.kube.write.Fence;
import tidegate.kube.write.Freshness;
import tidegate.kube.write.GuardedClient;
import tidegate.kube.write.WriteLedger;

/** What this module takes for granted of an API server, asked of a real one: {@code -Dtidegate.on=binaries}. */
@Timeout(300)
class RealApiTest {
    private static final Resource CONFIG_MAPS = Resource.namespaced("", "v1", "configmaps", "ConfigMap");
    private static final Resource SETS = Resource.namespaced("apps", "v1", "replicasets", "ReplicaSet");
    private static final Resource NAMESPACES = Resource.clusterScoped("", "v1", "namespaces", "Namespace");
    private static final ClientSettings SETTINGS = ClientSettings.named("kube-runtime-test", "1");

    private static @Nullable RealControlPlane plane;
    private static @Nullable HttpKubeClient shared;
    private final HttpKubeClient client = Objects.requireNonNull(shared);
    private String namespace = "";

    @SuppressWarnings("NullAway") // set before the first test
    private static HttpKubeClient null_() {
        return null;
    }

    @BeforeAll
    static void start() {
        assumeTrue(
                System.getProperty("tidegate.on", "").contains("binaries"),
                "needs a real control plane: -Dtidegate.on=binaries");
        plane = RealControlPlane.start(_ -> {});
        shared = connect(Map.of());
    }

    private static HttpKubeClient connect(Map<String, List<String>> flags) {
        var running = Objects.requireNonNull(plane);
        var all = new java.util.HashMap<>(flags);
        all.put("kubeconfig", List.of(running.kubeconfig().toString()));
        return HttpKubeClient.connect(ClusterAccess.resolve(AccessOptions.from(all)), SETTINGS);
    }

    @AfterAll
    static void end() {
        if (shared != null) shared.close();
        if (plane != null) plane.close();
    }

    @BeforeEach
    void ownNamespace(TestInfo test) {
        namespace = test.getTestMethod().orElseThrow().getName().toLowerCase(java.util.Locale.ROOT);
        if (namespace.length() > 60) namespace = namespace.substring(0, 60);
        client.create(NAMESPACES, "", Json.object("metadata", Json.object("name", namespace)));
    }

    private static Json configMap(String name) {
        return Json.object("metadata", Json.object("name", name), "data", Json.object("a", "1"));
    }

    private static Json set(String name, int replicas) {
        Json container = Json.object("name", "c", "image", "i");
        Json template = Json.object(
                "metadata", Json.object("labels", Json.object("app", name)),
                "spec", Json.object("containers", List.of(container)));
        return Json.object(
                "metadata", Json.object("name", name),
                "spec",
                        Json.object(
                                "replicas", replicas,
                                "selector", Json.object("matchLabels", Json.object("app", name)),
                                "template", template));
    }

    private static KubeError errorOf(ThrowingCallable call) {
        return catchThrowableOfType(KubeException.class, call).error();
    }

    private ObjectRef ref(String name) {
        return CONFIG_MAPS.named(namespace, name);
    }

    @Test
    void stalePatchesConflictAndFailedTestsAreInvalid() {
        Json first = client.create(CONFIG_MAPS, namespace, configMap("a"));
        JsonPatch json = JsonPatch.against(first)
                .set("x~y", "metadata", "annotations", "example.com/a")
                .build();
        Json second = client.patch(ref("a"), Subresource.MAIN, json);
        assertThat(second.at("metadata", "annotations").strings()).containsEntry("example.com/a", "x~y");
        assertThat(errorOf(() -> client.patch(ref("a"), Subresource.MAIN, json)))
                .isInstanceOf(KubeError.Conflict.class);
        var merge = new MergePatch(Json.object("data", Json.object("a", "2"))).onVersion(ResourceVersion.of(first));
        assertThat(errorOf(() -> client.patch(ref("a"), Subresource.MAIN, merge)))
                .isInstanceOf(KubeError.Conflict.class);
        JsonPatch tested = JsonPatch.unconditionally(first.withAt(List.of("data", "a"), "other"))
                .expectUnchanged("data", "a")
                .set("3", "data", "b")
                .build();
        assertThat(errorOf(() -> client.patch(ref("a"), Subresource.MAIN, tested)))
                .isInstanceOf(KubeError.Invalid.class);
        assertThat(client.get(ref("a")).at("data", "a").string()).contains("1");
    }

    @Test
    void aPatchThatChangesNothingKeepsTheVersion() {
        Json first = client.create(CONFIG_MAPS, namespace, configMap("a"));
        var same = new MergePatch(Json.object("data", Json.object("a", "1")));
        assertThat(ResourceVersion.of(client.patch(ref("a"), Subresource.MAIN, same)))
                .isEqualTo(ResourceVersion.of(first));
    }

    @Test
    void refusalsHaveTheirKinds() {
        client.create(CONFIG_MAPS, namespace, configMap("a"));
        assertThat(errorOf(() -> client.create(CONFIG_MAPS, namespace, configMap("a"))))
                .isInstanceOf(KubeError.AlreadyExists.class);
        assertThat(errorOf(() -> client.create(CONFIG_MAPS, namespace, configMap("Not A Name"))))
                .isInstanceOfSatisfying(
                        KubeError.Invalid.class,
                        invalid -> assertThat(invalid.causes())
                                .extracting(KubeError.Cause::field)
                                .contains("metadata.name"));
        assertThat(client.find(ref("none"))).isEmpty();
        Resource unknown = Resource.namespaced("nobody.example", "v1", "things", "Thing");
        assertThat(errorOf(() -> client.list(unknown, ListRequest.everywhere())))
                .isInstanceOf(KubeError.NotFound.class);
        try (var jane = connect(Map.of("as", List.of("jane")))) {
            assertThat(errorOf(() -> jane.get(ref("a")))).isInstanceOf(KubeError.Forbidden.class);
        }
        try (var stranger = connect(Map.of("token", List.of("wrong")))) {
            assertThat(errorOf(() -> stranger.get(ref("a")))).isInstanceOf(KubeError.Unauthorized.class);
        }
    }

    @Test
    void deletionsSayWhetherTheObjectIsGone() {
        Json made = client.create(CONFIG_MAPS, namespace, configMap("a"));
        String uid = made.at("metadata", "uid").stringOrEmpty();
        assertThat(errorOf(() -> client.delete(ref("a"), DeleteRequest.ofUid("00000000-0000-0000-0000-000000000000"))))
                .isInstanceOf(KubeError.Conflict.class);
        assertThat(errorOf(
                        () -> client.delete(ref("a"), DeleteRequest.ofUid(uid).onVersion(new ResourceVersion("1")))))
                .isInstanceOf(KubeError.Conflict.class);
        assertThat(client.delete(ref("a"), DeleteRequest.ofUid(uid))).isEqualTo(new Deletion.Removed(uid));
        Json held = client.create(
                CONFIG_MAPS, namespace, configMap("b").withAt(List.of("metadata", "finalizers"), List.of("x.io/y")));
        assertThat(client.delete(
                        ref("b"), DeleteRequest.ofUid(held.at("metadata", "uid").stringOrEmpty())))
                .isInstanceOf(Deletion.Terminating.class);
        Json free = Json.object("metadata", Json.object("finalizers", Json.NULL));
        client.patch(ref("b"), Subresource.MAIN, new MergePatch(free));
    }

    @Test
    void dryRunsAreAdmittedAndNotStored() {
        assertThat(client.create(CONFIG_MAPS, namespace, configMap("a"), WriteMode.DRY_RUN)
                        .at("metadata", "uid")
                        .isPresent())
                .isTrue();
        assertThat(client.find(ref("a"))).isEmpty();
    }

    @Test
    void writesCarryTheFieldManager() {
        Json made = client.create(CONFIG_MAPS, namespace, configMap("a"));
        assertThat(made.at("metadata", "managedFields").get(0).get("manager").string())
                .contains("kube-runtime-test");
    }

    @Test
    void aCacheCatchesUpWithEveryKindOfOwnWrite() throws Exception {
        for (int i = 0; i < 25; i++) client.create(SETS, namespace, set("s" + i, 0));
        try (var informer = Informer.of(client, SETS, Function.<Json>identity())
                .in(namespace)
                .pageSize(10)
                .build()) {
            List<String> told = Collections.synchronizedList(new ArrayList<>());
            informer.subscribe(change -> {
                if (change instanceof Change.Removed<Json>)
                    told.add("removed " + change.key().name());
            });
            informer.start();
            assertThat(informer.awaitSync(Duration.ofSeconds(30))).isTrue();
            assertThat(informer.store().size()).isEqualTo(25);
            var ledger = new WriteLedger<String>(Map.of(SETS, informer), client::find);
            var guarded = new GuardedClient<>(client, Fence.open(), ledger, "key");
            ObjectRef s1 = SETS.named(namespace, "s1");
            Json scale = guarded.patch(
                    s1, Subresource.SCALE, new MergePatch(Json.object("spec", Json.object("replicas", 2))));
            assertThat(scale.get("kind").string()).contains("Scale");
            caughtUp(ledger);
            assertThat(informer.store()
                            .value(namespace, "s1")
                            .orElseThrow()
                            .at("spec", "replicas")
                            .integer())
                    .hasValue(2);
            Json status = Json.object("status", Json.object("replicas", 1));
            guarded.patch(SETS.named(namespace, "s2"), Subresource.STATUS, new MergePatch(status));
            caughtUp(ledger);
            guarded.create(SETS, namespace, set("new", 0));
            caughtUp(ledger);
            assertThat(informer.store().value(namespace, "new")).isPresent();
            ObjectRef s3 = SETS.named(namespace, "s3");
            guarded.delete(
                    s3, DeleteRequest.ofUid(client.get(s3).at("metadata", "uid").stringOrEmpty()));
            caughtUp(ledger);
            assertThat(informer.store().value(namespace, "s3")).isEmpty();
            until("the handler knows", () -> told.contains("removed s3"));
            assertThat(ledger.size()).isZero();
        }
    }

    private static void caughtUp(WriteLedger<String> ledger) {
        until("the cache shows it", () -> ledger.freshness("key") instanceof Freshness.CaughtUp);
    }

    /** The server sends a bookmark every minute, and one shortly before the time of a watch is up: this waits for that. */
    @Test
    void aQuietCollectionMovesOnByBookmarks() {
        ListRequest quiet = ListRequest.in(namespace).withLabels("nobody=has-this");
        ResourceVersion listed = client.list(CONFIG_MAPS, quiet).version();
        try (WatchStream watch = client.watch(CONFIG_MAPS, WatchRequest.after(quiet, listed, Duration.ofSeconds(8)))) {
            ResourceVersion written = ResourceVersion.of(client.create(CONFIG_MAPS, namespace, configMap("a")));
            ResourceVersion last = listed;
            for (var event = watch.next(); event.isPresent(); event = watch.next()) {
                assertThat(event.get()).isInstanceOf(WatchEvent.Bookmark.class);
                last = ((WatchEvent.Bookmark) event.get()).version();
            }
            assertThat(last.isAtLeast(written)).isTrue();
        }
    }

    /** Collects what it is told. */
    private record Told(List<String> turns) implements ElectionListener {
        Told() {
            this(Collections.synchronizedList(new ArrayList<>()));
        }

        @Override
        public void leading() {
            turns.add("leading");
        }

        @Override
        public void lost(String why) {
            turns.add("lost");
        }
    }

    @Test
    void aLeaseIsTakenRenewedAndHandedOver() {
        var timing = new LeaseTiming(Duration.ofSeconds(4), Duration.ofSeconds(3), Duration.ofMillis(500));
        var first = new Told();
        var second = new Told();
        KubeClient own = client;
        var a = new LeaseElection(own, namespace, "lock", LeaseElection.newIdentity("a"), timing, first);
        var b = new LeaseElection(own, namespace, "lock", LeaseElection.newIdentity("b"), timing, second);
        a.start();
        until("a leads", () -> first.turns().contains("leading"));
        String taken = renewTime();
        b.start();
        until("a renews", () -> !renewTime().equals(taken));
        assertThat(a.fence().allows()).isTrue();
        assertThat(b.fence().allows()).isFalse();
        a.release();
        assertThat(a.fence().allows()).isFalse();
        until("b leads", () -> second.turns().contains("leading"));
        assertThat(first.turns()).containsExactly("leading");
        b.release();
    }

    private String renewTime() {
        Optional<Json> lease = client.find(LeaseElection.LEASES.named(namespace, "lock"));
        return lease.map(found -> found.at("spec", "renewTime").stringOrEmpty()).orElse("");
    }
}
