package tidegate.rollout.plan.seen;

import java.util.Optional;

/** What is known of an object that a Rollout names. */
public sealed interface Sighting<T> {
    record There<T>(T object) implements Sighting<T> {}

    /** The API itself said that there is none of that name. */
    record Absent<T>() implements Sighting<T> {}

    /**
     * Neither its presence nor its absence is a fact: nothing may follow from it.
     *
     * @param why in words
     */
    record Unknown<T>(String why) implements Sighting<T> {}

    default Optional<T> found() {
        return this instanceof There<T>(T object) ? Optional.of(object) : Optional.empty();
    }
}
