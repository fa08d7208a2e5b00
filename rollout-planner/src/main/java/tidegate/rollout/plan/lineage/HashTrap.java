package tidegate.rollout.plan.lineage;

import java.util.Optional;
import tidegate.api.json.Json;
import tidegate.api.rollout.Rollout;
import tidegate.rollout.plan.action.Want;

/**
 * A version under way whose ReplicaSet nobody recognises: no hash of ours is its label, and its template differs from the
 * Rollout's by more than the defaults that we know of. A newer API, or somebody who changes objects on their way in, may
 * have put more in. To take that for another template would roll out everything anew, so the API itself is asked what it
 * makes of the present template.
 */
public final class HashTrap {
    private HashTrap() {}

    /**
     * What has to be asked; empty where there is no doubt. Until it is answered the version that status names is the
     * present one.
     *
     * @param unrecognised with no newest version, though status was computed for the present template
     */
    public static Optional<Want> question(Release unrecognised) {
        Rollout rollout = unrecognised.rollout();
        Json template = rollout.spec().template();
        boolean isNamed = unrecognised
                .lineage()
                .withHash(rollout.status().currentPodHash())
                .isPresent();
        boolean wasAsked = unrecognised
                .past()
                .serverDefaults()
                .filter(answer -> answer.written().equals(template))
                .isPresent();
        return isNamed && !wasAsked
                ? Optional.of(new Want.ServerDefaults(template, Manifest.of(unrecognised, 0)))
                : Optional.empty();
    }
}
