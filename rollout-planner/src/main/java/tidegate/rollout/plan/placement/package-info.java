/**
 * Where pods of a new version may run: away from those of the stable one, if the spec wants that.
 *
 * <p>Door: {@link tidegate.rollout.plan.placement.AntiAffinity}. Invariant: versions are named by the label of their
 * ReplicaSet, and a user's own terms stay as they are.
 */
@NullMarked
package tidegate.rollout.plan.placement;

import org.jspecify.annotations.NullMarked;
