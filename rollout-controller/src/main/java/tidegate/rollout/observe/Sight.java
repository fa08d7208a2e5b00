package tidegate.rollout.observe;

import tidegate.rollout.plan.RolloutSnapshot;

/** What there is to see under one key. */
public sealed interface Sight {
    /** A Rollout and all that belongs to it. */
    record Seen(RolloutSnapshot snapshot) implements Sight {}

    /** The API says that there is none, or the one there is belongs to another controller. */
    record Gone() implements Sight {}

    /** A cache does not show yet what is known to exist. @param what it is waited for */
    record NotYet(String what) implements Sight {}
}
