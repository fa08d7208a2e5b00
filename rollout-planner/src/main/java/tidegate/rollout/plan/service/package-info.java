/**
 * Selectors of Services: the only place that moves one.
 *
 * <p>Door: {@link tidegate.rollout.plan.service.SelectorGuard}. Invariants: a selector is never blanked, never moved to a
 * version that has no ReplicaSet, and never to one that does not meet the {@link tidegate.rollout.plan.service.Bar} by
 * counts of its present size. What could not be read is not written.
 */
@NullMarked
package tidegate.rollout.plan.service;

import org.jspecify.annotations.NullMarked;
