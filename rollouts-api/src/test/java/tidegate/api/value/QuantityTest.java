package tidegate.api.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tidegate.api.json.Json;

class QuantityTest {
    /** Checked against k8s.io/apimachinery 0.34. */
    @ParameterizedTest
    @CsvSource({
        "0.5, 500m",
        "1000m, 1",
        "2000, 2k",
        "1500, 1500",
        "1024Mi, 1Gi",
        "1.5Gi, 1536Mi",
        "1000Mi, 1000Mi",
        "0.1Gi, 107374182400m",
        "0, 0",
        "0.0, 0",
        "-0Mi, 0",
        "1100m, 1100m",
        "100e3, 100e3",
        "1E3, 1e3",
        "1000000u, 1",
        "512.0Ki, 512Ki",
        "0.5Ki, 512",
        "1Ki, 1Ki",
        "-2000, -2k",
        "1n, 1n",
        "0.1n, 1n",
        "7.159Ei, 8253765051480417501184m",
        "824320Pi, 9223372036854775807"
    })
    void theCanonicalTextHasTheLargestSuffixThatLeavesAnInteger(String written, String canonical) {
        assertThat(Quantity.parse(written).canonical()).isEqualTo(canonical);
    }

    @ParameterizedTest
    @CsvSource({
        "1744896.266, 1744896.266, 1744896266m",
        "+788787, +788787, 788787",
        "2.843e0, 2.843e0, 2843e-3",
        "-968e0, -968e0, -968",
        "1100.500, 1100.500, 1100500m",
        "0.500, 500m, 500m",
        "2000, 2k, 2k",
        "0200m, 0200m, 200m",
        "459776Ki, 449Mi, 449Mi",
        "1027Ki, 1027Ki, 1027Ki"
    })
    void whatLooksCanonicalIsSerialisedAsWritten(String written, String serialised, String canonical) {
        assertThat(Quantity.serialised(Json.of(written))).isEqualTo(serialised);
        assertThat(Quantity.parse(written).canonical()).isEqualTo(canonical);
    }

    @Test
    void numbersAreAccepted() {
        assertThat(Quantity.serialised(Json.of(1))).isEqualTo("1");
        assertThat(Quantity.serialised(Json.parse("0.25"))).isEqualTo("250m");
        assertThat(Quantity.serialised(Json.parse("1e3"))).isEqualTo("1k");
        assertThat(Quantity.serialised(Json.MISSING)).isEqualTo("0");
        assertThat(Quantity.serialised(Json.NULL)).isEqualTo("0");
    }

    @Test
    void amountsAreComparedAsNumbers() {
        assertThat(Quantity.parse("1Ki").sameAmountAs(Quantity.parse("1.024k"))).isTrue();
        assertThat(Quantity.parse("1Ki")).isNotEqualTo(Quantity.parse("1.024k"));
        assertThat(Quantity.parse("1.0")).isEqualTo(Quantity.parse("1")).hasSameHashCodeAs(Quantity.parse("1"));
        assertThat(Quantity.parse("1500u").roundedToMilli()).hasToString("2m");
        assertThat(Quantity.parse("-1500u").roundedToMilli()).hasToString("-2m");
    }

    @Test
    void aHugeExponentCostsNothing() {
        assertThat(Quantity.parse("1e999999999").canonical()).hasSizeLessThan(200);
        assertThat(Quantity.parse("1e-999999999").canonical()).isEqualTo("1e-9");
        assertThat(Quantity.parse("1000E").canonical()).isEqualTo("1000E");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "1 Gi", "1gi", "1K", "1.2.3", "--1", "e3", "1e", "1mi", "½"})
    void otherTextsAreRefused(String text) {
        assertThatThrownBy(() -> Quantity.parse(text))
                .isInstanceOf(MalformedValueException.class)
                .hasMessageStartingWith("\"" + text + "\" (expected: a quantity");
    }
}
