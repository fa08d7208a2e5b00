package tidegate.playground.apiserver.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DocumentsTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void fieldsGivenTwiceAreNamedByTheirPathAndTheLastCounts() {
        var document = Documents.json(bytes("{\"a\":{\"b\":1,\"b\":2},\"c\":[{\"d\":1,\"d\":1}]}"));
        assertThat(document.duplicates()).containsExactly("a.b", "c[0].d");
        assertThat(Tree.longAt(document.tree(), 0, "a", "b")).isEqualTo(2);
    }

    @Test
    void wholeNumbersAreIntegersHoweverTheyAreWritten() {
        assertThat(Documents.json(bytes("[1.0,1,1.5]")).tree().toString()).isEqualTo("[1,1,1.5]");
    }

    @Test
    void yamlIsReadInBlockAndInFlowStyle() {
        assertThat(Documents.yaml(bytes("a: {b: 1}")).tree().toString()).isEqualTo("{\"a\":{\"b\":1}}");
        assertThat(Documents.yaml(bytes("{a: b}")).tree().toString()).isEqualTo("{\"a\":\"b\"}");
    }

    @Test
    void whatIsNoDocumentSaysWhere() {
        assertThatThrownBy(() -> Documents.json(bytes("{bad"))).hasMessageContaining("line 1");
    }
}
