package tidegate.kube.write;

import tidegate.kube.client.ObjectRef;
import tidegate.kube.client.ResourceVersion;

/** Whether the caches show a key's own writes. */
public sealed interface Freshness {
    record CaughtUp() implements Freshness {}

    /**
     * A cache does not show a write yet.
     *
     * @param version what was written; UNKNOWN for a deletion whose version the server did not tell
     */
    record Behind(ObjectRef written, ResourceVersion version) implements Freshness {}
}
