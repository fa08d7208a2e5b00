package tidegate.rollout.observe;

import java.util.Map;
import tidegate.api.json.Json;
import tidegate.api.rollout.Service;
import tidegate.api.rollout.Workload;
import tidegate.api.wire.Annotations;

/** What is kept of objects of which a cluster may have many more than Rollouts name. */
final class Slim {
    private Slim() {}

    /** Its selector and who manages it. */
    static Service service(Json object) {
        Json metadata = identity(object);
        Json manager = object.at("metadata", "annotations", Annotations.MANAGED_BY_ROLLOUT);
        if (manager.isPresent())
            metadata = metadata.with("annotations", Map.of(Annotations.MANAGED_BY_ROLLOUT, manager));
        Json slim = Json.object(
                "apiVersion",
                object.get("apiVersion"),
                "kind",
                object.get("kind"),
                "metadata",
                metadata,
                "spec",
                Json.object("selector", object.at("spec", "selector")));
        return Service.of(slim);
    }

    /** Its size, selector, pod template and annotations; no status, no labels. */
    static Workload workload(Json object) {
        Json annotations = object.at("metadata", "annotations");
        Json spec = object.get("spec");
        return Workload.of(Json.object(
                "apiVersion",
                object.get("apiVersion"),
                "kind",
                object.get("kind"),
                "metadata",
                identity(object).with("annotations", annotations),
                "spec",
                spec.isObject()
                        ? Json.object(
                                "replicas", spec.get("replicas"),
                                "selector", spec.get("selector"),
                                "template", spec.get("template"))
                        : Json.MISSING,
                "template",
                object.get("template")));
    }

    private static Json identity(Json object) {
        Json metadata = object.get("metadata");
        return Json.object(
                "namespace", metadata.get("namespace"),
                "name", metadata.get("name"),
                "uid", metadata.get("uid"),
                "resourceVersion", metadata.get("resourceVersion"),
                "generation", metadata.get("generation"),
                "deletionTimestamp", metadata.get("deletionTimestamp"));
    }
}
