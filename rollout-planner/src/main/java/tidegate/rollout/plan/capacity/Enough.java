package tidegate.rollout.plan.capacity;

import tidegate.api.json.Json;

/**
 * How many of the wanted pods of a new version have to be available to go on: {@code replicaProgressThreshold}.
 *
 * @param isPercent whether {@code value} is a percentage, rounded up, or a number of pods
 * @param value never more than all pods; negative without a threshold: then it takes all
 */
public record Enough(boolean isPercent, int value) {
    public static final Enough ALL = new Enough(true, -1);

    /** @param threshold as written; absent and negative ones are none */
    public static Enough of(Json threshold) {
        int value = threshold.get("value").integer().orElse(-1);
        return value < 0
                ? ALL
                : new Enough(threshold.get("type").stringOrEmpty().equals("Percent"), value);
    }

    public boolean isAll() {
        return value < 0;
    }

    public boolean isMetBy(int available, int wanted) {
        return available >= podsOf(wanted);
    }

    private int podsOf(int wanted) {
        if (isAll()) return wanted;
        long pods = isPercent ? Math.ceilDiv((long) wanted * value, 100L) : value;
        return (int) Math.min(pods, wanted);
    }
}
