package tidegate.api.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tidegate.api.json.Json;

class PodsOrPercentTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "null|10|3|2",
                "null|3|1|0",
                "null|1|1|0",
                "null|0|0|0",
                "\"25\"|10|3|2",
                "\"25%\"|10|3|2",
                "\"%25%\"|10|3|2",
                "\"0%\"|10|0|0",
                "\"100%\"|7|7|7",
                "\"150%\"|3|5|4",
                "\"33%\"|100|33|33",
                "\"1%\"|1|1|0",
                "0|10|0|0",
                "3|10|3|3",
                "30|10|30|30",
                "\"2147483647%\"|2147483647|2147483647|2147483647"
            })
    void surgeRoundsUpAndUnavailableRoundsDown(String json, int replicas, int up, int down) {
        PodsOrPercent limit = PodsOrPercent.of(Json.parse(json));
        assertThat(limit.roundedUp(replicas)).isEqualTo(up);
        assertThat(limit.roundedDown(replicas)).isEqualTo(down);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"abc\"", "\"\"", "\"%\"", "\"2.5%\"", "-1", "\"-5%\"", "1.5", "true", "\"9999999999\""})
    void whatIsNoNumberOfPodsIsRefusedWithTheFieldNamed(String json) {
        assertThatThrownBy(() -> {
                    try {
                        PodsOrPercent.of(Json.parse(json));
                    } catch (MalformedValueException e) {
                        throw e.in("maxSurge");
                    }
                })
                .hasMessage("maxSurge: " + Json.parse(json)
                        + " (expected: a number of pods, 0 or more, or a percentage such as \"25%\")");
    }
}
