package tidegate.api.value;

import tidegate.api.json.Json;

/**
 * A number of pods, or a share of the wanted ones: {@code maxSurge} and {@code maxUnavailable}.
 *
 * <p>An integer counts pods. A text is always a percentage, with or without its {@code %}: {@code "25"} is 25 %.
 */
public sealed interface PodsOrPercent {
    /** A quarter: what both limits are when the spec does not say. */
    PodsOrPercent DEFAULT = new Percent(25);

    record Pods(int pods) implements PodsOrPercent {
        public Pods {
            if (pods < 0) throw malformed(Json.of(pods));
        }
    }

    record Percent(int percent) implements PodsOrPercent {
        public Percent {
            if (percent < 0) throw malformed(Json.of(percent + "%"));
        }
    }

    /**
     * Reads a limit; absent is {@link #DEFAULT}.
     *
     * @throws MalformedValueException for a text without a number, and for less than nothing
     */
    static PodsOrPercent of(Json value) {
        if (value.isNullOrMissing()) return DEFAULT;
        if (value.isString()) return ofText(value);
        return new Pods(value.integer().orElseThrow(() -> malformed(value)));
    }

    private static Percent ofText(Json value) {
        String number = value.stringOrEmpty().replace("%", "");
        if (!number.matches("[+-]?\\d{1,64}")) throw malformed(value);
        try {
            int percent = Integer.parseInt(number);
            if (percent < 0) throw malformed(value);
            return new Percent(percent);
        } catch (NumberFormatException beyond32Bits) {
            throw malformed(value);
        }
    }

    /** Pods out of {@code replicas}; a fraction of a pod counts as one: for surge, where none would mean standstill. */
    default int roundedUp(int replicas) {
        return switch (this) {
            case Pods(int pods) -> pods;
            case Percent(int percent) -> clamp(Math.ceilDiv((long) percent * replicas, 100L));
        };
    }

    /** Pods out of {@code replicas}; a fraction of a pod counts as none: for what may be missing. */
    default int roundedDown(int replicas) {
        return switch (this) {
            case Pods(int pods) -> pods;
            case Percent(int percent) -> clamp((long) percent * replicas / 100);
        };
    }

    private static int clamp(long pods) {
        return (int) Math.min(pods, Integer.MAX_VALUE);
    }

    private static MalformedValueException malformed(Json found) {
        return new MalformedValueException(found, "a number of pods, 0 or more, or a percentage such as \"25%\"");
    }
}
