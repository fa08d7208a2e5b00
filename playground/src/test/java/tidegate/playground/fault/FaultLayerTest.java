package tidegate.playground.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static tidegate.playground.client.ResourceType.PODS;
import static tidegate.playground.client.ResourceType.SERVICES;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.api.json.Json;
import tidegate.playground.EmbeddedApi;
import tidegate.playground.client.ApiFailure;
import tidegate.playground.client.KubeApi;
import tidegate.playground.client.Mirror;
import tidegate.playground.client.ObjectKey;
import tidegate.playground.client.PatchType;
import tidegate.playground.client.Selection;

@SuppressWarnings("NullAway.Init")
class FaultLayerTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private EmbeddedApi api;
    private FaultLayer faults;
    private KubeApi direct;
    private KubeApi through;

    @BeforeEach
    void start() {
        api = EmbeddedApi.start();
        faults = FaultLayer.before(api.kubeconfig());
        direct = KubeApi.of(api.kubeconfig(), "direct");
        through = KubeApi.of(faults.kubeconfig(), "through/1");
    }

    @AfterEach
    void stop() {
        through.close();
        direct.close();
        faults.close();
        api.close();
    }

    @Test
    void withoutRulesItIsTheApiBehind() {
        through.create(SERVICES, "default", service("shop"));
        assertThat(direct.find(SERVICES, key("shop"))).isPresent();
        assertThat(through.list(SERVICES, Selection.inNamespace("default")).items())
                .hasSize(2);
        assertThat(failure(() -> through.get(SERVICES, key("nobody"))).code()).isEqualTo(404);
    }

    record Case(String why, Fault fault, int code, boolean applied) {
        @Override
        public String toString() {
            return why;
        }
    }

    static final List<Case> CASES = List.of(
            new Case("a conflict", Fault.conflict(), 409, false),
            new Case("too many requests", Fault.tooManyRequests(Duration.ofSeconds(1)), 429, false),
            new Case("an internal error", Fault.internalError(), 500, false),
            new Case("unavailable", Fault.unavailable(), 503, false),
            new Case("lost on its way", Fault.lostBefore(), 0, false),
            new Case("its answer lost", Fault.lostAfter(), 0, true));

    @ParameterizedTest
    @FieldSource("CASES")
    void aWriteFailsAsOftenAsTheRuleSays(Case c) {
        direct.create(SERVICES, "default", service("shop"));
        Rule rule = faults.add(Calls.writes().of("services").named("shop"), c.fault(), 1);
        assertThat(failure(() -> label("shop", "first")).code()).isEqualTo(c.code());
        assertThat(labelOf("shop")).isEqualTo(c.applied() ? "first" : "");
        assertThat(rule.hits()).singleElement().satisfies(call -> {
            assertThat(call.verb()).isEqualTo("patch");
            assertThat(call.userAgent()).isEqualTo("through/1");
        });
        label("shop", "second");
        assertThat(labelOf("shop")).isEqualTo("second");
    }

    @Test
    void aRuleStrikesOnlyWhatItIsAbout() {
        direct.create(SERVICES, "default", service("one"));
        direct.create(SERVICES, "default", service("two"));
        faults.add(
                Calls.any()
                        .verbs("patch")
                        .of("services")
                        .in("default")
                        .named("one")
                        .by("through/"),
                Fault.forbidden());
        assertThat(failure(() -> label("one", "x")).code()).isEqualTo(403);
        label("two", "x");
        through.get(SERVICES, key("one"));
        faults.clear();
        label("one", "x");
    }

    @Test
    void aCreateIsKnownByTheNameInItsBody() {
        faults.add(Calls.any().verbs("create").of("services").named("one"), Fault.internalError());
        assertThat(failure(() -> through.create(SERVICES, "default", service("one")))
                        .code())
                .isEqualTo(500);
        through.create(SERVICES, "default", service("two"));
    }

    @Test
    void aWriteIsHeldUntilItsRuleGoes() {
        direct.create(SERVICES, "default", service("before"));
        direct.create(SERVICES, "default", service("after"));
        Rule before = faults.add(Calls.writes().named("before"), Fault.heldBefore());
        Rule after = faults.add(Calls.writes().named("after"), Fault.heldAfter());
        var first = CompletableFuture.runAsync(() -> label("before", "x"));
        var second = CompletableFuture.runAsync(() -> label("after", "x"));
        before.awaitHits(1, SOON);
        after.awaitHits(1, SOON);
        await(() -> labelOf("after").equals("x"));
        assertThat(labelOf("before")).isEmpty();
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();
        before.close();
        after.close();
        first.join();
        second.join();
        assertThat(labelOf("before")).isEqualTo("x");
    }

    @Test
    void anExpiredListIsRefusedAndAMirrorGoesOnAfterIt() {
        Rule rule = faults.add(Calls.any().verbs("list").of("services"), Fault.conflict(), 1);
        Rule expired = faults.add(Calls.any().of("services"), new Fault.Expired(), 2);
        var seen = new LinkedBlockingQueue<String>();
        try (Mirror mirror = mirror(seen)) {
            expired.awaitHits(2, SOON);
            assertThat(rule.hits()).hasSize(1);
            direct.create(SERVICES, "default", service("shop"));
            assertThat(next(seen)).isEqualTo("shop");
            assertThat(mirror.find(key("shop"))).isPresent();
        }
    }

    @Test
    void aListLeavesOutWhatIsToLookGone() {
        direct.create(SERVICES, "default", service("shop"));
        faults.add(Calls.any().of("services"), new Fault.Omitted(Set.of("shop")), 1);
        through.get(SERVICES, key("shop"));
        assertThat(servicesListed()).containsExactly("kubernetes");
        assertThat(servicesListed()).containsExactlyInAnyOrder("kubernetes", "shop");
    }

    private List<String> servicesListed() {
        return through.list(SERVICES, Selection.inNamespace("default")).items().stream()
                .map(FaultLayerTest::nameOf)
                .toList();
    }

    @Test
    void eventsOfOneKindAreHeldBackAndComeInTheirOrder() {
        var services = new LinkedBlockingQueue<String>();
        var pods = new LinkedBlockingQueue<String>();
        try (Mirror ofServices = mirror(services);
                Mirror ofPods = Mirror.start(
                        through, PODS, Selection.inNamespace("default"), (before, now) -> pods.add(nameOf(now)))) {
            direct.create(SERVICES, "default", service("one"));
            assertThat(next(services)).isEqualTo("one");

            Rule held = faults.add(Calls.watches().of("services"), new Fault.EventsHeld());
            direct.create(SERVICES, "default", service("two"));
            direct.create(SERVICES, "default", service("three"));
            direct.create(PODS, "default", pod("shop"));
            assertThat(next(pods)).isEqualTo("shop");
            held.awaitHits(1, SOON);
            assertThat(ofServices.find(key("two"))).isEmpty();

            held.close();
            assertThat(next(services)).isEqualTo("two");
            assertThat(next(services)).isEqualTo("three");
            assertThat(ofPods.find(key("shop"))).isPresent();
        }
    }

    @Test
    void aWatchThatIsCutIsOpenedAgain() {
        var seen = new LinkedBlockingQueue<String>();
        try (Mirror mirror = mirror(seen)) {
            direct.create(SERVICES, "default", service("one"));
            assertThat(next(seen)).isEqualTo("one");
            // what was seen may have come with the list that precedes the watch
            await(() -> faults.cutWatches(Calls.watches().of("services")) == 1);
            direct.create(SERVICES, "default", service("two"));
            assertThat(next(seen)).isEqualTo("two");

            Rule cut = faults.add(Calls.watches().of("services"), new Fault.WatchCut(0), 1);
            direct.create(SERVICES, "default", service("three"));
            assertThat(next(seen)).isEqualTo("three");
            assertThat(cut.hits()).hasSize(1);
            assertThat(mirror.find(key("three"))).isPresent();
        }
    }

    private Mirror mirror(BlockingQueue<String> names) {
        return Mirror.start(
                through,
                SERVICES,
                new Selection("default", "", "metadata.name!=kubernetes"),
                (before, now) -> names.add(nameOf(now)));
    }

    private static String nameOf(@org.jspecify.annotations.Nullable Json object) {
        return object == null ? "" : ObjectKey.of(object).name();
    }

    private static String next(BlockingQueue<String> names) {
        try {
            String name = names.poll(SOON.toSeconds(), TimeUnit.SECONDS);
            return name == null ? "nothing came" : name;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(java.util.function.BooleanSupplier look) {
        long end = System.nanoTime() + SOON.toNanos();
        while (!look.getAsBoolean()) {
            if (System.nanoTime() - end > 0) throw new AssertionError("not within " + SOON);
            Thread.onSpinWait();
        }
    }

    private static ApiFailure failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(ApiFailure.class, call);
    }

    private void label(String name, String value) {
        Json patch = Json.object("metadata", Json.object("labels", Json.object("l", value)));
        through.patch(SERVICES, key(name), "", PatchType.MERGE, patch);
    }

    private String labelOf(String name) {
        return direct.get(SERVICES, key(name)).at("metadata", "labels", "l").stringOrEmpty();
    }

    private static ObjectKey key(String name) {
        return new ObjectKey("default", name);
    }

    private static Json service(String name) {
        return Json.parse("""
                {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "%s"},
                 "spec": {"ports": [{"port": 80}]}}
                """.formatted(name));
    }

    private static Json pod(String name) {
        return Json.parse("""
                {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "%s"},
                 "spec": {"containers": [{"name": "c", "image": "i"}]}}
                """.formatted(name));
    }
}
