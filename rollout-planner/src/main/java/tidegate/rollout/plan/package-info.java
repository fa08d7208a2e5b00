/**
 * Decides what to do about one Rollout. Pure: no clock, no randomness, no I/O.
 *
 * <p>Door: {@link tidegate.rollout.plan.RolloutPlanner}. In: {@link tidegate.rollout.plan.RolloutSnapshot}. Out:
 * {@link tidegate.rollout.plan.Plan}, whose Javadoc says what whoever carries it out must guarantee. Invariants: the
 * same snapshot and instant give the same plan; the plan of a settled snapshot is empty; carrying out any beginning of
 * a plan and planning again ends in the same place.
 */
@NullMarked
package tidegate.rollout.plan;

import org.jspecify.annotations.NullMarked;
