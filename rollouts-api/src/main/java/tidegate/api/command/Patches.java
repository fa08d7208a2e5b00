package tidegate.api.command;

import java.util.Optional;
import tidegate.api.json.Json;

/**
 * JSON merge patches that carry out one command. Neither of them: there is nothing to change.
 *
 * @param status to the status of the Rollout, sent first
 * @param spec to the Rollout itself
 * @param combined one patch for both, where the status is no subresource
 */
public record Patches(Optional<Json> status, Optional<Json> spec, Json combined) {
    static Patches ofStatus(Json fields) {
        Json patch = Json.object("status", fields);
        return new Patches(Optional.of(patch), Optional.empty(), patch);
    }

    static Patches ofSpec(Json fields) {
        Json patch = Json.object("spec", fields);
        return new Patches(Optional.empty(), Optional.of(patch), patch);
    }

    /** Whether there is nothing to send. */
    public boolean isEmpty() {
        return status.isEmpty() && spec.isEmpty();
    }
}
