package tidegate.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.conformance.Kind.CONFIG_MAP;
import static tidegate.system.conformance.Kind.LEASE;
import static tidegate.system.conformance.Kind.ROLLOUT;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tidegate.api.json.Json;

/** Many writers at once: who wins, and what a watch tells of it. */
@ExtendWith(ConformanceExtension.class)
class ConcurrencyTest {
    private static final int WRITERS = 8;
    private static final int ROUNDS = 10;

    @Test
    void ofManyWritesOfOneVersionExactlyOneWins(Space space) throws Exception {
        Json made = space.create(ROLLOUT, Given.rollout("shop"));
        List<Integer> codes = atOnce(writer -> space.one("PUT", ROLLOUT, "shop")
                .body(made.withAt(List.of("spec", "replicas"), 10 + writer))
                .send()
                .code());
        assertThat(codes).containsOnly(200, 409).containsOnlyOnce(200);
    }

    @Test
    void ofManyCreationsOfOneNameExactlyOneWins(Space space) throws Exception {
        List<Integer> codes = atOnce(writer -> space.all("POST", LEASE)
                .body(Json.parse("""
                        {"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"leader"},
                         "spec":{"holderIdentity":"writer-%d"}}""".formatted(writer)))
                .send()
                .code());
        assertThat(codes).containsOnly(201, 409).containsOnlyOnce(201);
    }

    @Test
    void patchesWithoutAVersionNeverLoseEachOther(Space space) throws Exception {
        space.create(CONFIG_MAP, Given.configMap("c"));
        atOnce(writer -> {
            for (int round = 0; round < ROUNDS; round++)
                space.merge(CONFIG_MAP, "c", "{\"data\":{\"w%d-%d\":\"x\"}}".formatted(writer, round));
            return 0;
        });
        assertThat(space.get(CONFIG_MAP, "c").get("data").size()).isEqualTo(1 + WRITERS * ROUNDS);
    }

    @Test
    void aWatchTellsEveryChangeOfABusyKindOnceAndInOrder(Space space) throws Exception {
        String from = Space.versionOf(space.all("GET", CONFIG_MAP).ok(200));
        try (Watching watch = space.watch(CONFIG_MAP, from)) {
            atOnce(writer -> {
                String name = "c-" + writer;
                space.create(CONFIG_MAP, Given.configMap(name));
                for (int round = 0; round < ROUNDS; round++)
                    space.merge(CONFIG_MAP, name, "{\"data\":{\"round\":\"" + round + "\"}}");
                return 0;
            });
            Map<String, String> seen = new HashMap<>();
            long last = Long.parseLong(from);
            for (int told = 0; told < WRITERS * (1 + ROUNDS); told++) {
                Watching.Event event = watch.nextOf(each -> each.name().startsWith("c-"));
                assertThat(event.version()).as("versions only grow").isGreaterThan(last);
                last = event.version();
                String round = event.object().at("data", "round").stringOrEmpty();
                String before = seen.put(event.name(), round);
                assertThat(event.type()).isEqualTo(before == null ? "ADDED" : "MODIFIED");
                int expected = before == null ? -1 : before.isEmpty() ? 0 : Integer.parseInt(before) + 1;
                assertThat(round).isEqualTo(expected < 0 ? "" : String.valueOf(expected));
            }
            assertThat(seen).hasSize(WRITERS);
            assertThat(new TreeSet<>(seen.values())).containsExactly(String.valueOf(ROUNDS - 1));
        }
    }

    @Test
    void aLeaseKeepsItsMicroseconds(Space space) {
        Json lease = Json.parse("""
                {"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"leader"},
                 "spec":{"holderIdentity":"me","leaseDurationSeconds":15,"leaseTransitions":0,
                   "acquireTime":"2026-01-01T00:00:00.000001Z","renewTime":"2026-01-01T00:00:00.120000Z"}}""");
        assertThat(space.create(LEASE, lease).get("spec")).isEqualTo(lease.get("spec"));
    }

    private interface Writing {
        int write(int writer) throws Exception;
    }

    private static List<Integer> atOnce(Writing writing) throws InterruptedException, ExecutionException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> all = IntStream.range(0, WRITERS)
                    .<Callable<Integer>>mapToObj(writer -> () -> writing.write(writer))
                    .toList();
            var codes = new ArrayList<Integer>();
            for (var each : threads.invokeAll(all)) codes.add(each.get());
            return codes;
        }
    }
}
