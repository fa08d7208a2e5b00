package tidegate.playground.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;

class DestinationsTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration DRAIN = Duration.ofSeconds(2);

    private static Json endpoint(String address, boolean ready, boolean serving, boolean terminating) {
        return Json.object(
                "addresses", Json.array(address),
                "conditions", Json.object("ready", ready, "serving", serving, "terminating", terminating));
    }

    private static List<Json> slice(Json... endpoints) {
        return List.of(Json.object(
                "ports",
                Json.array(Json.object("port", 8080)),
                "endpoints",
                Stream.of(endpoints).toList()));
    }

    private static List<String> addresses(Destinations destinations, Instant now) {
        return destinations.at(now).stream().map(Endpoint::address).toList();
    }

    private static final Json A = endpoint("10.0.0.1", true, true, false);
    private static final Json B = endpoint("10.0.0.2", true, true, false);
    private static final Json B_LEAVING = endpoint("10.0.0.2", false, true, true);
    private static final Json B_UNREADY = endpoint("10.0.0.2", false, false, false);

    @Test
    void onlyReadyEndpointsAreUsed() {
        var there = Destinations.NONE.updated(slice(A, B_UNREADY), T0, DRAIN);

        assertThat(addresses(there, T0)).containsExactly("10.0.0.1");
    }

    @Test
    void aRemovedEndpointIsUsedForTheDrainTime() {
        var there = Destinations.NONE.updated(slice(A, B), T0, DRAIN).updated(slice(A, B_LEAVING), T0, DRAIN);

        assertThat(addresses(there, T0.plusMillis(1999))).containsExactly("10.0.0.1", "10.0.0.2");
        assertThat(addresses(there, T0.plusSeconds(2))).containsExactly("10.0.0.1");
    }

    @Test
    void anEndpointThatComesBackIsNoLongerLeaving() {
        var there = Destinations.NONE
                .updated(slice(A, B), T0, DRAIN)
                .updated(slice(A), T0, DRAIN)
                .updated(slice(A, B), T0.plusSeconds(1), DRAIN);

        assertThat(addresses(there, T0.plusSeconds(60))).containsExactly("10.0.0.1", "10.0.0.2");
    }

    @Test
    void ifAllAreOnTheirWayOutThoseThatServeAreUsed() {
        var there = Destinations.NONE.updated(slice(B_LEAVING), T0, DRAIN);

        assertThat(addresses(there, T0.plusSeconds(60))).containsExactly("10.0.0.2");
        assertThat(addresses(Destinations.NONE.updated(slice(B_UNREADY), T0, DRAIN), T0))
                .isEmpty();
    }

    @Test
    void absentConditionsMeanReady() {
        var there = Destinations.NONE.updated(slice(Json.object("addresses", Json.array("10.0.0.9"))), T0, DRAIN);

        assertThat(there.at(T0)).containsExactly(new Endpoint("10.0.0.9", 8080));
    }
}
