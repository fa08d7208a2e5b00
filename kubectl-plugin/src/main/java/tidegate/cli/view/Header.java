package tidegate.cli.view;

import static tidegate.cli.view.ClusterObject.count;

import java.util.ArrayList;
import java.util.List;

/** The block of labels and values above a tree. */
final class Header {
    private static final int LABEL = 17;
    private static final int LEAST_ROOM = 20;

    private final List<Text> lines = new ArrayList<>();
    private final List<Text> counts = new ArrayList<>();
    private final int room;

    Header(Layout layout) {
        this.room =
                layout.width() == Layout.UNLIMITED ? Layout.UNLIMITED : Math.max(LEAST_ROOM, layout.width() - LABEL);
    }

    /** All lines, without the replica counts if they would not fit: the tree tells them too. */
    List<Text> lines(int room) {
        var all = new ArrayList<>(lines);
        if (all.size() + counts.size() <= room) all.addAll(counts);
        return all;
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
        counts.add(Text.plain("Replicas:"));
        counts.add(row("  Desired:", ShownPhase.desiredReplicas(rollout.json())));
        counts.add(row("  Current:", count(rollout.status().get("replicas"))));
        counts.add(row("  Updated:", count(rollout.status().get("updatedReplicas"))));
        counts.add(row("  Ready:", count(rollout.status().get("readyReplicas"))));
        counts.add(row("  Available:", count(rollout.status().get("availableReplicas"))));
    }

    private static Text row(String label, int number) {
        return Text.plain(label).padded(LABEL).plus(Integer.toString(number));
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
