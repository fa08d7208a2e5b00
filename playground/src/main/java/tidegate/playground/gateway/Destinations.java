package tidegate.playground.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tidegate.api.json.Json;

/**
 * Where one Service's requests go at an instant: a value.
 *
 * @param current what the slices name
 * @param leaving what they no longer name, and until when it still gets requests
 */
record Destinations(List<Endpoint> current, Map<Endpoint, Instant> leaving) {
    static final Destinations NONE = new Destinations(List.of(), Map.of());

    /** After the slices have changed. */
    Destinations updated(List<Json> slices, Instant now, Duration drain) {
        List<Endpoint> named = named(slices);
        var left = new LinkedHashMap<>(leaving);
        for (Endpoint before : current) if (!named.contains(before)) left.put(before, now.plus(drain));
        named.forEach(left::remove);
        left.values().removeIf(until -> !now.isBefore(until));
        return new Destinations(named, left);
    }

    /** In a fixed order, so that turns are fair. */
    List<Endpoint> at(Instant now) {
        if (leaving.isEmpty()) return current;
        var all = new ArrayList<>(current);
        leaving.forEach((endpoint, until) -> {
            if (now.isBefore(until)) all.add(endpoint);
        });
        return all;
    }

    /** The ready ones; if there is none, those that serve while they terminate are better than nothing. */
    private static List<Endpoint> named(List<Json> slices) {
        Set<Endpoint> ready = select(slices, "ready");
        return List.copyOf(ready.isEmpty() ? select(slices, "serving") : ready);
    }

    private static Set<Endpoint> select(List<Json> slices, String condition) {
        var found = new LinkedHashSet<Endpoint>();
        for (Json slice : slices) {
            int port = slice.get("ports").get(0).get("port").integer().orElse(80);
            for (Json endpoint : slice.get("endpoints").elements()) {
                if (!holds(endpoint, condition)) continue;
                for (Json address : endpoint.get("addresses").elements())
                    found.add(new Endpoint(address.stringOrEmpty(), port));
            }
        }
        return found;
    }

    /** An absent condition means yes; serving matters only for those on the way out. */
    private static boolean holds(Json endpoint, String condition) {
        Json conditions = endpoint.get("conditions");
        boolean isTrue = conditions.get(condition).bool().orElse(true);
        return condition.equals("serving")
                ? isTrue && conditions.get("terminating").isTrue()
                : isTrue;
    }
}
