package tidegate.simulator.port;

import java.util.List;
import java.util.Optional;
import tidegate.api.json.Json;
import tidegate.simulator.cluster.ApiServer.Part;
import tidegate.simulator.cluster.ApiServer.PatchType;
import tidegate.simulator.cluster.Kind;

/**
 * Calls to the API. Each takes time, in which other things happen, and may fail with a {@link
 * tidegate.simulator.cluster.Refusal}; a process that dies in one gets a {@link Death}.
 */
public interface Line {
    Optional<Json> find(Kind kind, String name);

    List<Json> list(Kind kind);

    /** @param dryRun whether the object is only shown as it would be */
    Json create(Kind kind, Json manifest, boolean dryRun);

    Json patch(Kind kind, String name, Part part, PatchType type, Json patch);

    /** An empty uid or version means any. */
    void delete(Kind kind, String name, String uid, String resourceVersion);

    void evict(String pod, String uid, String resourceVersion);
}
