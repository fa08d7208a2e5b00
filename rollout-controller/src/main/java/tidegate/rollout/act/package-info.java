/**
 * Carries out what was planned: each action one write with its precondition, in order, the status last.
 *
 * <p>Doors: {@link tidegate.rollout.act.PlanExecutor}, {@link tidegate.rollout.act.EventWriter}; what they need of a
 * cluster is {@link tidegate.rollout.act.Cluster}. Invariants: nothing is decided here; every write goes through
 * {@link tidegate.kube.write.GuardedClient}; a write that fails keeps no independent one from being tried; what does not
 * answer keeps the status waiting once.
 */
@NullMarked
package tidegate.rollout.act;

import org.jspecify.annotations.NullMarked;
