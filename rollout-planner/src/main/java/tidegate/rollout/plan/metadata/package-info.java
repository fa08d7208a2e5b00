/**
 * Labels and annotations that pods carry for as long as their version has its role.
 *
 * <p>Door: {@link tidegate.rollout.plan.metadata.EphemeralMetadata}. Invariants: the template of a ReplicaSet is right
 * before its pods are touched, so that no pod is made wrong behind our back; only keys that were injected are taken
 * away; what a ReplicaSet was given is recorded on it for as long as any of its pods may carry it.
 */
@NullMarked
package tidegate.rollout.plan.metadata;

import org.jspecify.annotations.NullMarked;
