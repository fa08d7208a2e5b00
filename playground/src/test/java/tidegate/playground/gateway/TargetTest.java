package tidegate.playground.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.playground.client.ObjectKey;

class TargetTest {
    private static final ObjectKey WEB = new ObjectKey("shop", "web");
    private static final ObjectKey FRONT = new ObjectKey("shop", "front");

    record Case(String why, String host, String path, Optional<ObjectKey> byDefault, Optional<Target> target) {
        @Override
        public String toString() {
            return why;
        }
    }

    private static Case to(String why, String host, String path, ObjectKey service, String rest) {
        return new Case(why, host, path, Optional.of(FRONT), Optional.of(new Target(service, rest)));
    }

    static final List<Case> cases = List.of(
            to("by path", "127.0.0.1:8000", "/shop/web/color", WEB, "/color"),
            to("a browser is asked to add the slash", "127.0.0.1:8000", "/shop/web", WEB, ""),
            to("by host", "web.shop:8000", "/color", WEB, "/color"),
            to("by the host's long form", "web.shop.svc.cluster.local", "/", WEB, "/"),
            to("an unknown host does not matter", "www.example.com", "/shop/web/", WEB, "/"),
            to("all else goes to the default", "localhost:8000", "/color", FRONT, "/color"),
            new Case("or nowhere", "localhost:8000", "/color", Optional.empty(), Optional.empty()));

    @ParameterizedTest
    @FieldSource("cases")
    void findsTheServiceThatIsMeant(Case c) {
        assertThat(Target.of(c.host(), c.path(), Set.of(WEB), c.byDefault())).isEqualTo(c.target());
    }
}
