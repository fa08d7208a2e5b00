package tidegate.api.rollout;

import java.util.Optional;
import tidegate.api.json.Json;

/**
 * {@code spec.workloadRef}: the object that a Rollout takes its pod template from, in its own namespace.
 *
 * @param apiVersion group and version, as in {@code apps/v1}
 * @param scaleDown what becomes of a referenced Deployment's own pods
 */
public record WorkloadRef(String apiVersion, String kind, String name, ScaleDown scaleDown) {
    /** {@code spec.workloadRef.scaleDown}. */
    public enum ScaleDown {
        /** Also for absent and unknown words. */
        NEVER,
        /** To nothing, once the Rollout is healthy. */
        ON_SUCCESS,
        /** As the Rollout's pods become ready. */
        PROGRESSIVELY;

        static ScaleDown of(String word) {
            return switch (word) {
                case "onsuccess" -> ON_SUCCESS;
                case "progressively" -> PROGRESSIVELY;
                default -> NEVER;
            };
        }
    }

    /** The kinds that carry a pod template we know how to find. */
    public enum Workload {
        DEPLOYMENT("apps", "Deployment", "deployments"),
        REPLICA_SET("apps", "ReplicaSet", "replicasets"),
        POD_TEMPLATE("", "PodTemplate", "podtemplates");

        private final String group;
        private final String kind;
        private final String plural;

        Workload(String group, String kind, String plural) {
            this.group = group;
            this.kind = kind;
            this.plural = plural;
        }

        /** As in the path of its collection. */
        public String plural() {
            return plural;
        }

        /** As error texts name it: {@code deployments.apps}, {@code podtemplates}. */
        public String resource() {
            return group.isEmpty() ? plural : plural + "." + group;
        }

        /** The pod template of such an object. */
        public Json templateOf(Json workload) {
            return this == POD_TEMPLATE ? workload.get("template") : workload.at("spec", "template");
        }

        /** Which pods it means; a PodTemplate, which has no selector, means those with all its labels. */
        public Json selectorOf(Json workload) {
            if (this != POD_TEMPLATE) return workload.at("spec", "selector");
            return Json.object("matchLabels", templateOf(workload).at("metadata", "labels"));
        }
    }

    /** The reference of a spec, empty if it has a template of its own. */
    public static Optional<WorkloadRef> of(Json spec) {
        Json ref = spec.get("workloadRef");
        if (ref.isNullOrMissing()) return Optional.empty();
        return Optional.of(new WorkloadRef(
                ref.get("apiVersion").stringOrEmpty(),
                ref.get("kind").stringOrEmpty(),
                ref.get("name").stringOrEmpty(),
                ScaleDown.of(ref.get("scaleDown").stringOrEmpty())));
    }

    /** {@code ""} for the core group. */
    public String group() {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    /** Empty for a kind that cannot be referenced. The version does not matter. */
    public Optional<Workload> workload() {
        for (Workload workload : Workload.values()) {
            if (workload.group.equals(group()) && workload.kind.equals(kind)) return Optional.of(workload);
        }
        return Optional.empty();
    }

    /**
     * The Rollout as if it had the template itself, and the selector unless it has one. For decisions only: must never
     * be written back.
     *
     * @param rollout the object as stored
     * @param workload the referenced object; without a known {@link #workload()} nothing is taken from it
     */
    public Json resolved(Json rollout, Json workload) {
        return workload()
                .map(kind -> rollout.map("spec", spec -> {
                    Json selector = spec.get("selector");
                    return spec.with("template", kind.templateOf(workload))
                            .with("selector", selector.isNullOrMissing() ? kind.selectorOf(workload) : selector);
                }))
                .orElse(rollout);
    }
}
