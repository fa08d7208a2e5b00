package tidegate.rollout.plan.capacity;

import java.util.ArrayList;
import java.util.List;

/** Pods of the new version and of the stable one. */
public record Split(int canary, int stable) {

    private record Candidate(int canary, int total) {
        /** Distance from the wanted weight, times {@code total}: compared crosswise, so that nothing is rounded. */
        boolean isCloserThan(Candidate other, int weight) {
            return offset(weight) * other.total < other.offset(weight) * total;
        }

        long offset(int weight) {
            return Math.abs(100L * canary - (long) weight * total);
        }
    }

    /**
     * The whole pods that come closest to a weight.
     *
     * <p>Where surge allows it, one pod more than {@code replicas} is used if that comes closer. Both versions keep at
     * least one pod at weights strictly between 0 and 100, except that a single pod without surge is one or the other.
     * Never fewer canary pods for a higher weight.
     *
     * @param weight 0 to 100
     */
    public static Split of(int replicas, int weight, int surge) {
        if (replicas == 0) return new Split(0, 0);
        Candidate best = null;
        for (Candidate candidate : candidates(replicas, weight, surge))
            if (best == null || candidate.isCloserThan(best, weight)) best = candidate;
        return best == null ? new Split(0, replicas) : new Split(best.canary, best.total - best.canary);
    }

    private static List<Candidate> candidates(int replicas, int weight, int surge) {
        boolean noneIsFine = weight == 0 || weight == 100 || (replicas == 1 && surge == 0);
        int up = up(replicas, weight);
        int down = down(replicas, weight);
        boolean downIsFine = down != 0 || noneIsFine;
        var all = new ArrayList<Candidate>(4);
        if (up < replicas || noneIsFine) all.add(new Candidate(up, replicas));
        if (downIsFine && (!isTie(replicas, weight) || isOnlyChoice(all, surge)))
            all.add(new Candidate(down, replicas));
        if (surge > 0) {
            all.add(new Candidate(up, replicas + 1));

            if (downIsFine && !isTie(replicas + 1, weight)) all.add(new Candidate(down, replicas + 1));
        }
        return all;
    }

    /** Of two equally close counts the higher one is taken; but a tie must not leave none at all. */
    private static boolean isOnlyChoice(List<Candidate> others, int surge) {
        return others.isEmpty() && surge == 0;
    }

    private static int up(int replicas, int weight) {
        return (int) Math.ceilDiv((long) replicas * weight, 100L);
    }

    private static int down(int replicas, int weight) {
        return (int) ((long) replicas * weight / 100);
    }

    private static boolean isTie(int pods, int weight) {
        return (long) pods * weight % 100 == 50;
    }
}
