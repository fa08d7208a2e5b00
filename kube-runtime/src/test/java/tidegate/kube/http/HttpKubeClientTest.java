package tidegate.kube.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tidegate.api.json.Json;
import tidegate.kube.access.AccessException;
import tidegate.kube.access.AccessOptions;
import tidegate.kube.access.ClusterAccess;
import tidegate.kube.client.DeleteRequest;
import tidegate.kube.client.Deletion;
import tidegate.kube.client.JsonPatch;
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
import tidegate.kube.client.WriteMode;
import tidegate.kube.server.Clients;
import tidegate.kube.server.TestApiServer;
import tidegate.kube.server.TestApiServer.Reply;
import tidegate.kube.server.TestApiServer.Request;
import tidegate.kube.time.ManualTimekeeper;

class HttpKubeClientTest {
    private static final Resource SETS = Resource.namespaced("apps", "v1", "replicasets", "ReplicaSet");
    private static final Resource NODES = Resource.clusterScoped("", "v1", "nodes", "Node");
    private static final ObjectRef WEB = SETS.named("shop", "web");
    private static final String WEB_PATH = "/apis/apps/v1/namespaces/shop/replicasets/web";
    private static final Json BODY = Json.parse("""
            {"metadata":{"namespace":"shop","name":"web"},"spec":{"replicas":1,"fieldOfTomorrow":{"a":[1,{"b":null}]}}}""");

    private final TestApiServer server = new TestApiServer();
    private HttpKubeClient client = Clients.of(server);

    @AfterEach
    void end() {
        client.close();
        server.close();
    }

    private void connectWith(Map<String, List<String>> flags) {
        client.close();
        var all = new java.util.HashMap<>(flags);
        all.put("server", List.of(server.url()));
        client = HttpKubeClient.connect(
                ClusterAccess.resolve(AccessOptions.from(all), Clients.nowhere()),
                ClientSettings.named("tester", "1.2"));
    }

    private Request lastRequest() {
        return server.requests.getLast();
    }

    private KubeError errorOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(KubeException.class, call).error();
    }

    @Test
    void aFieldNewerThanThisCodeSurvives() {
        Json made = client.create(SETS, "shop", BODY);
        assertThat(client.get(WEB).get("spec")).isEqualTo(BODY.get("spec"));
        client.patch(
                WEB,
                Subresource.MAIN,
                JsonPatch.against(made).set(2, "spec", "replicas").build());
        assertThat(server.object(WEB_PATH).at("spec", "fieldOfTomorrow")).isEqualTo(BODY.at("spec", "fieldOfTomorrow"));
    }

    @Test
    void everyWriteSaysWhoWritesAndNoReadDoes() {
        client.create(SETS, "shop", BODY);
        assertThat(lastRequest().path()).isEqualTo("/apis/apps/v1/namespaces/shop/replicasets");
        assertThat(lastRequest().query()).containsExactly(Map.entry("fieldManager", "tester"));
        assertThat(lastRequest().headers()).containsEntry("User-Agent", "tester/1.2");
        assertThat(lastRequest().body().get("kind").string()).contains("ReplicaSet");
        client.patch(WEB, Subresource.STATUS, new MergePatch(Json.parse("{\"status\":{\"x\":1}}")));
        assertThat(lastRequest().path()).isEqualTo(WEB_PATH + "/status");
        assertThat(lastRequest().query()).containsEntry("fieldManager", "tester");
        assertThat(lastRequest().headers().get("Content-Type")).startsWith("application/merge-patch+json");
        client.get(WEB);
        assertThat(lastRequest().query()).isEmpty();
    }

    @Test
    void clusterScopedKindsHaveNoNamespaceInTheirPath() {
        client.create(NODES, "", Json.parse("{\"metadata\":{\"name\":\"n1\"}}"));
        assertThat(client.get(NODES.named("ignored", "n1")).get("kind").string())
                .contains("Node");
        assertThat(lastRequest().path()).isEqualTo("/api/v1/nodes/n1");
    }

    @Test
    void aServerBehindAPathIsReachedThere() {
        server.put("/k8s/clusters/c1/api/v1/nodes", Json.parse("{\"metadata\":{\"name\":\"n1\"}}"));
        client.close();
        client = HttpKubeClient.connect(
                ClusterAccess.resolve(
                        AccessOptions.from(Map.of("server", List.of(server.url() + "/k8s/clusters/c1/"))),
                        Clients.nowhere()),
                ClientSettings.named("tester", "1.2"));
        assertThat(client.find(NODES.named("", "n1")))
                .as("path: %s", lastPath())
                .isPresent();
    }

    private String lastPath() {
        return server.requests.isEmpty() ? "" : lastRequest().path();
    }

    @Test
    void aStalePatchIsAConflictInBothForms() {
        Json made = client.create(SETS, "shop", BODY);
        server.put("/apis/apps/v1/replicasets", BODY.withAt(List.of("spec", "replicas"), 9));
        var json = JsonPatch.against(made).set(2, "spec", "replicas").build();
        var merge = new MergePatch(Json.parse("{\"spec\":{\"replicas\":2}}")).onVersion(ResourceVersion.of(made));
        assertThat(errorOf(() -> client.patch(WEB, Subresource.MAIN, json))).isInstanceOf(KubeError.Conflict.class);
        assertThat(errorOf(() -> client.patch(WEB, Subresource.MAIN, merge))).isInstanceOf(KubeError.Conflict.class);
        assertThat(server.object(WEB_PATH).at("spec", "replicas").integer()).hasValue(9);
    }

    @Test
    void aDryRunStoresNothing() {
        client.create(SETS, "shop", BODY, WriteMode.DRY_RUN);
        assertThat(lastRequest().query()).containsEntry("dryRun", "All");
        assertThat(client.find(WEB)).isEmpty();
        client.create(SETS, "shop", BODY);
        client.delete(
                WEB,
                new DeleteRequest(
                        "", ResourceVersion.UNKNOWN, DeleteRequest.Propagation.BACKGROUND, WriteMode.DRY_RUN));
        assertThat(client.find(WEB)).isPresent();
    }

    @Test
    void deletesThatVeryObjectOnly() {
        Json made = client.create(SETS, "shop", BODY);
        String uid = made.at("metadata", "uid").stringOrEmpty();
        assertThat(errorOf(() -> client.delete(WEB, DeleteRequest.ofUid("another"))))
                .isInstanceOf(KubeError.Conflict.class);
        assertThat(errorOf(() -> client.delete(WEB, DeleteRequest.ofUid(uid).onVersion(new ResourceVersion("1")))))
                .isInstanceOf(KubeError.Conflict.class);
        assertThat(client.delete(WEB, DeleteRequest.ofUid(uid))).isEqualTo(new Deletion.Removed(uid));
        assertThat(client.find(WEB)).isEmpty();
    }

    @Test
    void evictsThatVeryPodOnlyAndIsToldWhenABudgetForbidsIt() {
        var pod = Resource.namespaced("", "v1", "pods", "Pod").named("shop", "web-1");
        server.failOnce(
                request -> request.path().endsWith("/eviction"),
                Reply.status(429, "TooManyRequests", "it would violate the pod's disruption budget"));
        assertThat(errorOf(() -> client.evict(pod, DeleteRequest.ofUid("u1").onVersion(new ResourceVersion("7")))))
                .isInstanceOf(KubeError.TooManyRequests.class);
        assertThat(lastRequest().path()).isEqualTo("/api/v1/namespaces/shop/pods/web-1/eviction");
        assertThat(lastRequest().query()).containsEntry("fieldManager", "tester");
        assertThat(lastRequest().body().get("kind").string()).contains("Eviction");
        assertThat(lastRequest().body().at("deleteOptions", "preconditions"))
                .isEqualTo(Json.object("uid", "u1", "resourceVersion", "7"));
    }

    @Test
    void anObjectHeldByAFinalizerIsTerminating() {
        Json held = BODY.withAt(List.of("metadata", "finalizers"), List.of("x/y"));
        String uid = client.create(SETS, "shop", held).at("metadata", "uid").stringOrEmpty();
        assertThat(client.delete(WEB, DeleteRequest.ofUid(uid))).isInstanceOf(Deletion.Terminating.class);
    }

    @Test
    void listsPageByPageAndFillsInTheKind() {
        for (String name : List.of("a", "b", "c"))
            server.put("/apis/apps/v1/replicasets", BODY.withAt(List.of("metadata", "name"), name));
        var first = client.list(SETS, ListRequest.in("shop").withLimit(2));
        assertThat(first.items())
                .hasSize(2)
                .allMatch(item -> item.get("kind").stringOrEmpty().equals("ReplicaSet"));
        assertThat(first.isLast()).isFalse();
        var second = client.list(SETS, ListRequest.in("shop").withLimit(2).continuedBy(first.continueToken()));
        assertThat(second.items()).hasSize(1);
        assertThat(second.isLast()).isTrue();
        assertThat(second.version()).isEqualTo(first.version());
    }

    @Test
    void aWatchBringsWhatHappensAndEndsWhenClosed() {
        long from = server.version();
        server.put("/apis/apps/v1/replicasets", BODY);
        var request = WatchRequest.after(ListRequest.in("shop"), new ResourceVersion("" + from), Duration.ofMinutes(5));
        try (var stream = client.watch(SETS, request)) {
            assertThat(stream.next())
                    .get()
                    .isInstanceOfSatisfying(
                            WatchEvent.Added.class,
                            added -> assertThat(added.object().get("kind").string())
                                    .contains("ReplicaSet"));
            assertThat(stream.next()).contains(new WatchEvent.Bookmark(new ResourceVersion("" + server.version())));
            server.remove(WEB_PATH);
            assertThat(stream.next()).get().isInstanceOf(WatchEvent.Deleted.class);
            assertThat(stream.next()).get().isInstanceOf(WatchEvent.Bookmark.class);
            var closer = Thread.ofVirtual().start(stream::close);
            assertThat(stream.next()).isEmpty();
            assertThat(closer.isInterrupted()).isFalse();
        }
    }

    @Test
    void aWatchFromACompactedVersionIsGone() {
        server.put("/apis/apps/v1/replicasets", BODY);
        server.compact();
        var request = WatchRequest.after(ListRequest.everywhere(), new ResourceVersion("3"), Duration.ofMinutes(5));
        assertThat(errorOf(() -> client.watch(SETS, request))).isInstanceOf(KubeError.Gone.class);
    }

    @Test
    void refusalsKeepTheServersWordsAndItsWait() {
        server.failOnce(
                _ -> true, Reply.status(429, "TooManyRequests", "slow down").header("Retry-After", "7"));
        var busy = catchThrowableOfType(KubeException.class, () -> client.get(WEB));
        assertThat(busy).hasMessage("get replicasets.apps shop/web: slow down");
        assertThat(busy.error().notBefore()).contains(Duration.ofSeconds(7));
        server.failOnce(_ -> true, new Reply(502, "text/html", "<html>\n<b>Bad Gateway</b>\n", Map.of()));
        assertThat(errorOf(() -> client.get(WEB)))
                .isEqualTo(new KubeError.Transient("<html> <b>Bad Gateway</b>", Optional.empty()));
        server.failOnce(_ -> true, new Reply(200, "application/json", "{\"cut", Map.of()));
        assertThat(errorOf(() -> client.get(WEB))).isInstanceOf(KubeError.Transient.class);
    }

    @Test
    void aServerThatNeverAnswersEndsTheCall() {
        var release = new CountDownLatch(1);
        server.addFault(_ -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return null;
        });
        connectWith(Map.of("request-timeout", List.of("100ms")));
        var lost = catchThrowableOfType(KubeException.class, () -> client.create(SETS, "shop", BODY));
        assertThat(lost.error().leavesTheWriteInDoubt()).isTrue();
        assertThat(lost).hasMessageContaining("no answer from http://127.0.0.1");
        release.countDown();
        assertThat(server.requests.stream().filter(r -> r.method().equals("POST")))
                .as("sent once")
                .hasSize(1);
    }

    @Test
    void aReadOfOneObjectIsGivenUpSoonerThanOtherCalls() {
        ClientSettings usual = ClientSettings.named("tester", "1.2");
        assertThat(usual.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(usual.timeoutOfGet()).isEqualTo(Duration.ofSeconds(10));
        assertThat(usual.timeout(Duration.ofSeconds(5)).timeoutOfGet()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aServerThatIsNotThereIsOneLine() {
        server.close();
        assertThat(catchThrowableOfType(KubeException.class, () -> client.get(WEB))
                        .getMessage())
                .startsWith("get replicasets.apps shop/web: no answer from http://127.0.0.1:")
                .doesNotContain("\n");
    }

    @Test
    void sendsTokenAndImpersonation() {
        connectWith(Map.of(
                "token", List.of("t0ken"),
                "as", List.of("jane"),
                "as-uid", List.of("u1"),
                "as-group", List.of("dev", "ops"),
                "disable-compression", List.of("true")));
        client.find(WEB);
        assertThat(lastRequest().headers())
                .containsEntry("Authorization", "Bearer t0ken")
                .containsEntry("Impersonate-User", "jane")
                .containsEntry("Impersonate-Uid", "u1")
                .containsEntry("Impersonate-Group", "dev,ops")
                .containsEntry("Accept-Encoding", "identity");
    }

    @Test
    void aCredentialPluginIsAskedAgainOnceItsTokenIsRejected(@TempDir Path folder) throws IOException {
        connectToPlugin(folder, """
                n=$(cat %1$s/count 2>/dev/null || echo 0); n=$((n+1)); echo $n > %1$s/count
                echo "{\\"apiVersion\\":\\"client.authentication.k8s.io/v1\\",\\"kind\\":\\"ExecCredential\\",\\"status\\":{\\"token\\":\\"t$n-$EXTRA\\"}}"
                """.formatted(folder));
        client.find(WEB);
        client.find(WEB);
        assertThat(lastRequest().headers()).containsEntry("Authorization", "Bearer t1-x");
        server.failOnce(_ -> true, Reply.status(401, "Unauthorized", "expired"));
        assertThat(client.find(WEB)).isEmpty();
        assertThat(lastRequest().headers()).containsEntry("Authorization", "Bearer t2-x");
    }

    @Test
    void aCredentialPluginThatFailsIsOneLine(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> {
                    connectToPlugin(folder, "exit 3\n");
                    client.find(WEB);
                })
                .isInstanceOf(AccessException.class)
                .hasMessageContaining("exit code 3");
    }

    private void connectToPlugin(Path folder, String script) throws IOException {
        Path program = Files.writeString(folder.resolve("plugin.sh"), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        Path file = Files.writeString(folder.resolve("config"), """
                current-context: c
                contexts: [{name: c, context: {cluster: k, user: u}}]
                clusters: [{name: k, cluster: {server: "%s"}}]
                users:
                - name: u
                  user:
                    exec:
                      apiVersion: client.authentication.k8s.io/v1
                      command: ./plugin.sh
                      interactiveMode: Never
                      env: [{name: EXTRA, value: x}]
                """.formatted(server.url()));
        client.close();
        client = HttpKubeClient.connect(
                ClusterAccess.resolve(AccessOptions.none().withKubeconfig(file.toString()), Clients.nowhere()),
                ClientSettings.named("tester", "1.2"));
    }

    @Test
    void keepsItsPace() throws Exception {
        var time = new ManualTimekeeper(Instant.EPOCH);
        client.close();
        client = HttpKubeClient.connect(
                Clients.accessTo(server), ClientSettings.named("tester", "1.2").paced(10, 2), time);
        client.find(WEB);
        client.find(WEB);
        var third = Thread.ofVirtual().start(() -> client.find(WEB));
        time.awaitPending(1);
        assertThat(server.requests).hasSize(2);
        time.advance(Duration.ofMillis(100));
        third.join();
        assertThat(server.requests).hasSize(3);
    }

    @Test
    void readsDocumentsOutsideTheObjectPaths() {
        server.addFault(request -> request.path().equals("/version")
                ? new Reply(200, "application/json", "{\"gitVersion\":\"v1.36.3\"}", Map.of())
                : null);
        assertThat(client.document("/version").get("gitVersion").string()).contains("v1.36.3");
    }
}
