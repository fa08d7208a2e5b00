package tidegate.rollout.plan.workload;

import java.util.Optional;
import java.util.OptionalInt;
import tidegate.api.json.Json;
import tidegate.api.rollout.ObjectMeta;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.Workload;
import tidegate.api.wire.Annotations;

/**
 * What is written on a Deployment before a Rollout takes pods from it.
 *
 * @param replicas the Deployment's before that; empty if somebody made the annotation unreadable
 * @param rollout name of the Rollout, in the same namespace
 * @param uid of the Rollout
 * @param completed the Rollout serves alone: from now on the Deployment's size is its owner's business again
 */
public record MigrationMark(OptionalInt replicas, String rollout, String uid, boolean completed) {
    /** Empty for a Deployment that no Rollout has taken pods from. */
    public static Optional<MigrationMark> of(Workload deployment) {
        ObjectMeta meta = deployment.meta();
        return meta.annotation(Annotations.MIGRATION_ROLLOUT_UID)
                .map(uid -> new MigrationMark(
                        number(meta.annotation(Annotations.MIGRATION_REPLICAS).orElse("")),
                        meta.annotation(Annotations.MIGRATION_ROLLOUT).orElse(""),
                        uid,
                        meta.annotation(Annotations.MIGRATION_COMPLETED)
                                .filter("true"::equals)
                                .isPresent()));
    }

    static MigrationMark of(Rollout rollout, int replicas) {
        return new MigrationMark(
                OptionalInt.of(replicas), rollout.name(), rollout.meta().uid(), false);
    }

    MigrationMark finished() {
        return new MigrationMark(replicas, rollout, uid, true);
    }

    boolean isOf(Rollout other) {
        return uid.equals(other.meta().uid());
    }

    Json annotations() {
        return Json.object(
                Annotations.MIGRATION_REPLICAS,
                Integer.toString(replicas.orElse(0)),
                Annotations.MIGRATION_ROLLOUT,
                rollout,
                Annotations.MIGRATION_ROLLOUT_UID,
                uid,
                Annotations.MIGRATION_COMPLETED,
                completed ? Json.of("true") : Json.MISSING);
    }

    /** A merge patch that takes the mark away. */
    static Json removal() {
        return Json.object(
                Annotations.MIGRATION_REPLICAS, Json.NULL,
                Annotations.MIGRATION_ROLLOUT, Json.NULL,
                Annotations.MIGRATION_ROLLOUT_UID, Json.NULL,
                Annotations.MIGRATION_COMPLETED, Json.NULL);
    }

    private static OptionalInt number(String text) {
        try {
            int number = Integer.parseInt(text);
            return number < 0 ? OptionalInt.empty() : OptionalInt.of(number);
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }
}
