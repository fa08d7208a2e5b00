package tidegate.playground.demoapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.api.json.Json;

class DemoAppTest {
    record Case(String image, String colour) {}

    static final List<Case> cases = List.of(
            new Case("argoproj/rollouts-demo:yellow", "yellow"),
            new Case("registry.example:5000/demo:bad-red", "red"),
            new Case("demo:slow-blue", "blue"),
            new Case("nginx:1.27", "1.27"),
            new Case("registry.example:5000/demo", "latest"));

    @ParameterizedTest
    @FieldSource("cases")
    void theTagIsTheColour(Case c) {
        assertThat(Colour.of(c.image()).name()).isEqualTo(c.colour());
        assertThat(Colour.of(c.image()).css()).matches("#[0-9a-f]{6}|hsl\\(\\d+ 70% 60%\\)");
    }

    @Test
    void itSaysWhoItIs() {
        var answer = new DemoApp("web-1", "demo:yellow").answer("/color", "*/*", 0);

        assertThat(answer.status()).isEqualTo(200);
        Json body = Json.parse(answer.body());
        assertThat(body.get("color").stringOrEmpty()).isEqualTo("yellow");
        assertThat(body.get("pod").stringOrEmpty()).isEqualTo("web-1");
    }

    @Test
    void aBadOneFailsTheOddRequestsAndASlowOneTakesItsTime() {
        var bad = new DemoApp("web-1", "demo:bad-yellow");

        assertThat(bad.answer("/color", "*/*", 1).status()).isEqualTo(500);
        assertThat(bad.answer("/color", "*/*", 2).status()).isEqualTo(200);
        assertThat(new DemoApp("web-1", "demo:slow-yellow")
                        .answer("/color", "*/*", 0)
                        .takes())
                .isPositive();
    }
}
