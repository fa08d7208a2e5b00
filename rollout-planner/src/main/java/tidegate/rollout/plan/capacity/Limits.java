package tidegate.rollout.plan.capacity;

import tidegate.api.value.PodsOrPercent;

/**
 * How far a release may go above and below the wanted pods.
 *
 * @param surge pods above {@code replicas}
 * @param unavailable pods that may be missing, at most {@code replicas}
 */
public record Limits(int replicas, int surge, int unavailable) {
    public Limits {
        if (replicas < 0 || surge < 0 || unavailable < 0)
            throw new IllegalArgumentException("limits: " + replicas + ", surge " + surge + ", unavailable "
                    + unavailable + " (expected: 0 or more)");
    }

    /**
     * A percentage of surge rounds up, one of unavailable rounds down. If that leaves nothing to move with, one pod may
     * be unavailable.
     */
    public static Limits of(int replicas, PodsOrPercent maxSurge, PodsOrPercent maxUnavailable) {
        int surge = Math.min(maxSurge.roundedUp(replicas), Pods.MOST);
        int unavailable = maxUnavailable.roundedDown(replicas);
        if (surge == 0 && unavailable == 0) unavailable = 1;
        return new Limits(replicas, surge, Math.min(unavailable, replicas));
    }

    /** The sum of sizes is not raised above this. */
    public int ceiling() {
        return replicas + surge;
    }

    /** Available pods are not lowered below this. */
    public int floor() {
        return replicas - unavailable;
    }
}
