/**
 * What can be done about a Rollout, as data: the vocabulary in which rooms say what they want and plans are made.
 *
 * <p>Doors: {@link tidegate.rollout.plan.action.Action}, {@link tidegate.rollout.plan.action.Errand}. Decides nothing.
 */
@NullMarked
package tidegate.rollout.plan.action;

import org.jspecify.annotations.NullMarked;
