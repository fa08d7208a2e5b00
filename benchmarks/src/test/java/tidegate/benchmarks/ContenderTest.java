package tidegate.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContenderTest {
    @Test
    void aCommandMayCarryAName() {
        assertThat(Contender.of("other=/opt/other --kubeconfig {kubeconfig}"))
                .isEqualTo(new Contender("other", List.of("/opt/other", "--kubeconfig", "{kubeconfig}")));
    }

    @Test
    void withoutANameItIsCalledAfterItsProgram() {
        assertThat(Contender.of("/opt/other --kubeconfig={kubeconfig}").name()).isEqualTo("other");
    }

    @Test
    void theKubeconfigAndFreePortsAreFilledIn() {
        List<String> words = Contender.of("/opt/other --kubeconfig={kubeconfig} --a={port} --b={port}")
                .commandFor(Path.of("/run/config"));
        assertThat(words.subList(0, 2)).containsExactly("/opt/other", "--kubeconfig=/run/config");
        assertThat(words.get(2)).matches("--a=\\d{4,5}");
        assertThat(words.get(3)).matches("--b=\\d{4,5}");
    }

    @Test
    void aCommandThatWouldTakeAnyClusterIsRefused() {
        assertThatThrownBy(() -> Contender.of("/opt/other --in-cluster"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("{kubeconfig}");
    }
}
