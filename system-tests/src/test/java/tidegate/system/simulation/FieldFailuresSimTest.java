package tidegate.system.simulation;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.simulator.episode.Deed;
import tidegate.simulator.episode.Happening;

/**
 * Failures that were seen in the field in other controllers of this API, each at many moments of a release. The laws are
 * judged at every write, and the end has to be what the spec demands.
 */
@Isolated // it keeps all cores busy by itself
class FieldFailuresSimTest {
    private static final String CANARY = "{\"replicas\":5,\"strategy\":{\"canary\":{\"canaryService\":\"demo-canary\","
            + "\"stableService\":\"demo-stable\",\"maxSurge\":1,\"maxUnavailable\":0,\"steps\":[{\"setWeight\":20},"
            + "{\"pause\":{\"duration\":5}},{\"setWeight\":60},{\"pause\":{\"duration\":5}}]}}}";
    private static final String PAUSED_CANARY =
            "{\"replicas\":4,\"strategy\":{\"canary\":{\"steps\":[{\"setWeight\":25},{\"pause\":{}},{\"setWeight\":75}]}}}";
    private static final String BLUE_GREEN =
            "{\"replicas\":4,\"strategy\":{\"blueGreen\":{\"activeService\":\"demo-active\","
                    + "\"previewService\":\"demo-preview\",\"autoPromotionSeconds\":5,\"scaleDownDelaySeconds\":10}}}";
    private static final String DEADLINE =
            "{\"replicas\":3,\"progressDeadlineSeconds\":10,\"strategy\":{\"canary\":{\"steps\":[{\"setWeight\":50}]}}}";

    record Failure(int number, String what, String spec, Deed... deeds) {
        @Override
        public String toString() {
            return number + ": " + what;
        }
    }

    static final List<Failure> failures = List.of(
            new Failure(1, "an object is missing from a view for a moment", CANARY, Deed.HIDE_OBJECT, Deed.HIDE_OBJECT),
            new Failure(1, "the same in blue-green", BLUE_GREEN, Deed.HIDE_OBJECT, Deed.HIDE_OBJECT),
            new Failure(1, "reads fail", BLUE_GREEN, Deed.REFUSE_READS, Deed.CRASH),
            new Failure(2, "counts from before the last change", CANARY, Deed.STALE_KIND, Deed.SCALE),
            new Failure(2, "the same in blue-green", BLUE_GREEN, Deed.STALE_KIND, Deed.SCALE),
            new Failure(3, "scaling down is refused for a while", CANARY, Deed.REFUSE_KIND),
            new Failure(3, "the same in blue-green", BLUE_GREEN, Deed.REFUSE_KIND),
            new Failure(4, "an abort, then a broken image", DEADLINE, Deed.ABORT_AND_SET_BROKEN_IMAGE),
            new Failure(5, "a neighbour that cannot be written", CANARY, Deed.REFUSE_OBJECT, Deed.ABORT),
            new Failure(5, "the same in blue-green", BLUE_GREEN, Deed.REFUSE_OBJECT, Deed.SET_BROKEN_IMAGE),
            new Failure(
                    5,
                    "an old version that cannot be",
                    DEADLINE,
                    Deed.SET_BROKEN_IMAGE,
                    Deed.REFUSE_OBJECT,
                    Deed.SET_GOOD_IMAGE),
            new Failure(6, "two wishes for one selector after an abort", CANARY, Deed.ABORT),
            new Failure(7, "the stable ReplicaSet is lost in a pause", PAUSED_CANARY, Deed.DELETE_STABLE_SET),
            new Failure(7, "another strategy in a pause", PAUSED_CANARY, Deed.SWITCH_STRATEGY),
            new Failure(8, "replicas and template in one write", PAUSED_CANARY, Deed.SCALE_AND_SET_IMAGE),
            new Failure(9, "no surge, and other weights", PAUSED_CANARY, Deed.EDIT_LIMITS, Deed.EDIT_STEPS),
            new Failure(10, "an undo of what carries injected labels", CANARY, Deed.UNDO),
            new Failure(11, "a promote right after a scale", PAUSED_CANARY, Deed.SCALE_AND_PROMOTE),
            new Failure(12, "another version in the middle of a promotion", PAUSED_CANARY, Deed.PROMOTE_AND_SET_IMAGE),
            new Failure(12, "a retry in the middle of one", CANARY, Deed.ABORT, Deed.RETRY, Deed.PROMOTE_FULLY));

    @ParameterizedTest
    @FieldSource("failures")
    void breaksNoLawAtAnyMomentOfARelease(Failure failure) {
        for (int moment = 0; moment < 40; moment++)
            Stories.play(Stories.of(failure.spec, happenings(failure, moment)).ofSeedAlone(moment));
    }

    /** An update 30 s after the first deployment, and the failure half a second later from moment to moment. */
    private static Happening[] happenings(Failure failure, int moment) {
        var all = new ArrayList<Happening>();
        all.add(Stories.at(30, Deed.SET_GOOD_IMAGE, moment));
        for (int i = 0; i < failure.deeds.length; i++)
            all.add(new Happening(29_800 + 500 * moment + 300 * i, failure.deeds[i], 31L * moment + i));
        return all.toArray(Happening[]::new);
    }
}
