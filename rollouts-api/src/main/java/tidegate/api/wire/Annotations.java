package tidegate.api.wire;

import java.util.Set;

/** Keys of the annotations we read or write. */
public final class Annotations {
    /** Decimal revision of a ReplicaSet; the Rollout carries that of its newest, runs and experiments a copy. */
    public static final String REVISION = "rollout.argoproj.io/revision";

    /** Earlier revisions of a ReplicaSet that became new again, as in {@code 1,3}. */
    public static final String REVISION_HISTORY = "rollout.argoproj.io/revision-history";

    /** The Rollout's {@code spec.replicas} when its ReplicaSet was last scaled, in decimal. */
    public static final String DESIRED_REPLICAS = "rollout.argoproj.io/desired-replicas";

    /** Generation of the object that {@code spec.workloadRef} names, in decimal. */
    public static final String WORKLOAD_GENERATION = "rollout.argoproj.io/workload-generation";

    /** Labels and annotations put on the pods of a ReplicaSet for as long as it has its role, as JSON. */
    public static final String EPHEMERAL_METADATA = "rollout.argoproj.io/ephemeral-metadata";

    /** When a ReplicaSet may go to zero: RFC 3339, UTC, whole seconds. */
    public static final String SCALE_DOWN_DEADLINE = "scale-down-deadline";

    /** On objects that we steer without owning them: name of the Rollout. */
    public static final String MANAGED_BY_ROLLOUT = "argo-rollouts.argoproj.io/managed-by-rollouts";

    /** On a ReplicaSet or Service of an Experiment: its name. */
    public static final String EXPERIMENT_NAME = "experiment.argoproj.io/name";

    /** On a ReplicaSet or Service of an Experiment: the name of the template it was made from. */
    public static final String EXPERIMENT_TEMPLATE_NAME = "experiment.argoproj.io/template-name";

    /** Bookkeeping of the notification engine. */
    public static final String NOTIFIED = "notified.notifications.argoproj.io";

    /** What {@code kubectl apply} was last given. */
    public static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    /** Ours, on a Deployment whose pods a Rollout takes over: its replicas before that, in decimal. */
    public static final String MIGRATION_REPLICAS = "migration.tidegate.io/replicas";

    /** Ours, beside {@link #MIGRATION_REPLICAS}: name of the Rollout. */
    public static final String MIGRATION_ROLLOUT = "migration.tidegate.io/rollout";

    /** Ours, beside {@link #MIGRATION_REPLICAS}: uid of the Rollout. */
    public static final String MIGRATION_ROLLOUT_UID = "migration.tidegate.io/rollout-uid";

    /** Ours, beside {@link #MIGRATION_REPLICAS}: {@code true} once the Rollout serves alone. */
    public static final String MIGRATION_COMPLETED = "migration.tidegate.io/completed";

    private static final Set<String> STAY_ON_THE_ROLLOUT =
            Set.of(LAST_APPLIED, REVISION, REVISION_HISTORY, DESIRED_REPLICAS, NOTIFIED);

    private Annotations() {}

    /** Whether an annotation of the Rollout is copied to its new ReplicaSet. */
    public static boolean isCopiedToReplicaSets(String key) {
        return !STAY_ON_THE_ROLLOUT.contains(key);
    }
}
