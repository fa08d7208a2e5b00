package tidegate.playground.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;

class SliceLayoutTest {
    private static final List<Json> PORTS = List.of(Json.object("port", 8080));

    private static Json endpoint(int pod, boolean ready) {
        return Json.object("targetRef", Json.object("uid", "pod-" + pod), "ready", ready);
    }

    private static List<Json> endpoints(int from, int to) {
        return IntStream.range(from, to).mapToObj(pod -> endpoint(pod, true)).toList();
    }

    private static Json slice(String name, List<Json> endpoints) {
        return Json.object("name", name, "ports", PORTS, "endpoints", endpoints);
    }

    private static SliceLayout layout(List<Json> wanted, Json... slices) {
        Map<List<Json>, List<Json>> byPorts = wanted.isEmpty() ? Map.of() : Map.of(PORTS, wanted);
        return SliceLayout.of(new ServiceEndpoints(byPorts), List.of(slices), content -> content);
    }

    @Test
    void whatIsAsItShouldBeIsLeftAlone() {
        assertThat(layout(endpoints(0, 3), slice("a", endpoints(0, 3))))
                .isEqualTo(new SliceLayout(List.of(), List.of(), List.of()));
    }

    @Test
    void aChangedEndpointStaysWhereItIs() {
        var wanted = new ArrayList<>(endpoints(0, 3));
        wanted.set(1, endpoint(1, false));

        var layout = layout(wanted, slice("a", endpoints(0, 3)));

        assertThat(layout.changed()).containsExactly(slice("a", wanted));
        assertThat(layout.created()).isEmpty();
    }

    @Test
    void noSliceHoldsMoreThanAHundred() {
        var layout = layout(endpoints(0, 250), slice("a", endpoints(0, 90)));

        assertThat(layout.changed())
                .singleElement()
                .satisfies(s -> assertThat(s.get("endpoints").size()).isEqualTo(100));
        assertThat(layout.created()).extracting(s -> s.get("endpoints").size()).containsExactly(100, 50);
    }

    @Test
    void anEmptySliceGoesUnlessItIsTheLast() {
        assertThat(layout(endpoints(0, 1), slice("a", endpoints(0, 1)), slice("b", endpoints(5, 6)))
                        .deleted())
                .containsExactly(slice("b", endpoints(5, 6)));
        assertThat(layout(List.of(), slice("a", endpoints(0, 1))).changed()).containsExactly(slice("a", List.of()));
        assertThat(layout(List.of()).created()).hasSize(1);
    }
}
