package tidegate.simulator.cluster;

import tidegate.api.json.Json;

/**
 * One committed write.
 *
 * @param before MISSING if it was created
 * @param after MISSING if it was deleted
 * @param version of the whole API after it
 * @param nanos when, by virtual time
 */
public record Change(Kind kind, String name, Author author, Json before, Json after, long version, long nanos) {
    public boolean isDeletion() {
        return after.isMissing();
    }

    public boolean isCreation() {
        return before.isMissing();
    }

    /** The object as it is now, or as it was last. */
    public Json last() {
        return isDeletion() ? before : after;
    }
}
