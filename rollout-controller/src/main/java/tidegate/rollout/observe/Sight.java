package tidegate.rollout.observe;

import java.util.List;
import java.util.Optional;
import tidegate.rollout.plan.RolloutSnapshot;
import tidegate.rollout.plan.seen.Past;

/** What there is to see under one key. */
public sealed interface Sight {
    /**
     * A Rollout and all that belongs to it.
     *
     * @param serverDefaults what the API made of a pod template, if that was wanted and it answered; to be remembered
     * @param unanswered what could not be learned: to be asked again
     */
    record Seen(RolloutSnapshot snapshot, Optional<Past.ServerDefaults> serverDefaults, List<Unanswered> unanswered)
            implements Sight {
        public Seen {
            unanswered = List.copyOf(unanswered);
        }
    }

    /** The API says that there is none, or the one there is belongs to another controller. */
    record Gone() implements Sight {}

    /**
     * A cache does not show yet what is known to exist, or the API does not tell what became of a write.
     *
     * @param what it is waited for
     */
    record NotYet(String what) implements Sight {}
}
