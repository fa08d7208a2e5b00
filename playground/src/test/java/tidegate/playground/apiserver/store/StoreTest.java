package tidegate.playground.apiserver.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tidegate.playground.apiserver.store.Store.Outcome;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.node.ObjectNode;

class StoreTest {
    private final Store store = new Store();

    private static Key key(String name) {
        return new Key("things", "ns", name);
    }

    private Stored create(String name) {
        return ((Outcome.Done) store.create(key(name), Tree.object())).object();
    }

    private Stored replace(Stored seen, String value) {
        ObjectNode next = seen.copy();
        next.put("value", value);
        return ((Outcome.Done) store.replace(seen, next)).object();
    }

    @Test
    void slowerOfTwoWritersIsToldWhatIsThere() {
        Stored first = create("a");
        Stored second = replace(first, "x");
        assertThat(store.replace(first, first.copy())).isEqualTo(new Outcome.Clash(java.util.Optional.of(second)));
    }

    @Test
    void oldVersionsAreListedAsTheyWere() {
        Stored a = create("a");
        long then = store.version();
        replace(a, "changed");
        create("b");
        var old = store.listAt("things", "ns", then).orElseThrow();
        assertThat(old.objects()).containsExactly(a);
        assertThat(store.list("things", "ns").objects()).hasSize(2);
    }

    @Test
    void compactedVersionsAreGoneAndLaterOnesAreNot() {
        create("a");
        long then = store.version();
        create("b");
        store.compact();
        assertThat(store.readAfter("things", then)).isEmpty();
        assertThat(store.listAt("things", "", then)).isEmpty();
        assertThat(store.readAfter("things", store.version())).isPresent();
    }

    @Test
    void readerSeesEveryEventOfManyWritersInTheOrderOfVersions() throws InterruptedException {
        Reader reader = store.readAfter("things", store.version()).orElseThrow();
        int writers = 8;
        int each = 500;
        var done = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        for (int w = 0; w < writers; w++) {
            String prefix = "w" + w + "-";
            threads.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < each; i++) create(prefix + i);
                done.incrementAndGet();
            }));
        }
        long last = 0;
        for (int i = 0; i < writers * each; i++) {
            Event event = reader.next(Duration.ofSeconds(10)).orElseThrow();
            assertThat(event.version()).isEqualTo(last == 0 ? event.version() : last + 1);
            last = event.version();
        }
        for (Thread thread : threads) thread.join();
        assertThat(done).hasValue(writers);
    }
}
