package tidegate.kube.informer;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.kube.server.Eventually.until;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.kube.client.Resource;
import tidegate.kube.client.ResourceVersion;
import tidegate.kube.http.HttpKubeClient;
import tidegate.kube.schedule.Backoff;
import tidegate.kube.server.Clients;
import tidegate.kube.server.TestApiServer;
import tidegate.kube.server.TestApiServer.Reply;

class InformerTest {
    private static final Resource SETS = Resource.namespaced("apps", "v1", "replicasets", "ReplicaSet");
    private static final String ALL = "/apis/apps/v1/replicasets";
    private static final Backoff QUICK = new Backoff(Duration.ofMillis(1), Duration.ofMillis(20));

    private final TestApiServer server = new TestApiServer();
    private final HttpKubeClient client = Clients.of(server);
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable one : open) one.close();
        client.close();
        server.close();
    }

    private static Json set(String name, int replicas) {
        return set("shop", name, replicas);
    }

    private static Json set(String namespace, String name, int replicas) {
        Json metadata = Json.object(
                "namespace", namespace,
                "name", name,
                "labels", Map.of("app", name),
                "annotations", Map.of("kubectl.kubernetes.io/last-applied-configuration", "{}"),
                "managedFields", List.of(Json.object("manager", "x")),
                "ownerReferences",
                        List.of(
                                Json.object("uid", "other"),
                                Json.object("uid", "owner-of-" + name, "controller", true)));
        return Json.object("metadata", metadata, "spec", Json.object("replicas", replicas));
    }

    private static String path(String name) {
        return "/apis/apps/v1/namespaces/shop/replicasets/" + name;
    }

    private static ObjectKey key(String name) {
        return new ObjectKey("shop", name);
    }

    private <T> Informer<T> started(Informer.Builder<T> builder) throws InterruptedException {
        Informer<T> informer = builder.backoff(QUICK).build();
        open.add(informer);
        informer.start();
        assertThat(informer.awaitSync(Duration.ofSeconds(20))).isTrue();
        return informer;
    }

    private Informer<Json> started() throws InterruptedException {
        return started(Informer.of(client, SETS, Function.identity()));
    }

    private static List<String> record(Informer<Json> informer) {
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        informer.subscribe(change -> told.add(
                switch (change) {
                    case Change.Added<Json>(var now) -> "added " + now.key().name();
                    case Change.Updated<Json>(var before, var now) ->
                        "updated " + now.key().name() + " " + replicas(before) + " to " + replicas(now);
                    case Change.Removed<Json>(var last) ->
                        "removed " + last.key().name();
                    case Change.Unreadable<Json>(var what) ->
                        "unreadable " + what.key().name();
                }));
        return told;
    }

    private static int replicas(Entry<Json> entry) {
        return entry.value().at("spec", "replicas").integer().orElse(-1);
    }

    @Test
    void listsInPagesThenFollowsTheWatch() throws Exception {
        for (int i = 0; i < 25; i++) server.put(ALL, set("s" + i, i));
        Informer<Json> informer =
                started(Informer.of(client, SETS, Function.<Json>identity()).pageSize(10));
        assertThat(informer.store().size()).isEqualTo(25);
        assertThat(server.requests.stream().filter(TestApiServer.Request::isList))
                .hasSize(3);
        List<String> told = record(informer);
        until("the subscriber knows the world", () -> told.size() == 25);
        server.put(ALL, set("s3", 30));
        server.remove(path("s4"));
        server.put(ALL, set("new", 1));
        until("three changes", () -> told.size() == 28);
        assertThat(told.subList(25, 28)).containsExactlyInAnyOrder("updated s3 3 to 30", "removed s4", "added new");
    }

    @Test
    void storesObjectsTrimmedWithTheirKind() throws Exception {
        server.put(ALL, set("a", 1));
        Json stored = started().store().value("shop", "a").orElseThrow();
        assertThat(stored.get("kind").string()).contains("ReplicaSet");
        assertThat(stored.get("apiVersion").string()).contains("apps/v1");
        assertThat(stored.at("metadata", "managedFields").isMissing()).isTrue();
        assertThat(stored.at("metadata", "annotations")).isEqualTo(Json.EMPTY_OBJECT);
        assertThat(stored.at("metadata", "labels", "app").string()).contains("a");
    }

    @Test
    void findsByNamespaceOwnerAndCustomIndex() throws Exception {
        server.put(ALL, set("a", 1));
        server.put(ALL, set("shop", "b", 2));
        server.put(ALL, set("other", "a", 3));
        Informer<Json> informer = started(Informer.of(client, SETS, Function.<Json>identity())
                .index("size", entry -> List.of(replicas(entry) > 1 ? "big" : "small")));
        Store<Json> store = informer.store();
        assertThat(store.inNamespace("shop")).hasSize(2);
        assertThat(store.ownedBy("owner-of-a")).hasSize(2);
        assertThat(store.ownedBy("other")).hasSize(3);
        assertThat(store.indexed("size", "small")).extracting(Entry::key).containsExactly(key("a"));
        server.put(ALL, set("a", 9));
        until("it moved", () -> store.indexed("size", "big").size() == 3);
        assertThat(store.indexed("size", "small")).isEmpty();
        assertThat(store.get(key("a")).orElseThrow().ownerUids()).first().isEqualTo("owner-of-a");
    }

    @Test
    void watchesOnlyWhatItsSelectorsAndNamespaceSelect() throws Exception {
        server.put(ALL, set("a", 1));
        server.put(ALL, set("b", 1));
        server.put(ALL, set("other", "a", 1));
        Informer<Json> informer = started(
                Informer.of(client, SETS, Function.<Json>identity()).in("shop").labels("app=a"));
        assertThat(informer.store().all()).extracting(Entry::key).containsExactly(key("a"));
        server.put(ALL, set("b", 2));
        long version = server.version();
        until(
                "it knows that nothing else happened",
                () -> informer.collectionVersion().isAtLeast(new ResourceVersion("" + version)));
        assertThat(informer.store().size()).isEqualTo(1);
    }

    @Test
    void resumesAWatchThatEndedFromItsBookmarkWithoutListingAgain() throws Exception {
        server.put(ALL, set("a", 1));
        Informer<Json> informer = started();
        List<String> told = record(informer);
        until("it watches", () -> server.openWatches() == 1);
        long bookmark = server.bookmark();
        until("the bookmark came", () -> informer.collectionVersion().equals(new ResourceVersion("" + bookmark)));
        server.dropWatches();
        server.put(ALL, set("a", 2));
        until("the change came", () -> told.contains("updated a 1 to 2"));
        assertThat(server.requests.stream().filter(TestApiServer.Request::isList))
                .hasSize(1);
        assertThat(server.requests.stream()
                        .filter(TestApiServer.Request::isWatch)
                        .map(watch -> watch.query().get("resourceVersion")))
                .contains("" + bookmark);
        assertThat(server.requests.stream().filter(TestApiServer.Request::isWatch))
                .allMatch(watch -> "true".equals(watch.query().get("allowWatchBookmarks")));
    }

    @Test
    void listsAgainWhenItsVersionIsGoneAndTellsOnlyWhatChanged() throws Exception {
        for (String name : List.of("same", "changed", "gone")) server.put(ALL, set(name, 1));
        Informer<Json> informer = started();
        List<String> told = record(informer);
        until("it watches", () -> server.openWatches() == 1 && told.size() == 3);
        server.holdWatches(true);
        server.put(ALL, set("changed", 2));
        server.remove(path("gone"));
        server.put(ALL, set("new", 1));
        server.compact();
        server.dropWatches();
        server.holdWatches(false);
        until("all three are told", () -> told.size() == 6);
        assertThat(told.subList(3, 6)).containsExactlyInAnyOrder("updated changed 1 to 2", "removed gone", "added new");
        until(
                "the list is counted, which is after it is told",
                () -> informer.health().relists() > 0);
        assertThat(informer.health().relists()).isEqualTo(1);
        assertThat(informer.rewinds()).isZero();
    }

    @Test
    void listsInOnePieceWhenTheServerDropsAPagedList() throws Exception {
        for (int i = 0; i < 25; i++) server.put(ALL, set("s" + i, i));
        server.failOnce(request -> request.query().containsKey("continue"), Reply.status(410, "Expired", "too old"));
        Informer<Json> informer =
                started(Informer.of(client, SETS, Function.<Json>identity()).pageSize(10));
        assertThat(informer.store().size()).isEqualTo(25);
    }

    @Test
    void oneMalformedObjectIsReportedAndStopsNothing() throws Exception {
        server.put(ALL, set("good", 1));
        server.put(ALL, set("bad", -1));
        Informer<Json> informer = started(Informer.<Json>of(client, SETS, json -> {
            if (json.at("spec", "replicas").integer().orElse(0) < 0)
                throw new IllegalArgumentException("spec.replicas: -1");
            return json;
        }));
        List<String> told = record(informer);
        until("both are told", () -> told.size() == 2);
        assertThat(told).containsExactlyInAnyOrder("added good", "unreadable bad");
        assertThat(informer.store().unreadable())
                .extracting(UnreadableObject::why)
                .containsExactly("spec.replicas: -1");
        assertThat(informer.cached(key("bad")))
                .as("the ledger still sees its version")
                .isPresent();
        server.put(ALL, set("good", -1));
        until("it left the store", () -> told.contains("unreadable good"));
        assertThat(informer.store().size()).isZero();
        server.put(ALL, set("bad", 1));
        server.put(ALL, set("good", 2));
        until("both are back", () -> told.size() == 5);
        assertThat(told.subList(3, 5)).containsExactlyInAnyOrder("added bad", "added good");
        assertThat(informer.store().unreadable()).isEmpty();
    }

    @Test
    void anObjectMadeAgainUnderItsNameIsRemovedAndAdded() throws Exception {
        server.put(ALL, set("a", 1));
        Informer<Json> informer = started();
        List<String> told = record(informer);
        until("it is told", () -> told.size() == 1);
        server.remove(path("a"));
        server.put(ALL, set("a", 2));
        until("the new one is told", () -> told.size() == 3);
        assertThat(told).containsExactly("added a", "removed a", "added a");
    }

    @Test
    void keepsTryingWhileTheServerFailsAndSaysWhy() throws Exception {
        server.put(ALL, set("a", 1));
        server.addFault(_ -> Reply.status(503, "ServiceUnavailable", "upgrading"));
        Informer<Json> informer = Informer.of(client, SETS, Function.<Json>identity())
                .backoff(QUICK)
                .build();
        open.add(informer);
        informer.start();
        until("it says why", () -> informer.health().trouble().isPresent());
        assertThat(informer.health().trouble().orElseThrow().why()).isEqualTo("upgrading");
        assertThat(informer.hasSynced()).isFalse();
        assertThat(informer.collectionVersion().isKnown()).isFalse();
        server.clearFaults();
        assertThat(informer.awaitSync(Duration.ofSeconds(20))).isTrue();
        assertThat(informer.health().trouble()).isEmpty();
    }

    @Test
    void survivesAServerWhoseHistoryWentBackAlthoughItsWatchesAreSilent() throws Exception {
        server.put(ALL, set("a", 1));
        for (int i = 0; i < 10; i++) server.bookmark();
        Informer<Json> informer = started();
        until("it watches", () -> server.openWatches() == 1);
        server.rewindTo(5);
        until("it noticed", () -> {
            server.dropWatches();
            return informer.rewinds() == 1;
        });
        server.put(ALL, set("a", 7));
        until(
                "it follows the new history",
                () -> informer.store().get(key("a")).map(InformerTest::replicas).equals(Optional.of(7)));
    }

    @Test
    void aLineThatCannotBeReadMeansListingAgain() throws Exception {
        server.put(ALL, set("a", 1));
        Informer<Json> informer = started();
        server.failOnce(
                TestApiServer.Request::isWatch, new Reply(200, "application/json", "{\"type\":\"ADD\n", Map.of()));
        until("it watches", () -> server.openWatches() == 1);
        server.dropWatches();
        until("it listed again", () -> informer.health().relists() == 1);
        server.put(ALL, set("a", 2));
        until(
                "it goes on",
                () -> informer.store().get(key("a")).map(InformerTest::replicas).equals(Optional.of(2)));
    }

    @Test
    void aRelistOfTenThousandBlocksNeitherOtherHandlersNorOtherInformers() throws Exception {
        String services = "/api/v1/services";
        for (int i = 0; i < 10_000; i++) server.put(ALL, set("s" + i, 1));
        server.put(services, set("svc", 1));
        Informer<Json> large = started();
        Informer<Json> small =
                started(Informer.of(client, Resource.namespaced("", "v1", "services", "Service"), Function.identity()));
        var release = new CountDownLatch(1);
        large.subscribe(_ -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        List<String> told = record(large);
        List<String> toldSmall = record(small);
        until("the world is told", () -> told.size() == 10_000 && toldSmall.size() == 1);

        server.holdWatches(true);
        for (int i = 0; i < 10_000; i++) server.put(ALL, set("s" + i, 2));
        server.compact();
        var relistBegan = new CountDownLatch(1);
        var relistMayGoOn = new CountDownLatch(1);
        server.addFault(request -> {
            if (request.path().equals(ALL) && request.query().containsKey("continue")) {
                relistBegan.countDown();
                try {
                    relistMayGoOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return null;
        });
        server.dropWatches();
        server.holdWatches(false);
        relistBegan.await();
        server.put(services, set("svc", 2));
        until("the other informer delivers in the middle of the relist", () -> toldSmall.size() == 2);
        assertThat(large.store().get(key("s9999")))
                .as("the store can be read meanwhile")
                .isPresent();
        relistMayGoOn.countDown();
        until("the quick handler is told although the slow one hangs", () -> told.size() == 20_000);
        assertThat(toldSmall).contains("updated svc 1 to 2");
        release.countDown();
    }

    @Test
    void aHandlerThatThrowsIsToldOfTheNextChange() throws Exception {
        server.put(ALL, set("a", 1));
        Informer<Json> informer = started();
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        informer.subscribe(change -> {
            told.add(change.getClass().getSimpleName());
            throw new IllegalStateException("handler");
        });
        until("the first", () -> told.size() == 1);
        server.put(ALL, set("a", 2));
        until("the second", () -> told.size() == 2);
        assertThat(told).containsExactly("Added", "Updated");
    }

    @Test
    void closingEndsItsWatch() throws Exception {
        Informer<Json> informer = started();
        until("it watches", () -> server.openWatches() == 1);
        informer.close();
        server.bookmark();
        until("the server sees it end", () -> {
            server.bookmark();
            return server.openWatches() == 0;
        });
    }
}
