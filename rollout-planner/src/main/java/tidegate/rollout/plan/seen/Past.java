package tidegate.rollout.plan.seen;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import tidegate.api.json.Json;

/**
 * What whoever carries plans out remembers of earlier passes. All of it may be lost at any time; a plan without it is
 * right, though it may ask for something again.
 *
 * @param createFailure set when creating a ReplicaSet failed, kept until a create of this Rollout succeeds or its
 *     template changes
 * @param troubles other writes that failed
 * @param serverDefaults what the API made of the present pod template, if a plan asked for it
 * @param verified versions of ReplicaSets whose pods were all found to be in order by earlier plans
 */
public record Past(
        Optional<CreateFailure> createFailure,
        List<Trouble> troubles,
        Optional<ServerDefaults> serverDefaults,
        Set<Verified> verified) {
    public static final Past NONE = new Past(Optional.empty(), List.of(), Optional.empty(), Set.of());

    public Past {
        troubles = List.copyOf(troubles);
        verified = Set.copyOf(verified);
    }

    public Past with(CreateFailure failure) {
        return new Past(Optional.of(failure), troubles, serverDefaults, verified);
    }

    /**
     * A pod template and what the API makes of it.
     *
     * @param written as the Rollout has it
     * @param stored as a ReplicaSet that was created from it would have it
     */
    public record ServerDefaults(Json written, Json stored) {}

    /** All pods of this ReplicaSet were in order when it had this generation. */
    public record Verified(String uid, long generation) {}
}
