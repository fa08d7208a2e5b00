/**
 * Pods made anew without a new version: {@code spec.restartAt}.
 *
 * <p>Doors: {@link tidegate.rollout.plan.restart.Restart} says whether one is under way and when it is done,
 * {@link tidegate.rollout.plan.restart.Renewal} what to do for it in a pass. Invariants: pods go by eviction only, never
 * more than the limits of the strategy allow; where no pod may go, another comes first; what is under way is read from
 * the pods and the sizes, so that a new process goes on with it.
 */
@NullMarked
package tidegate.rollout.plan.restart;

import org.jspecify.annotations.NullMarked;
