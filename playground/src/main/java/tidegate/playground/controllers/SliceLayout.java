package tidegate.playground.controllers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tidegate.api.json.Json;

/**
 * How a Service's endpoints are laid out in EndpointSlices, with as few writes as that takes. Pure.
 *
 * <p>An endpoint stays in the slice it is in; new ones fill gaps before they get a slice of their own; an empty slice
 * goes unless it is the last.
 *
 * @param changed slices that are there and are to look like this
 */
record SliceLayout(List<Json> created, List<Json> changed, List<Json> deleted) {
    /** As many as the real controller puts into one. */
    static final int CAPACITY = 100;

    static SliceLayout of(ServiceEndpoints wanted, List<Json> slices, Function<Json, Json> newSlice) {
        var layout = new SliceLayout(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        var unused = new ArrayList<>(slices);
        wanted.byPorts().forEach((ports, endpoints) -> {
            List<Json> same = unused.stream()
                    .filter(slice -> slice.get("ports").elements().equals(ports))
                    .toList();
            unused.removeAll(same);
            layout.lay(ports, endpoints, same, newSlice);
        });
        layout.retire(unused, wanted.byPorts().isEmpty(), newSlice);
        return layout;
    }

    private void lay(List<Json> ports, List<Json> endpoints, List<Json> slices, Function<Json, Json> newSlice) {
        var left = endpoints.stream()
                .collect(Collectors.toMap(
                        SliceLayout::podUid, e -> e, (first, _) -> first, java.util.LinkedHashMap::new));
        var kept = slices.stream().map(slice -> keep(slice, left)).toList();
        for (int i = 0; i < slices.size(); i++) {
            var content = new ArrayList<>(kept.get(i));
            fill(content, left);
            if (content.isEmpty()) deleted.add(slices.get(i));
            else if (!content.equals(slices.get(i).get("endpoints").elements()))
                changed.add(slices.get(i).with("endpoints", content));
        }
        while (!left.isEmpty()) {
            var content = new ArrayList<Json>();
            fill(content, left);
            created.add(newSlice.apply(Json.object("ports", ports, "endpoints", content)));
        }
    }

    /** The new form of those endpoints of a slice that are still wanted; takes them from what is left. */
    private static List<Json> keep(Json slice, Map<String, Json> left) {
        return slice.get("endpoints").elements().stream()
                .flatMap(endpoint -> Stream.ofNullable(left.remove(podUid(endpoint))))
                .toList();
    }

    private static void fill(List<Json> content, Map<String, Json> left) {
        var waiting = left.values().iterator();
        while (content.size() < CAPACITY && waiting.hasNext()) {
            content.add(waiting.next());
            waiting.remove();
        }
    }

    private static String podUid(Json endpoint) {
        return endpoint.at("targetRef", "uid").stringOrEmpty();
    }

    /** A Service without endpoints keeps one slice, to say just that. */
    private void retire(List<Json> unused, boolean nothingElse, Function<Json, Json> newSlice) {
        if (!nothingElse) {
            deleted.addAll(unused);
            return;
        }
        if (unused.isEmpty()) {
            created.add(newSlice.apply(Json.object("ports", Json.EMPTY_ARRAY, "endpoints", Json.EMPTY_ARRAY)));
            return;
        }
        Json last = unused.getFirst();
        deleted.addAll(unused.subList(1, unused.size()));
        if (!last.get("endpoints").isEmpty()) changed.add(last.with("endpoints", Json.EMPTY_ARRAY));
    }
}
