/**
 * The whole decision about a canary, and what a decision is for every strategy.
 *
 * <p>Doors: {@link tidegate.rollout.plan.strategy.CanaryStrategy}, {@link tidegate.rollout.plan.strategy.Decision}. The
 * order of a pass stands here and nowhere else.
 */
@NullMarked
package tidegate.rollout.plan.strategy;

import org.jspecify.annotations.NullMarked;
