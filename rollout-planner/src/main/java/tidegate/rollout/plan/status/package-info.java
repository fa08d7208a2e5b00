/**
 * What the Rollout says about itself: counts, conditions, phase, duration.
 *
 * <p>Doors: {@link tidegate.rollout.plan.status.Draft}, {@link tidegate.rollout.plan.status.Report}; what differs between
 * strategies is a {@link tidegate.rollout.plan.status.Gauge}. Invariant: every
 * condition, phase and duration is computed here, once per pass, from what was seen and decided.
 */
@NullMarked
package tidegate.rollout.plan.status;

import org.jspecify.annotations.NullMarked;
