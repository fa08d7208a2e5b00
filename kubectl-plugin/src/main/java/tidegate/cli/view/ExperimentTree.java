package tidegate.cli.view;

import java.time.Instant;
import java.util.List;

/** What {@code get experiment} shows: the block of facts, then the Experiment with all it owns as a tree. */
public final class ExperimentTree {
    private ExperimentTree() {}

    /** The lines of the view, without line ends, as for {@link RolloutTree#lines}. */
    public static List<String> lines(RolloutObjects seen, Layout layout, Instant now) {
        var experiment = new ClusterObject(seen.root());
        var nodes = new TreeNodes(seen, now);
        String phase = experiment.status().get("phase").stringOrEmpty();
        var header = new Header(layout);
        header.start(
                experiment,
                StatusIcon.ofAnalysis(phase).before(phase),
                experiment.status().get("message").stringOrEmpty());
        header.images(ShownImage.of(experiment, nodes, List.of(experiment)));
        return TreeText.lines(header, nodes.experiment(experiment), layout);
    }
}
