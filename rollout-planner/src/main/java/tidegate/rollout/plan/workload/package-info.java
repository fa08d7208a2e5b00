/**
 * {@code spec.workloadRef}: the pod template of a Rollout that stands in another object, and what becomes of that
 * object's own pods.
 *
 * <p>Doors: {@link tidegate.rollout.plan.workload.Resolution} (the Rollout as decisions see it; never written back),
 * {@link tidegate.rollout.plan.workload.Generation} (which state of the object was seen),
 * {@link tidegate.rollout.plan.workload.Migration} (a Deployment's pods go as the Rollout's come),
 * {@link tidegate.rollout.plan.workload.GivingBack} (a Deployment whose Rollout is gone gets them back). Invariants: an
 * object that nobody could read changes no version; the pods of a Deployment and its Rollout together never become fewer
 * than {@code spec.replicas} through us; what was taken is written down before it is taken.
 */
@NullMarked
package tidegate.rollout.plan.workload;

import org.jspecify.annotations.NullMarked;
