package tidegate.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether everything can be measured at all; the figures themselves are nobody's business here. */
class StagesTest {
    @TempDir
    Path folder;

    @Test
    void everyStageMeasuresTheRealController() throws InterruptedException {
        var report = new Report();
        var sizes = new Stages.Sizes(5, 5, 1, 2, 5, 1);
        new Stages(controller(), sizes, Stand.On.EMBEDDED, folder, report, System.out::println).run();
        assertThat(report.text())
                .contains("create 5 of 1 pod", "update 5 of 2 pods, round 1", "update one Rollout of 2 pods, 2 times")
                .contains("start on 5 settled Rollouts", "patch rollouts/status, each")
                .containsPattern("events missing, in all +\\| +0 \\|")
                .doesNotContain("NaN");
    }

    /** From this build's classes, as there may be no launcher yet. */
    private static Contender controller() {
        String classPath = Arrays.stream(
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                                .split(File.pathSeparator))
                .filter(entry -> !entry.contains("slf4j-simple"))
                .collect(Collectors.joining(File.pathSeparator));
        return new Contender(
                "ours",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-cp",
                        classPath,
                        "tidegate.rollout.runtime.RolloutControllerMain",
                        "--kubeconfig={kubeconfig}",
                        "--healthzPort=0",
                        "--metricsPort=0",
                        "--management.server.port=0"));
    }
}
