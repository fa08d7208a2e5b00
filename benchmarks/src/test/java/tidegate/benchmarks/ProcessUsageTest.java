package tidegate.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessUsageTest {
    @Test
    void aNameWithParenthesesAndBlanksMovesNoField() {
        String stat = "4711 (a ) b (c) S 1 4711 4711 0 -1 4194304 9 0 0 0 1234 66 0 0 20 0 9 0 5 1 2";
        String status = "Name:\ta ) b (c\nVmHWM:\t  204800 kB\nVmRSS:\t  102400 kB\n";
        assertThat(ProcessUsage.parse(stat, status))
                .isEqualTo(new ProcessUsage(Duration.ofMillis(13_000), 102_400, 204_800));
    }

    @Test
    void thisProcessHasUsedSomething() {
        ProcessUsage usage = ProcessUsage.of(ProcessHandle.current());
        assertThat(usage.cpu()).isPositive();
        assertThat(usage.rssKib()).isPositive().isLessThanOrEqualTo(usage.peakRssKib());
    }
}
