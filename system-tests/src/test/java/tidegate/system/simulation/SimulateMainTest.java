package tidegate.system.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void goesOnWhereAnEarlierRunEnded(@TempDir Path folder) throws IOException {
        String file = folder.resolve("progress").toString();
        assertThat(run("--episodes", "20", "--from", "1", "--slice", "10", "--progress", file))
                .isZero();
        assertThat(Files.readString(Path.of(file))).contains("11 done, 0 failed", "21 done, 0 failed");
        assertThat(run("--episodes", "30", "--from", "1", "--slice", "10", "--progress", file))
                .isZero();
        assertThat(Files.readAllLines(Path.of(file)))
                .hasSize(3)
                .last()
                .asString()
                .contains("31 done");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("no law was broken");
    }

    @Test
    void whatFailedInEarlierSlicesIsNotForgotten(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("progress");
        Files.writeString(
                file,
                "11 done, 1 failed, 0.1 s\n  ./tidegate simulate --seed 7   never falls silent\n21 done, 0 failed, 0.1 s\n");
        assertThat(run("--episodes", "30", "--from", "1", "--progress", file.toString()))
                .isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("31 done, 0 failed", "0 failed, and 1 in earlier slices")
                .doesNotContain("no law was broken");
    }

    @Test
    void saysThatNothingIsLeftToPlay(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("progress");
        Files.writeString(file, "21 done, 0 failed, 0.1 s\n");
        assertThat(run("--episodes", "20", "--from", "1", "--progress", file.toString()))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("nothing is left to play before 21");
    }

    @Test
    void beginsNoEarlierThanItIsTold(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("progress");
        Files.writeString(file, "21 done, 0 failed, 0.1 s\n");
        assertThat(run("--episodes", "10", "--from", "101", "--progress", file.toString()))
                .isZero();
        assertThat(Files.readAllLines(file)).hasSize(2).last().asString().contains("111 done");
    }

    @Test
    void countsFromTheSeedOn(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("progress");
        String progress = file.toString();
        assertThat(run("--episodes", "10", "--seed", "200", "--from", "30", "--progress", progress))
                .isZero();
        assertThat(Files.readString(file)).startsWith("240 done");
    }

    @Test
    void helps() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("usage: simulate");
    }

    @Test
    void tellsTheStoryOfOneSeed() {
        assertThat(run("--seed", "7")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("user       creates Rollout demo", "plans", "end ");
    }

    @Test
    void saysWhatIsWrongInOneLineAndHowToUseIt() {
        assertThat(run("--episodes", "many")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("--episodes: many (expected: a number)\nusage: simulate");
    }
}
