/**
 * The whole decision about one Rollout, strategy by strategy.
 *
 * <p>Door: {@link tidegate.rollout.plan.strategy.CanaryStrategy}. The order of a pass stands here and nowhere else.
 */
@NullMarked
package tidegate.rollout.plan.strategy;

import org.jspecify.annotations.NullMarked;
