package tidegate.cli.command;

import java.util.Optional;
import tidegate.api.json.Json;
import tidegate.api.rollout.Rollout;
import tidegate.cli.client.ApiFailure;
import tidegate.cli.client.PatchKind;
import tidegate.cli.client.Resource;

/** Patches to the status of a Rollout. */
final class StatusPatch {
    private StatusPatch() {}

    /** @param asStatus whether there is a status subresource that took it */
    record Sent(Rollout rollout, boolean asStatus) {}

    /** Tells a user that a command was written but changes nothing. Output and exit code stay those of success. */
    static void tell(Session session, String name, Optional<String> reason) {
        reason.ifPresent(why -> session.err().println("Warning: nothing changes for rollout '" + name + "': " + why));
    }

    /**
     * Sends a patch to the status; where that answers 404, as under CRDs of old without a status subresource, sends
     * {@code instead} to the Rollout itself.
     *
     * @return the Rollout after it, and whether the status took it
     */
    static Sent send(Session session, String name, Json patch, Json instead) {
        try {
            return new Sent(
                    Rollout.of(session.api().patchStatus(Resource.ROLLOUTS, session.namespace(), name, patch)), true);
        } catch (ApiFailure failure) {
            if (!failure.isNotFound()) throw failure;
            return new Sent(
                    Rollout.of(session.api()
                            .patch(Resource.ROLLOUTS, session.namespace(), name, PatchKind.MERGE, instead)),
                    false);
        }
    }
}
