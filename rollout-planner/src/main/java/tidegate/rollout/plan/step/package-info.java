/**
 * The canary's steps, one file per kind.
 *
 * <p>Door: {@link tidegate.rollout.plan.step.StepWalk}. Invariant: a step is completed only on evidence seen in this
 * pass, never because something was written.
 */
@NullMarked
package tidegate.rollout.plan.step;

import org.jspecify.annotations.NullMarked;
