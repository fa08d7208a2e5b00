package tidegate.api.nonsense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.api.json.Json;
import tidegate.api.validation.References;
import tidegate.api.validation.RolloutValidation;
import tidegate.api.value.GoDuration;
import tidegate.api.value.MalformedValueException;
import tidegate.api.value.PauseDuration;
import tidegate.api.value.PodsOrPercent;
import tidegate.api.value.Quantity;

/** A text may be as long as an object may be large; reading it takes no more stack than a short one. */
@Timeout(60)
class LongTextsTest {
    static final List<String> texts = List.of(
            "1h".repeat(200_000) + "x",
            "1.5h".repeat(200_000) + "x",
            "a.".repeat(200_000),
            "a-".repeat(200_000),
            "A_".repeat(200_000),
            "9".repeat(400_000) + "x",
            ".".repeat(400_000));

    @ParameterizedTest
    @FieldSource("texts")
    void aLongTextIsNoValue(String text) {
        assertThatThrownBy(() -> GoDuration.parse(text)).isInstanceOf(MalformedValueException.class);
        assertThatThrownBy(() -> PauseDuration.of(Json.of(text))).isInstanceOf(MalformedValueException.class);
        assertThatThrownBy(() -> PodsOrPercent.of(Json.of(text))).isInstanceOf(MalformedValueException.class);
        assertThatThrownBy(() -> Quantity.of(Json.of(text))).isInstanceOf(MalformedValueException.class);
    }

    @ParameterizedTest
    @FieldSource("texts")
    void aLongNameIsAnError(String text) {
        Json rollout = Json.object(
                "spec",
                Map.of(
                        "selector",
                        Map.of("matchLabels", Map.of(text, text)),
                        "template",
                        Map.of(
                                "metadata",
                                Map.of("labels", Map.of(text, text), "annotations", Map.of(text, text)),
                                "spec",
                                Map.of("containers", List.of(Map.of("name", text, "image", text)), "hostname", text))));
        assertThat(RolloutValidation.errors(rollout, References.UNKNOWN)).isNotEmpty();
    }
}
