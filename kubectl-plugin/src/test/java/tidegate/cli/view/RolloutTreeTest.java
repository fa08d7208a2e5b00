package tidegate.cli.view;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.cli.view.Shop.NOW;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import tidegate.api.json.Json;

class RolloutTreeTest {
    record Sample(String golden, RolloutObjects seen) {
        @Override
        public String toString() {
            return golden;
        }
    }

    static final List<Sample> samples = List.of(
            new Sample("healthy-canary", Samples.healthyCanary()),
            new Sample("paused-canary", Samples.pausedCanary()),
            new Sample("aborted-canary", Samples.abortedCanary()),
            new Sample("waiting-blue-green", Samples.waitingBlueGreen()),
            new Sample("switched-blue-green", Samples.switchedBlueGreen()),
            new Sample("experiment-and-analysis", Samples.experimentAndAnalysis()));

    @ParameterizedTest
    @FieldSource("samples")
    void showsWhatTheGoldenFileShows(Sample sample) {
        assertThat(Golden.trimmed(RolloutTree.lines(sample.seen(), Layout.PLAIN, NOW)))
                .isEqualTo(Golden.lines(sample.golden()));
    }

    @Test
    void anExperimentIsTheRootOfItsOwnTree() {
        RolloutObjects all = Samples.experimentAndAnalysis();
        Json experiment = all.experiments().getFirst();
        var seen = new RolloutObjects(
                experiment, all.replicaSets(), all.pods(), List.of(), all.analysisRuns(), OptionalLong.empty());
        assertThat(Golden.trimmed(ExperimentTree.lines(seen, Layout.PLAIN, NOW)))
                .isEqualTo(Golden.lines("experiment"));
    }

    @ParameterizedTest
    @FieldSource("samples")
    void coloursHaveNoWidth(Sample sample) {
        List<String> coloured =
                RolloutTree.lines(sample.seen(), new Layout(true, Layout.UNLIMITED, Layout.UNLIMITED), NOW);
        assertThat(coloured.stream().map(line -> line.replaceAll("\u001b\\[\\d+m", "")))
                .isEqualTo(RolloutTree.lines(sample.seen(), Layout.PLAIN, NOW));
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 30, 40, 60, 70, 80, 100, 200})
    void noLineIsWiderThanTheTerminal(int width) {
        for (Sample sample : samples)
            assertThat(RolloutTree.lines(sample.seen(), new Layout(false, width, Layout.UNLIMITED), NOW))
                    .as(sample.golden())
                    .filteredOn(line -> !line.isEmpty())
                    .allSatisfy(
                            line -> assertThat(line.stripTrailing().codePoints().count())
                                    .isLessThanOrEqualTo(Math.max(width, 37)));
    }

    @Test
    void aWideTerminalShowsTheSameAsAPipe() {
        assertThat(RolloutTree.lines(Samples.pausedCanary(), new Layout(false, 200, Layout.UNLIMITED), NOW))
                .isEqualTo(RolloutTree.lines(Samples.pausedCanary(), Layout.PLAIN, NOW));
    }

    @Test
    void aNarrowTerminalKeepsEveryStatusAndTheEndsOfNames() {
        assertThat(Golden.trimmed(RolloutTree.lines(
                        Samples.experimentAndAnalysis(), new Layout(false, 60, Layout.UNLIMITED), NOW)))
                .isEqualTo(Golden.lines("experiment-and-analysis-60-columns"));
    }

    @Test
    void aLongMessageIsFoldedBelowItselfOnATerminal() {
        Json rollout = Samples.abortedCanary()
                .root()
                .withAt(
                        List.of("status", "message"),
                        "RolloutAborted: metric \"errors\" assessed Failed due to failed (1) > failureLimit (0)");
        List<String> lines = RolloutTree.lines(
                Shop.seen(rollout, List.of(), List.of()), new Layout(false, 60, Layout.UNLIMITED), NOW);
        assertThat(lines)
                .containsSubsequence(
                        "Message:         RolloutAborted: metric \"errors\" assessed",
                        "                 Failed due to failed (1) > failureLimit (0)");
    }

    @Test
    void rowsWithoutInfoArePaddedToTheirColumns() {
        List<String> lines = RolloutTree.lines(Samples.healthyCanary(), Layout.PLAIN, NOW);
        assertThat(lines).contains("├──# revision:2                                                       ");
    }

    @Test
    void iconsTagsAndNamesHaveTheirColours() {
        List<String> lines =
                RolloutTree.lines(Samples.pausedCanary(), new Layout(true, Layout.UNLIMITED, Layout.UNLIMITED), NOW);
        assertThat(lines)
                .anySatisfy(line -> assertThat(line).isEqualTo("Status:          \u001b[0m॥\u001b[0m Paused"))
                .anySatisfy(line -> assertThat(line).endsWith("shop/checkout:1.5.0 (\u001b[33mcanary\u001b[0m)"))
                .anySatisfy(line -> assertThat(line)
                        .contains("⧉ \u001b[32mcheckout-7c6d9f5b4c\u001b[0m")
                        .contains("\u001b[32m✔\u001b[0m Healthy")
                        .endsWith("\u001b[32mstable\u001b[0m"));
    }

    @Test
    void aScreenThatIsTooLowKeepsTheTreeAndDropsTheCounts() {
        List<String> all = RolloutTree.lines(Samples.pausedCanary(), Layout.PLAIN, NOW);
        List<String> low =
                RolloutTree.lines(Samples.pausedCanary(), new Layout(false, Layout.UNLIMITED, all.size() - 1), NOW);
        assertThat(low).hasSize(all.size() - 6).doesNotContain("Replicas:").endsWith(all.getLast());
    }

    record Malformed(String why, Json root) {
        @Override
        public String toString() {
            return why;
        }
    }

    static final List<Malformed> malformed = List.of(
            new Malformed("nothing at all", Json.EMPTY_OBJECT),
            new Malformed("no object", Json.of("text")),
            new Malformed("null everywhere", Json.parse("{\"metadata\":null,\"spec\":null,\"status\":null}")),
            new Malformed("other types than documented", Json.parse("""
                            {"metadata":{"name":1,"creationTimestamp":"soon","annotations":[]},
                             "spec":{"replicas":"5","strategy":{"canary":{"steps":{"a":1}}}},
                             "status":{"currentStepIndex":"1","conditions":{},"pauseConditions":"x","phase":3}}""")),
            new Malformed(
                    "a step index beyond the steps and below zero",
                    Json.parse("{\"spec\":{\"strategy\":{\"canary\":{\"steps\":[{\"setWeight\":1}]}}},"
                            + "\"status\":{\"currentStepIndex\":-7}}")));

    @ParameterizedTest
    @FieldSource("malformed")
    void showsSomethingForWhateverTheClusterHolds(Malformed malformed) {
        List<Json> any = RolloutTreeTest.malformed.stream().map(Malformed::root).toList();
        var seen = new RolloutObjects(malformed.root(), any, any, any, any, OptionalLong.empty());
        assertThat(RolloutTree.lines(seen, new Layout(true, 40, Layout.UNLIMITED), NOW))
                .isNotEmpty();
        assertThat(ExperimentTree.lines(seen, Layout.PLAIN, NOW)).isNotEmpty();
    }
}
