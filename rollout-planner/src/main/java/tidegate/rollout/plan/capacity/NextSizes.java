package tidegate.rollout.plan.capacity;

/**
 * The sizes of stable and canary to write now, on the way to a target.
 *
 * <p>Stable rises first, then the canary, as far as the ceiling has room. Then the side that has too many falls as far
 * as the other side's available pods allow; its own unavailable pods do not hold it back. While other versions still
 * have pods, those go first: until then only unavailable pods fall, else they could keep the room for ever that the
 * rising side needs to let the others go.
 */
public final class NextSizes {
    private NextSizes() {}

    /**
     * @param stable {@link Pods#NONE} where the new version is the stable one or there is none; its target is then 0
     * @param old pods wanted of all other versions
     */
    public static Split of(Limits limits, Split target, Pods canary, Pods stable, int old) {
        var next = raised(limits, target, canary, stable, old);
        boolean increasing = target.canary() >= canary.wanted();
        if (old > 0) return withoutBroken(target, canary, stable, next, increasing);
        int counted = increasing
                ? Math.addExact(canary.available(), stable.wanted())
                : Math.addExact(canary.wanted(), stable.available());
        int budget = counted - limits.floor();
        if (budget <= 0) return next;
        return increasing
                ? lowerStable(limits, target, canary, stable, next, budget)
                : lowerCanary(limits, target, canary, stable, next, budget);
    }

    private static Split withoutBroken(Split target, Pods canary, Pods stable, Split next, boolean increasing) {
        return increasing
                ? new Split(next.canary(), unbroken(stable, target.stable(), next.stable()))
                : new Split(unbroken(canary, target.canary(), next.canary()), next.stable());
    }

    private static int unbroken(Pods pods, int target, int next) {
        return pods.counted() && next > target ? Math.max(target, pods.available()) : next;
    }

    private static Split raised(Limits limits, Split target, Pods canary, Pods stable, int old) {
        int room = Math.max(0, limits.ceiling() - canary.wanted() - stable.wanted() - old);
        int moreStable = Math.clamp(target.stable() - stable.wanted(), 0, room);
        int moreCanary = Math.clamp(target.canary() - canary.wanted(), 0, room - moreStable);
        return new Split(canary.wanted() + moreCanary, stable.wanted() + moreStable);
    }

    private static Split lowerStable(Limits limits, Split target, Pods canary, Pods stable, Split next, int budget) {
        int lowered =
                stable.wanted() > target.stable() ? Math.max(target.stable(), stable.wanted() - budget) : next.stable();
        var within = new Ceiling(limits, stable, canary).keep(lowered, next.canary());
        return new Split(within.other, within.drained);
    }

    private static Split lowerCanary(Limits limits, Split target, Pods canary, Pods stable, Split next, int budget) {
        int lowered =
                canary.wanted() > target.canary() ? Math.max(target.canary(), canary.wanted() - budget) : next.canary();
        var within = new Ceiling(limits, canary, stable).keep(lowered, next.stable());
        return new Split(within.drained, within.other);
    }

    private record Kept(int drained, int other) {}

    /** Keeps the sum below the ceiling, without taking available pods of the other side that the floor needs. */
    private record Ceiling(Limits limits, Pods drained, Pods other) {
        Kept keep(int drainedSize, int otherSize) {
            int over = Math.max(0, drainedSize + otherSize - limits.ceiling());
            // Without evidence about the other side nothing may be taken from it.
            if (over == 0 || !other.counted()) return new Kept(drainedSize, otherSize);
            int cut = Math.max(0, otherSize - over);
            int available = drained.availableAt(drainedSize) + other.availableAt(cut);
            int lost = Math.max(0, other.available() - cut);
            int missing = Math.max(0, limits.floor() - available);
            int kept = cut + Math.min(lost, missing);
            return new Kept(drainedSize - Math.max(0, drainedSize + kept - limits.ceiling()), kept);
        }
    }
}
