package tidegate.rollout.plan.retire;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.value.WireTime;
import tidegate.api.wire.Annotations;
import tidegate.rollout.plan.action.Action;
import tidegate.rollout.plan.action.Errand;

/**
 * When a ReplicaSet may lose its pods, as it is written on it. One that nobody can read has passed.
 *
 * @param at whole seconds
 */
public record Deadline(Instant at) {
    private static final String KEY = Annotations.SCALE_DOWN_DEADLINE;

    /** The one on this ReplicaSet. */
    public static Optional<Deadline> of(ReplicaSet set) {
        return set.meta()
                .annotation(KEY)
                .map(text -> new Deadline(WireTime.of(Json.of(text)).orElse(Instant.EPOCH)));
    }

    /** A new one; a delay is never shorter than it says. */
    public static Deadline after(Duration delay, Instant now) {
        Instant end = now.plus(delay);
        Instant whole = end.truncatedTo(ChronoUnit.SECONDS);
        return new Deadline(whole.equals(end) ? whole : whole.plusSeconds(1));
    }

    public boolean isOver(Instant now) {
        return !now.isBefore(at);
    }

    /** The errand with this deadline written on the ReplicaSet. */
    public Errand writtenOn(ReplicaSet set, Errand errand) {
        var changes = new Action.Changes(Map.of(KEY, WireTime.format(at)), -1);
        return errand.changing(set.name(), changes).lookingAt(at);
    }

    /** The errand with no deadline left on the ReplicaSet. */
    public static Errand dropped(ReplicaSet set, Errand errand) {
        return of(set).isEmpty() ? errand : errand.changing(set.name(), Action.Changes.dropping(KEY));
    }
}
