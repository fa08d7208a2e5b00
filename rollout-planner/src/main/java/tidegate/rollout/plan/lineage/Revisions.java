package tidegate.rollout.plan.lineage;

import java.util.HashMap;
import java.util.Map;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.api.wire.Annotations;

/** Numbers of versions, and the annotations of the Rollout that its newest ReplicaSet carries a copy of. */
public final class Revisions {
    private Revisions() {}

    /** One above the highest of all others; a higher number that it already has is kept. */
    static int next(Lineage lineage) {
        int highest = 0;
        for (ReplicaSet set : lineage.all()) if (!lineage.isNewest(set)) highest = Math.max(highest, set.revision());
        int present = lineage.newest().map(ReplicaSet::revision).orElse(0);
        return Math.max(present, highest + 1);
    }

    /** Annotations that a new ReplicaSet starts with, its size apart. */
    public static Map<String, String> initial(Rollout rollout, int revision) {
        var all = copied(rollout);
        all.put(Annotations.REVISION, Integer.toString(revision));
        return all;
    }

    /** Annotations that the newest ReplicaSet lacks or has otherwise. The history grows only when the number changes. */
    public static Map<String, String> due(Rollout rollout, ReplicaSet newest, int revision) {
        var due = initial(rollout, revision);
        if (newest.revision() != revision && newest.revision() > 0)
            due.put(Annotations.REVISION_HISTORY, history(newest));
        due.entrySet()
                .removeIf(entry ->
                        entry.getValue().equals(newest.meta().annotations().get(entry.getKey())));
        return due;
    }

    private static String history(ReplicaSet set) {
        String former = Integer.toString(set.revision());
        return set.meta()
                .annotation(Annotations.REVISION_HISTORY)
                .filter(text -> !text.isEmpty())
                .map(text -> text + "," + former)
                .orElse(former);
    }

    private static Map<String, String> copied(Rollout rollout) {
        var all = new HashMap<String, String>();
        rollout.meta().annotations().forEach((key, value) -> {
            if (Annotations.isCopiedToReplicaSets(key)) all.put(key, value);
        });
        return all;
    }
}
