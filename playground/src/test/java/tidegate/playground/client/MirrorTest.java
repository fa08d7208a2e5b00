package tidegate.playground.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that plays one answer after the other, so that every kind of interruption can be had at will. */
class MirrorTest {
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @SuppressWarnings("NullAway.Init")
    private KubeApi api;

    record Answer(int code, String body, boolean staysOpen) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        api = KubeApi.of(
                Kubeconfig.open(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort())),
                "test");
    }

    @AfterEach
    void stop() {
        api.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        Answer answer;
        synchronized (answers) {
            answer = answers.isEmpty() ? new Answer(200, "", true) : answers.remove();
        }
        asked.add(exchange.getRequestURI().toString());
        exchange.sendResponseHeaders(answer.code(), 0);
        exchange.getResponseBody().write(answer.body().getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
        if (!answer.staysOpen()) exchange.close();
    }

    private static String pod(String name, int version) {
        return "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"" + name
                + "\",\"namespace\":\"shop\",\"resourceVersion\":\"" + version
                + "\",\"managedFields\":[{\"manager\":\"x\"}]}}";
    }

    private static Answer list(int version, String more, String... pods) {
        return new Answer(
                200,
                "{\"metadata\":{\"resourceVersion\":\"" + version + "\",\"continue\":\"" + more + "\"},\"items\":["
                        + String.join(",", pods) + "]}",
                false);
    }

    private static Answer watch(boolean staysOpen, String... events) {
        return new Answer(200, String.join("\n", events) + "\n", staysOpen);
    }

    private static String event(String type, String object) {
        return "{\"type\":\"" + type + "\",\"object\":" + object + "}";
    }

    private Mirror mirror(Answer... script) {
        answers.addAll(List.of(script));
        return Mirror.of(api, ResourceType.PODS, Selection.inNamespace("shop"), (before, now) -> {
                    var object = now != null ? now : before;
                    if (object == null) return;
                    String change = now == null ? "gone " : before == null ? "new " : "changed ";
                    told.add(change + ObjectKey.of(object).name() + "@"
                            + object.at("metadata", "resourceVersion").stringOrEmpty());
                })
                .begin();
    }

    private List<String> next(int count) throws InterruptedException {
        var all = new java.util.ArrayList<String>();
        for (int i = 0; i < count; i++) {
            String one = told.poll(10, TimeUnit.SECONDS);
            all.add(one == null ? "nothing" : one);
        }
        return all;
    }

    @Test
    void listsInPagesAndThenFollowsTheWatch() throws InterruptedException {
        try (var mirror = mirror(
                list(5, "more", pod("a", 1)),
                list(5, "", pod("b", 2)),
                watch(
                        true,
                        event("MODIFIED", pod("a", 6)),
                        event("BOOKMARK", pod("", 9)),
                        event("DELETED", pod("b", 10))))) {
            assertThat(next(4)).containsExactly("new a@1", "new b@2", "changed a@6", "gone b@10");
            assertThat(mirror.awaitSynced(Duration.ofSeconds(5))).isTrue();
            assertThat(mirror.all())
                    .hasSize(1)
                    .allMatch(p -> p.at("metadata", "managedFields").isMissing());
        }
        assertThat(asked)
                .anyMatch(url -> url.contains("continue=more"))
                .anyMatch(url -> url.contains("allowWatchBookmarks=true") && url.contains("resourceVersion=5"));
    }

    @Test
    void aWatchThatEndsGoesOnFromItsLastBookmark() throws InterruptedException {
        try (var mirror = mirror(
                list(5, "", pod("a", 1)),
                watch(false, event("BOOKMARK", pod("", 42))),
                watch(true, event("MODIFIED", pod("a", 43))))) {
            assertThat(next(2)).containsExactly("new a@1", "changed a@43");
            assertThat(mirror.find(new ObjectKey("shop", "a"))).isPresent();
        }
        assertThat(asked).anyMatch(url -> url.contains("resourceVersion=42"));
    }

    @Test
    void goneMeansListAgainAndTellOnlyWhatChanged() throws InterruptedException {
        String gone = "{\"kind\":\"Status\",\"code\":410,\"reason\":\"Expired\"}";
        try (var mirror = mirror(
                list(5, "", pod("a", 1), pod("b", 2), pod("c", 3)),
                watch(false, event("ERROR", gone)),
                list(90, "", pod("a", 1), pod("b", 80)),
                watch(true, event("ADDED", pod("d", 91))))) {
            assertThat(next(6))
                    .containsExactlyInAnyOrder("new a@1", "new b@2", "new c@3", "changed b@80", "gone c@3", "new d@91");
            assertThat(mirror.all()).hasSize(3);
        }
    }

    @Test
    void aRefusedListIsTriedAgain() throws InterruptedException {
        try (var mirror =
                mirror(new Answer(503, "busy", false), list(5, "", pod("a", 1)), new Answer(500, "{}", false))) {
            assertThat(next(1)).containsExactly("new a@1");
            assertThat(mirror.awaitSynced(Duration.ofSeconds(5))).isTrue();
        }
    }
}
