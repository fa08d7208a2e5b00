package tidegate.rollout.plan.capacity;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes the pods of versions that are neither new nor stable away.
 *
 * <p>First every one is reduced to its available pods: that lowers nothing. Then, newest revision first, each falls as
 * far as the pods available everywhere exceed the floor.
 */
public final class Drain {
    private Drain() {}

    /**
     * @param others pods of the versions to drain, newest revision first
     * @param availableElsewhere certainly available pods of the new and the stable version
     * @return their next sizes, in the same order
     */
    public static List<Integer> of(Limits limits, List<Pods> others, int availableElsewhere) {
        int available = availableElsewhere;
        for (Pods pods : others) available += pods.available();
        int budget = available - limits.floor();
        var sizes = new ArrayList<Integer>(others.size());
        for (Pods pods : others) {
            int healthy = pods.counted() ? pods.available() : pods.wanted();
            int size = budget > 0 ? Math.max(0, healthy - budget) : healthy;
            budget -= healthy - size;
            sizes.add(size);
        }
        return sizes;
    }
}
