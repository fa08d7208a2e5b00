package tidegate.cli.view;

import java.time.Instant;
import java.util.List;

/** What {@code get rollout} shows: the block of facts, then the Rollout with all it owns as a tree. */
public final class RolloutTree {
    private RolloutTree() {}

    /**
     * The lines of the view, without line ends.
     *
     * <p>Wide or unlimited layouts give the peer's bytes, blanks at line ends included. Ages are measured up to {@code now}.
     */
    public static List<String> lines(RolloutObjects seen, Layout layout, Instant now) {
        var rollout = new ClusterObject(seen.root());
        var nodes = new TreeNodes(seen, now);
        ShownPhase phase = ShownPhase.of(seen.root(), seen.workloadGeneration());
        var header = new Header(layout);
        header.start(rollout, StatusIcon.ofRollout(phase.phase()).before(phase.phase()), phase.message());
        header.strategy(rollout, nodes);
        header.images(ShownImage.of(rollout, nodes, nodes.experimentsOf(rollout)));
        header.replicas(rollout);
        return TreeText.lines(header, nodes.rollout(rollout, phase), layout);
    }
}
