/**
 * Carries plans out against the model, as {@link tidegate.rollout.plan.Plan} demands.
 *
 * <p>Door: {@link tidegate.simulator.act.PlanRun}. The real act can take its place: all it needs is
 * {@link tidegate.simulator.cluster.Api}.
 */
@NullMarked
package tidegate.simulator.act;

import org.jspecify.annotations.NullMarked;
