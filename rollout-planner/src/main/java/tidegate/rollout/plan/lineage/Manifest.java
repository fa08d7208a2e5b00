package tidegate.rollout.plan.lineage;

import java.util.List;
import java.util.Map;
import tidegate.api.json.Json;
import tidegate.api.rollout.OwnerReference;
import tidegate.api.rollout.Rollout;
import tidegate.api.wire.Annotations;
import tidegate.api.wire.Labels;

/** A new ReplicaSet in full. Its pod template is the Rollout's, plus the hash label. */
public final class Manifest {
    private Manifest() {}

    /** @param size pods to start with */
    public static Json of(Release release, int size) {
        Rollout rollout = release.rollout();
        Json template = rollout.spec().template();
        Json labels = template.at("metadata", "labels").with(Labels.POD_TEMPLATE_HASH, release.hash());
        int minReady = rollout.spec().minReadySeconds();
        return Json.object(
                "apiVersion",
                "apps/v1",
                "kind",
                "ReplicaSet",
                "metadata",
                Json.object(
                        "name", release.name(),
                        "namespace", rollout.namespace(),
                        "labels", labels,
                        "annotations", annotations(release),
                        "ownerReferences",
                                List.of(OwnerReference.controllerOf(rollout).json())),
                "spec",
                Json.object(
                        "replicas",
                        size,
                        "minReadySeconds",
                        minReady == 0 ? Json.MISSING : minReady,
                        "selector",
                        rollout.spec()
                                .selector()
                                .withAt(List.of("matchLabels", Labels.POD_TEMPLATE_HASH), release.hash()),
                        "template",
                        template.withAt(List.of("metadata", "labels"), labels)));
    }

    private static Map<String, String> annotations(Release release) {
        var all = Revisions.initial(release.rollout(), release.revision());
        all.put(Annotations.DESIRED_REPLICAS, Integer.toString(release.replicas()));
        return all;
    }
}
