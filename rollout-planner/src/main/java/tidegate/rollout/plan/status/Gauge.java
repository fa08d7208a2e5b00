package tidegate.rollout.plan.status;

import java.util.List;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.value.LabelSelector;
import tidegate.rollout.plan.lineage.Release;

/**
 * What each strategy reads in its own way; all else of a report is the same for both.
 *
 * @param serving ReplicaSets whose ready and available pods are reported
 * @param forAutoscaler pods that an autoscaler may take for the present size
 * @param selector of the pods that an autoscaler measures
 * @param available whether users are served by as many pods as wanted
 * @param inPlace whether all but the pods of the present version is as a healthy Rollout has it
 * @param remaining message of the phase once all pods are updated and available; {@code ""} when nothing remains
 * @param announcesFirst whether the first version of all is announced
 * @param waitsForSomebody whether a pause of the controller has no end of its own
 * @param goesBackFast whether an update that begins now goes back to an earlier version the short way
 */
public record Gauge(
        List<ReplicaSet> serving,
        int forAutoscaler,
        String selector,
        boolean available,
        boolean inPlace,
        String remaining,
        boolean announcesFirst,
        boolean waitsForSomebody,
        boolean goesBackFast) {
    public Gauge {
        serving = List.copyOf(serving);
    }

    /** {@code spec.selector} as text: pods of all versions. */
    public static String selectorOfAll(Release release) {
        return LabelSelector.of(release.rollout().spec().selector()).toString();
    }

    /** The selector of one version as text. */
    public static String selectorOf(ReplicaSet set) {
        return LabelSelector.of(set.selector()).toString();
    }
}
