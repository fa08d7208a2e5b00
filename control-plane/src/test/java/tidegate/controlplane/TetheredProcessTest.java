package tidegate.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TetheredProcessTest {
    private static final Duration GRACE = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    @Test
    void closingEndsTheProgramAndWaitsForIt() {
        var program = start("trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.05; done");
        ProcessHandle inside = awaitUp(program);
        program.close();
        assertThat(inside.isAlive()).isFalse();
        assertThat(program.lastLines(1)).isEqualTo("bye");
    }

    @Test
    void aProgramThatIgnoresTheSignalIsEndedByForceAfterTheGracePeriod() {
        var program = start("trap '' TERM; echo up; while :; do sleep 0.05; done");
        ProcessHandle inside = awaitUp(program);
        program.close();
        assertThat(inside.isAlive()).isFalse();
    }

    @Test
    void theProgramEndsWhenItsParentIsKilled() throws Exception {
        var program = start("echo up; while :; do sleep 0.05; done");
        ProcessHandle inside = awaitUp(program);
        // what the kernel does to the pipe when the parent dies
        program.closePipe();
        inside.onExit().get(20, TimeUnit.SECONDS);
        assertThat(inside.isAlive()).isFalse();
    }

    @Test
    void killingIsImmediateAndTheExitCodeNamesTheSignal() {
        var program = start("trap '' TERM; echo up; while :; do sleep 0.05; done");
        awaitUp(program);
        program.kill();
        assertThat(program.awaitEnd(GRACE)).isEqualTo(128 + 9);
    }

    @Test
    void itsOwnExitCodeIsKept() {
        assertThat(start("exit 7").awaitEnd(Duration.ofSeconds(20))).isEqualTo(7);
    }

    @Test
    void aGivenClusterNeedsAReadableKubeconfig() {
        assertThatThrownBy(() -> new GivenCluster(folder.resolve("none"), java.net.URI.create("http://x"), true))
                .isInstanceOf(ControlPlaneException.class)
                .hasMessageContaining("none")
                .hasMessageContaining("expected");
    }

    private TetheredProcess start(String script) {
        return TetheredProcess.start("program", folder, List.of("/bin/sh", "-c", script), Map.of(), GRACE);
    }

    private ProcessHandle awaitUp(TetheredProcess program) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() - end < 0) {
            try {
                if (Files.readString(program.log()).contains("up")) return program.handle();
            } catch (IOException notYet) {
                // the log appears with the first output
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("the program did not start: " + program.lastLines(5));
    }
}
