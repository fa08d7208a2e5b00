package tidegate.kube.informer;

import java.util.Optional;
import tidegate.kube.client.ResourceVersion;

/** How recent a local copy of one collection is. */
public interface ObjectCache {
    /** One object as the cache has it. */
    record Cached(String uid, ResourceVersion version) {}

    /** Empty if the cache has no such object. */
    Optional<Cached> cached(ObjectKey key);

    /** Everything that happened to the collection up to this version is in the cache; UNKNOWN before the first list. */
    ResourceVersion collectionVersion();

    /**
     * How often the server's history was found to have gone back, as after a restored backup. Versions from before say
     * nothing about the cache after.
     */
    int rewinds();
}
