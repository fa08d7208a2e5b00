/**
 * Which ReplicaSet is which: owned or not, new, stable or other; revisions; and what a new one looks like.
 *
 * <p>Doors: {@link tidegate.rollout.plan.lineage.Claim}, {@link tidegate.rollout.plan.lineage.Lineage},
 * {@link tidegate.rollout.plan.lineage.Release}. Invariant: a version is named by the label of its ReplicaSet; a hash
 * is computed only to give a new ReplicaSet its name.
 */
@NullMarked
package tidegate.rollout.plan.lineage;

import org.jspecify.annotations.NullMarked;
