/**
 * How long versions that nobody uses any more keep their pods.
 *
 * <p>Door: {@link tidegate.rollout.plan.retire.Retirement}. Invariants: the present and the stable version carry no
 * deadline, except an aborted one that waits for its end; a delay of 0 is now, not never; what a Service may still select
 * is never handed in here.
 */
@NullMarked
package tidegate.rollout.plan.retire;

import org.jspecify.annotations.NullMarked;
