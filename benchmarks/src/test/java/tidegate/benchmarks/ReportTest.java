package tidegate.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    private final Report report = new Report();

    @Test
    void oneControllerHasNoRatios() {
        report.add("ours", "create 5", List.of(new Figure("wall time, s", 1.25), new Figure("writes", 20)));
        assertThat(report.text()).isEqualTo("""
                |              | ours |
                |--------------|-----:|
                | **create 5** |      |
                | wall time, s | 1.25 |
                | writes       |   20 |
                """);
    }

    @Test
    void othersStandBesideTheFirstWithHowManyTimesItTheyAre() {
        report.add("ours", "create 5", List.of(new Figure("CPU, s", 2), new Figure("writes refused", 0)));
        report.add("other", "create 5", List.of(new Figure("CPU, s", 5), new Figure("writes refused", 3)));
        assertThat(report.text()).isEqualTo("""
                |                | ours | other | ratio |
                |----------------|-----:|------:|------:|
                | **create 5**   |      |       |       |
                | CPU, s         |    2 |     5 | 2.50x |
                | writes refused |    0 |     3 |     - |
                """);
    }

    @Test
    void aFigureThatOnlyOneHasIsShownForIt() {
        report.add("ours", "create 5", List.of(new Figure("CPU, s", 2)));
        report.add("other", "create 5", List.of(new Figure("CPU, s", 2), new Figure("- update rollouts", 7)));
        assertThat(report.text()).contains("| - update rollouts |    - |     7 |     - |");
    }
}
