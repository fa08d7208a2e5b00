package tidegate.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SimulateMainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return SimulateMain.run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @Test
    void sumsUpWhatItRan() {
        assertThat(run("--episodes", "20", "--seed", "7")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("20 episodes from seed 7", "no law was broken");
    }

    @Test
    void tellsTheStoryOfOneSeed() {
        assertThat(run("--seed", "7", "--story")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("user       apply", "plan");
    }

    @Test
    void saysWhatIsWrongInOneLineAndHowToUseIt() {
        assertThat(run("--episodes", "many")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualToNormalizingNewlines(
                        "--episodes: many (expected: a number)\nusage: simulate [--episodes N] [--seed S] [--story]\n");
    }
}
