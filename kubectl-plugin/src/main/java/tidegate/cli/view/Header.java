package tidegate.cli.view;

import static tidegate.cli.view.ClusterObject.count;

import java.util.ArrayList;
import java.util.List;

/** The block of labels and values above a tree. */
final class Header {
    private static final int LABEL = 17;
    private static final int LEAST_ROOM = 20;

    private final List<Text> lines = new ArrayList<>();
    private final int room;

    Header(Layout layout) {
        this.room =
                layout.width() == Layout.UNLIMITED ? Layout.UNLIMITED : Math.max(LEAST_ROOM, layout.width() - LABEL);
    }

    List<Text> lines() {
        return lines;
    }

    void start(ClusterObject object, Text status, String message) {
        add("Name:", object.name());
        add("Namespace:", object.namespace());
        add("Status:", status);
        if (!message.isEmpty()) addFolded("Message:", message);
    }

    void strategy(ClusterObject rollout, TreeNodes nodes) {
        ShownStrategy strategy = ShownStrategy.of(rollout.json());
        add("Strategy:", strategy.title());
        if (strategy != ShownStrategy.CANARY) return;
        var role = new ReplicaSetRole(rollout);
        var progress = new CanaryProgress(rollout.json());
        var canary =
                nodes.replicaSetsOf(rollout).stream().filter(role::isCanary).findFirst();
        add("  Step:", progress.step().orElse(""));
        add("  SetWeight:", Integer.toString(progress.setWeight()));
        add("  ActualWeight:", Integer.toString(progress.actualWeight(canary)));
    }

    void images(List<ShownImage> images) {
        String label = "Images:";
        for (ShownImage image : images) {
            add(label, image.shown(room));
            label = "";
        }
    }

    void replicas(ClusterObject rollout) {
        lines.add(Text.plain("Replicas:"));
        add("  Desired:", Integer.toString(ShownPhase.desiredReplicas(rollout.json())));
        addCount("  Current:", rollout, "replicas");
        addCount("  Updated:", rollout, "updatedReplicas");
        addCount("  Ready:", rollout, "readyReplicas");
        addCount("  Available:", rollout, "availableReplicas");
    }

    private void addCount(String label, ClusterObject rollout, String field) {
        add(label, Integer.toString(count(rollout.status().get(field))));
    }

    private void add(String label, String value) {
        add(label, Text.plain(value));
    }

    private void add(String label, Text value) {
        lines.add(Text.plain(label).padded(LABEL).plus(value.cut(room)));
    }

    /** A message matters to its last word: it goes on below itself instead of being cut. */
    private void addFolded(String label, String message) {
        for (String line : Fold.words(message, room)) {
            add(label, line);
            label = "";
        }
    }
}
