package tidegate.system.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.simulator.episode.Deed;
import tidegate.simulator.episode.Episode;
import tidegate.simulator.episode.Scenario;
import tidegate.simulator.episode.Scenario.Blow;

/**
 * Law 8: a process that dies at any single write, before it or with its answer unheard, and a new one that knows nothing
 * of it, end where a life without a death ends.
 */
@Isolated // it keeps all cores busy by itself
class CrashMatrixSimTest {
    record Release(String why, String spec, Deed deed) {
        @Override
        public String toString() {
            return why;
        }
    }

    private static final Pattern SCALING = Pattern.compile(
            "ScalingReplicaSet: (?<set>Scaled (up|down) ReplicaSet .*) from (?<from>\\d+) to (?<to>\\d+)");

    static final List<Release> releases = List.of(
            new Release(
                    "a canary in steps",
                    "{\"replicas\":4,\"strategy\":{\"canary\":{\"steps\":[{\"setWeight\":25},{\"pause\":{\"duration\":\"2s\"}},"
                            + "{\"setWeight\":50},{\"pause\":{\"duration\":\"2s\"}}]}}}",
                    Deed.SET_GOOD_IMAGE),
            new Release(
                    "a rolling update that keeps no history",
                    "{\"replicas\":3,\"revisionHistoryLimit\":0,\"strategy\":{\"canary\":{}}}",
                    Deed.SET_GOOD_IMAGE),
            new Release(
                    "blue-green with both Services, a pause and a small preview",
                    "{\"replicas\":3,\"strategy\":{\"blueGreen\":{\"activeService\":\"demo-active\",\"previewService\":"
                            + "\"demo-preview\",\"previewReplicaCount\":1,\"autoPromotionSeconds\":3,"
                            + "\"scaleDownDelaySeconds\":5}}}",
                    Deed.SET_GOOD_IMAGE),
            new Release(
                    "a canary with both Services and labels on its pods",
                    "{\"replicas\":3,\"strategy\":{\"canary\":{\"canaryService\":\"demo-canary\",\"stableService\":"
                            + "\"demo-stable\",\"canaryMetadata\":{\"labels\":{\"role\":\"canary\"}},\"steps\":"
                            + "[{\"setWeight\":40},{\"pause\":{\"duration\":\"2s\"}}]}}}",
                    Deed.SET_GOOD_IMAGE),
            new Release(
                    "an update that its deadline aborts",
                    "{\"replicas\":3,\"progressDeadlineSeconds\":5,\"progressDeadlineAbort\":true,\"strategy\":{\"canary\":"
                            + "{\"steps\":[{\"setWeight\":40}]}}}",
                    Deed.SET_BROKEN_IMAGE),
            new Release(
                    "a restart of pods that carry labels",
                    "{\"replicas\":4,\"strategy\":{\"canary\":{\"stableMetadata\":{\"labels\":{\"role\":\"stable\"}}}}}",
                    Deed.RESTART),
            new Release(
                    "a Rollout that takes the pods of a Deployment away",
                    "{\"replicas\":3,\"workloadRef\":{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"name\":\"legacy\","
                            + "\"scaleDown\":\"onsuccess\"},\"strategy\":{\"canary\":{}}}",
                    Deed.SET_GOOD_IMAGE));

    @ParameterizedTest
    @FieldSource("releases")
    void everyDeathEndsWhereALifeWithoutOneEnds(Release release) {
        Scenario life = Stories.of(release.spec, Stories.at(30, release.deed));
        Episode.Result undisturbed = Stories.play(life);
        assertThat(undisturbed.writeCalls()).isGreaterThan(8);
        for (int write = 1; write <= undisturbed.writeCalls(); write++)
            for (Blow.Kind death : List.of(Blow.Kind.DIES_BEFORE, Blow.Kind.DIES_AFTER))
                assertThat(Stories.play(life.with(new Blow(write, death))).end())
                        .as(death + " write " + write)
                        .isEqualTo(undisturbed.end());
    }

    /** The API did it and was not heard, and the process that asked is still there: it finds that out, and says so. */
    @ParameterizedTest
    @FieldSource("releases")
    void aLostAnswerChangesNeitherTheEndNorTheEvents(Release release) {
        assertThatNothingIsDifferentAfter(Blow.Kind.LOSES_ANSWER, release);
    }

    /** The process looks and finds that the API did not do it, and then the API does it. */
    @ParameterizedTest
    @FieldSource("releases")
    void aWriteThatComesLateChangesNeitherTheEndNorTheEvents(Release release) {
        assertThatNothingIsDifferentAfter(Blow.Kind.COMES_LATE, release);
    }

    private static void assertThatNothingIsDifferentAfter(Blow.Kind blow, Release release) {
        Scenario life = Stories.of(release.spec, Stories.at(30, release.deed));
        Episode.Result undisturbed = Stories.play(life);
        assertThat(undisturbed.events()).hasSizeGreaterThan(5);
        for (int write = 1; write <= undisturbed.writeCalls(); write++) {
            Episode.Result disturbed = Stories.play(life.with(new Blow(write, blow)));
            String story = "write " + write + "\n" + String.join("\n", disturbed.story());
            assertThat(disturbed.end()).as(story).isEqualTo(undisturbed.end());
            assertThat(scalingsJoined(disturbed.events()))
                    .as(story)
                    .containsExactlyInAnyOrderElementsOf(scalingsJoined(undisturbed.events()));
        }
    }

    /** From 2 to 3 and from 3 to 4 is from 2 to 4: whoever waits for an answer does in one what took two. */
    private static List<String> scalingsJoined(List<String> events) {
        var joined = new ArrayList<String>();
        for (String event : events) {
            Matcher next = SCALING.matcher(event);
            int before = next.matches() ? indexOfScalingTo(next.group("from"), next.group("set"), joined) : -1;
            if (before < 0) joined.add(event);
            else joined.set(before, joined.get(before).replaceFirst("\\d+$", next.group("to")));
        }
        return joined;
    }

    private static int indexOfScalingTo(String size, String set, List<String> events) {
        for (int i = events.size() - 1; i >= 0; i--) {
            Matcher scaling = SCALING.matcher(events.get(i));
            if (scaling.matches() && scaling.group("set").equals(set))
                return scaling.group("to").equals(size) ? i : -1;
        }
        return -1;
    }
}
