package tidegate.rollout.plan.capacity;

import tidegate.api.rollout.ReplicaSet;

/**
 * The pods of one ReplicaSet as far as there is evidence for them.
 *
 * @param wanted its present size
 * @param available pods that are certainly available and stay so at this size; 0 while its counts are older than its
 *     size
 * @param counted whether the counts are about the present size
 */
public record Pods(int wanted, int available, boolean counted) {
    public static final Pods NONE = new Pods(0, 0, true);

    /** More than any cluster has: whatever is above counts as this, so that sums stay within their range. */
    static final int MOST = 100_000_000;

    public Pods {
        wanted = Math.clamp(wanted, 0, MOST);
        available = Math.clamp(available, 0, MOST);
    }

    public static Pods of(ReplicaSet set) {
        if (set.meta().isBeingDeleted()) return new Pods(set.replicas(), 0, false);
        boolean counted = set.hasCurrentCounts();
        int available = counted ? Math.min(set.counts().available(), set.replicas()) : 0;
        return new Pods(set.replicas(), available, counted);
    }

    /** Pods with this many available, all counted. */
    public static Pods counted(int wanted, int available) {
        return new Pods(wanted, available, true);
    }

    /** Certainly available pods once the size is {@code size}: unready ones go first. */
    int availableAt(int size) {
        return Math.min(available, size);
    }
}
