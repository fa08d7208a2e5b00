package tidegate.system.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.playground.client.KubeApi.Listing;
import tidegate.system.bench.History.Of;

class HistoryTest {
    private final History history = new History();

    private static Json object(String name, long version) {
        return Json.object("metadata", Json.object("name", name, "resourceVersion", Long.toString(version)));
    }

    private static boolean isServedByNobody(ClusterState state) {
        return !state.services().isEmpty() && state.pods().isEmpty();
    }

    @Test
    void whatArrivesInAnotherOrderIsAsTheApiHadIt() {
        history.add(Of.SERVICES, null, object("shop", 7));
        assertThat(history.first(0, 7, HistoryTest::isServedByNobody)).isPresent();
        history.add(Of.PODS, null, object("pod", 6));
        assertThat(history.first(0, 7, HistoryTest::isServedByNobody)).isEmpty();
    }

    @Test
    void aStateBetweenTwoThatAreFineIsSeen() {
        history.add(Of.SERVICES, null, object("shop", 1));
        history.add(Of.PODS, null, object("one", 2));
        history.add(Of.PODS, object("one", 5), null);
        history.add(Of.PODS, null, object("two", 6));
        assertThat(history.first(2, 6, HistoryTest::isServedByNobody)).isPresent();
        assertThat(history.first(2, 4, HistoryTest::isServedByNobody)).isEmpty();
        assertThat(history.first(5, 6, HistoryTest::isServedByNobody)).isEmpty();
    }

    @Test
    void itHasReachedAListThatItWasToldTheChangesOf() {
        var both = new Listing(List.of(object("one", 2), object("two", 3)), "9");
        history.add(Of.PODS, null, object("two", 3));
        assertThat(history.hasReached(Of.PODS, both)).isFalse();
        history.add(Of.PODS, null, object("one", 12));
        assertThat(history.hasReached(Of.PODS, both)).isTrue();
        assertThat(history.hasReached(Of.PODS, new Listing(List.of(object("one", 12)), "13")))
                .isFalse();
        history.add(Of.PODS, object("two", 13), null);
        assertThat(history.hasReached(Of.PODS, new Listing(List.of(object("one", 12)), "13")))
                .isTrue();
        assertThat(history.hasReached(Of.SERVICES, new Listing(List.of(), "13")))
                .isTrue();
    }

    @Test
    void whatALaterListLacksWentLast() {
        history.add(Of.PODS, null, object("one", 2));
        history.add(Of.SERVICES, null, object("shop", 4));
        history.add(Of.PODS, object("one", 2), null);
        assertThat(history.first(0, 3, state -> !state.pods().isEmpty())).isPresent();
        assertThat(history.first(3, 4, HistoryTest::isServedByNobody)).isPresent();
    }
}
