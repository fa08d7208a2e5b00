package tidegate.kube.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tidegate.kube.server.Eventually.until;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.kube.client.DeleteRequest;
import tidegate.kube.client.JsonPatch;
import tidegate.kube.client.KubeException;
import tidegate.kube.client.ObjectRef;
import tidegate.kube.client.Resource;
import tidegate.kube.client.Subresource;
import tidegate.kube.client.WriteMode;
import tidegate.kube.http.HttpKubeClient;
import tidegate.kube.informer.Informer;
import tidegate.kube.server.Clients;
import tidegate.kube.server.TestApiServer;
import tidegate.kube.server.TestApiServer.Reply;

/** Ledger, fence, client and informer together, against a server that can hold its watches back. */
class GuardedClientTest {
    private static final Resource SETS = Resource.namespaced("apps", "v1", "replicasets", "ReplicaSet");
    private static final ObjectRef WEB = SETS.named("shop", "web");
    private static final Json BODY = Json.object(
            "metadata", Json.object("namespace", "shop", "name", "web"), "spec", Json.object("replicas", 1));

    private final TestApiServer server = new TestApiServer();
    private final HttpKubeClient plain = Clients.of(server);
    private final Informer<Json> informer =
            Informer.of(plain, SETS, Function.<Json>identity()).build();
    private final WriteLedger<String> ledger = new WriteLedger<>(Map.of(SETS, informer), plain::find);
    private final AtomicBoolean leading = new AtomicBoolean(true);
    private final GuardedClient<String> client = new GuardedClient<>(plain, leading::get, ledger, "rollout");

    @BeforeEach
    void watch() throws InterruptedException {
        informer.start();
        assertThat(informer.awaitSync(Duration.ofSeconds(20))).isTrue();
        until("it watches", () -> server.openWatches() == 1);
        server.holdWatches(true);
    }

    @AfterEach
    void end() {
        informer.close();
        plain.close();
        server.close();
    }

    private boolean caughtUp() {
        return ledger.freshness("rollout") instanceof Freshness.CaughtUp;
    }

    private void letWatchesDeliver() {
        server.holdWatches(false);
        until("the cache caught up", this::caughtUp);
        assertThat(ledger.size()).isZero();
    }

    @Test
    void aCreatedObjectIsWaitedFor() {
        client.create(SETS, "shop", BODY);
        assertThat(caughtUp()).isFalse();
        letWatchesDeliver();
        assertThat(informer.store().value("shop", "web")).isPresent();
    }

    @Test
    void aPatchOfAnyPartIsWaitedFor() {
        Json made = client.create(SETS, "shop", BODY);
        server.holdWatches(false);
        until("the cache has it", this::caughtUp);
        server.holdWatches(true);
        client.patch(
                WEB,
                Subresource.STATUS,
                JsonPatch.against(made).set(3, "status", "replicas").build());
        assertThat(caughtUp()).isFalse();
        letWatchesDeliver();
    }

    @Test
    void aDeletionIsWaitedFor() {
        Json made = client.create(SETS, "shop", BODY);
        server.holdWatches(false);
        until("the cache has it", this::caughtUp);
        server.holdWatches(true);
        client.delete(WEB, DeleteRequest.ofUid(made.at("metadata", "uid").stringOrEmpty()));
        assertThat(caughtUp()).isFalse();
        letWatchesDeliver();
        assertThat(informer.store().size()).isZero();
    }

    @Test
    void anObjectThatSomebodyDeletedAfterOurWriteBlocksNothing() {
        client.create(SETS, "shop", BODY);
        server.remove("/apis/apps/v1/namespaces/shop/replicasets/web");
        letWatchesDeliver();
    }

    @Test
    void aWriteWithoutAnAnswerIsInDoubtAndSettledByReading() {
        server.failOnce(request -> request.method().equals("POST"), Reply.status(500, "InternalError", "lost"));
        assertThatThrownBy(() -> client.create(SETS, "shop", BODY)).isInstanceOf(KubeException.class);
        server.put("/apis/apps/v1/replicasets", BODY);
        assertThat(caughtUp()).as("the live object is newer than the cache").isFalse();
        letWatchesDeliver();
    }

    @Test
    void aDryRunIsNoWrite() {
        client.create(SETS, "shop", BODY, WriteMode.DRY_RUN);
        assertThat(caughtUp()).isTrue();
        assertThat(server.object("/apis/apps/v1/namespaces/shop/replicasets/web")
                        .isMissing())
                .isTrue();
    }

    @Test
    void aShutFenceStopsEveryWriteButNoRead() {
        Json made = client.create(SETS, "shop", BODY);
        leading.set(false);
        long version = server.version();
        assertThatThrownBy(() -> client.create(SETS, "shop", BODY)).isInstanceOf(FencedException.class);
        assertThatThrownBy(() -> client.patch(
                        WEB,
                        Subresource.MAIN,
                        JsonPatch.against(made).set(2, "spec", "replicas").build()))
                .isInstanceOf(FencedException.class);
        assertThatThrownBy(() -> client.delete(WEB, DeleteRequest.ofUid("x"))).isInstanceOf(FencedException.class);
        assertThat(server.version()).isEqualTo(version);
        assertThat(client.get(WEB)).isEqualTo(made);
    }
}
