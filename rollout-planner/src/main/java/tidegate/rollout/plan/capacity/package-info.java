/**
 * How many pods each ReplicaSet should have; knows numbers, not Rollouts.
 *
 * <p>Doors: {@link tidegate.rollout.plan.capacity.Limits}, {@link tidegate.rollout.plan.capacity.Split},
 * {@link tidegate.rollout.plan.capacity.NextSizes}, {@link tidegate.rollout.plan.capacity.Drain}. Invariants, from the
 * values seen: no answer raises the sum of sizes above replicas + surge, and none lowers available pods below replicas
 * − maxUnavailable.
 */
@NullMarked
package tidegate.rollout.plan.capacity;

import org.jspecify.annotations.NullMarked;
