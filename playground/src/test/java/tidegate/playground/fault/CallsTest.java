package tidegate.playground.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class CallsTest {

    record Case(String method, String path, ApiCall call) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private static final String ROLLOUTS = "/apis/argoproj.io/v1alpha1/namespaces/ns/rollouts";

    static final List<Case> CASES = List.of(
            new Case("GET", ROLLOUTS + "/shop", call("get", "rollouts", "", "ns", "shop")),
            new Case("GET", ROLLOUTS + "?limit=5", call("list", "rollouts", "", "ns", "")),
            new Case("GET", "/api/v1/pods?watch=true&x=1", call("watch", "pods", "", "", "")),
            new Case("PATCH", ROLLOUTS + "/shop/status", call("patch", "rollouts", "status", "ns", "shop")),
            new Case("POST", "/api/v1/namespaces/ns/events", call("create", "events", "", "ns", "named")),
            new Case("POST", "/api/v1/namespaces/ns/pods/a/eviction", call("create", "pods", "eviction", "ns", "a")),
            new Case("DELETE", "/api/v1/namespaces/ns", call("delete", "namespaces", "", "", "ns")),
            new Case("PUT", "/api/v1/namespaces/ns/status", call("update", "namespaces", "status", "", "ns")),
            new Case("DELETE", "/api/v1/namespaces/ns/pods", call("deletecollection", "pods", "", "ns", "")),
            new Case("GET", "/version", call("", "", "", "", "")),
            new Case("GET", "/apis/apps/v1", call("", "", "", "", "")));

    @ParameterizedTest
    @FieldSource("CASES")
    void aCallIsReadFromItsPath(Case c) {
        byte[] body = "{\"metadata\":{\"name\":\"named\"}}".getBytes(StandardCharsets.UTF_8);
        assertThat(ApiCall.of(c.method(), URI.create(c.path()), "me/1", body)).isEqualTo(c.call());
    }

    @Test
    void aPartIsNamedBehindASlash() {
        ApiCall main = call("patch", "rollouts", "", "ns", "shop");
        ApiCall status = call("patch", "rollouts", "status", "ns", "shop");
        assertThat(Calls.any().of("rollouts").include(main)).isTrue();
        assertThat(Calls.any().of("rollouts").include(status)).isFalse();
        assertThat(Calls.any().of("rollouts/status").include(status)).isTrue();
        assertThat(Calls.any().of("rollouts/*").include(main)).isTrue();
        assertThat(Calls.any().of("rollouts/*").include(status)).isTrue();
        assertThat(Calls.any().of("services/*").include(status)).isFalse();
    }

    @Test
    void whatIsNoObjectsPathIsNeverMeant() {
        assertThat(Calls.any().include(call("", "", "", "", ""))).isFalse();
    }

    private static ApiCall call(String verb, String resource, String part, String namespace, String name) {
        return new ApiCall(verb, resource, part, namespace, name, "me/1");
    }
}
