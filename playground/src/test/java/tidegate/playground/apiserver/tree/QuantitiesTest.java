package tidegate.playground.apiserver.tree;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantitiesTest {
    @ParameterizedTest
    @CsvSource({
        "0.5,500m",
        "1000m,1",
        "2000,2k",
        "1500,1500",
        "1024Mi,1Gi",
        "1.5Gi,1536Mi",
        "1000Mi,1000Mi",
        "0.1Gi,107374182400m",
        "0,0",
        "100m,100m",
        "1,1",
        "-1,-1",
        "512Ki,512Ki",
        "nonsense,nonsense"
    })
    void amountIsWrittenAsTheRealServerWritesIt(String given, String canonical) {
        assertThat(Quantities.canonical(Tree.string(given)).asString()).isEqualTo(canonical);
    }
}
