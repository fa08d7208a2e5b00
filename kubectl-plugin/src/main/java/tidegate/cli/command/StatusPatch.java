package tidegate.cli.command;

import tidegate.api.json.Json;
import tidegate.cli.client.ApiFailure;
import tidegate.cli.client.PatchKind;
import tidegate.cli.client.Resource;

/** Patches to the status of a Rollout. */
final class StatusPatch {
    private StatusPatch() {}

    /**
     * Sends a patch to the status; where that answers 404, as under CRDs of old without a status subresource, sends
     * {@code instead} to the Rollout itself.
     *
     * @return whether the status took it
     */
    static boolean send(Session session, String name, Json patch, Json instead) {
        try {
            session.api().patchStatus(Resource.ROLLOUTS, session.namespace(), name, patch);
            return true;
        } catch (ApiFailure failure) {
            if (!failure.isNotFound()) throw failure;
            session.api().patch(Resource.ROLLOUTS, session.namespace(), name, PatchKind.MERGE, instead);
            return false;
        }
    }
}
