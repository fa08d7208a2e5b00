package tidegate.api.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tidegate.api.json.Json;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "30s, PT30S",
        "5m, PT5M",
        "1h30m, PT1H30M",
        "1.5h, PT1H30M",
        "100h1m, PT100H1M",
        "1500ms, PT1.5S",
        "-250ms, PT-0.25S",
        "+7us, PT0.000007S",
        "7µs, PT0.000007S",
        "7μs, PT0.000007S",
        "3ns, PT0.000000003S",
        ".5s, PT0.5S",
        "1.s, PT1S",
        "1m1m, PT2M",
        "0, PT0S",
        "-0, PT0S",
        "0s, PT0S",
        "0.0000000019s, PT0.000000001S",
        "2562047h47m16.854775807s, PT2562047H47M16.854775807S"
    })
    void readsDurationsAsGoDoes(String text, Duration expected) {
        assertThat(GoDuration.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "1d", "s", ".s", "1 s", " 1s", "--1s", "1h30", "1,5s", "abc", "+", "2562048h"})
    void refusesOtherTextsAndSaysWhatItExpects(String text) {
        assertThatThrownBy(() -> GoDuration.parse(text))
                .isInstanceOf(MalformedValueException.class)
                .hasMessage(Json.of(text) + " (expected: a duration with units, such as 30s, 5m or 1h30m)");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT1S, 1s",
        "PT1.5S, 1.5s",
        "PT30S, 30s",
        "PT1M, 1m0s",
        "PT90S, 1m30s",
        "PT1H, 1h0m0s",
        "PT1H30M0.25S, 1h30m0.25s",
        "PT0.25S, 250ms",
        "PT0.0000015S, 1.5µs",
        "PT0.000000003S, 3ns",
        "PT-90S, -1m30s",
        "PT100H, 100h0m0s",
        "PT-2562047H-47M-16.854775808S, -2562047h47m16.854775808s"
    })
    void printsDurationsAsGoDoes(Duration duration, String expected) {
        assertThat(GoDuration.format(duration)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "30|PT30S",
                "0|PT0S",
                "\"30\"|PT30S",
                "\"+30\"|PT30S",
                "\"0\"|PT0S",
                "\"10m\"|PT10M",
                "\"1.5h\"|PT1H30M",
                "\"1500ms\"|PT1S",
                "\"500ms\"|PT0S",
                "\"-500ms\"|PT0S",
                "2147483647|PT2147483647S"
            })
    void pausesCountSecondsOrReadDurations(String json, Duration expected) {
        assertThat(PauseDuration.of(Json.parse(json))).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "\"-1\"", "\"-5s\"", "\"abc\"", "\"\"", "\"2147483648\"", "1.5", "true", "{}"})
    void pausesThatCannotBeReadOrAreNegativeAreRefused(String json) {
        assertThatThrownBy(() -> PauseDuration.of(Json.parse(json)))
                .isInstanceOf(MalformedValueException.class)
                .hasMessageStartingWith(Json.parse(json).toString())
                .hasMessageContaining("expected: seconds");
    }

    @Test
    void aPauseWithoutDurationHasNoEnd() {
        assertThat(PauseDuration.of(Json.MISSING)).isEmpty();
        assertThat(PauseDuration.of(Json.NULL)).isEmpty();
    }

    @Test
    void timesHaveWholeSecondsInUtc() {
        assertThat(WireTime.format(Instant.parse("2026-08-17T16:21:11.999Z"))).isEqualTo("2026-08-17T16:21:11Z");
        assertThat(WireTime.format(Instant.parse("2026-08-17T16:21:00Z"))).isEqualTo("2026-08-17T16:21:00Z");
        assertThat(WireTime.parse("2026-08-17T18:21:11.5+02:00")).isEqualTo("2026-08-17T16:21:11.5Z");
        assertThat(WireTime.of(Json.of("2026-08-17T16:21:11Z"))).contains(Instant.parse("2026-08-17T16:21:11Z"));
        assertThat(WireTime.of(Json.MISSING)).isEmpty();
        assertThat(WireTime.of(Json.of("tomorrow"))).isEmpty();
        assertThat(WireTime.of(Json.of("2026-02-30T16:21:11Z")))
                .as("no such day")
                .isEmpty();
        assertThat(WireTime.of(Json.of("2026-08-17 16:21:11Z"))).isEmpty();
        assertThat(WireTime.of(Json.of("2026-08-17T16:2x:11Z"))).isEmpty();
        assertThatThrownBy(() -> WireTime.parse("tomorrow"))
                .hasMessage("\"tomorrow\" (expected: a time such as 2026-08-17T16:21:11Z)");
    }
}
