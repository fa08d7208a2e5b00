/**
 * Selectors of Services: the only place that moves one.
 *
 * <p>Doors: {@link tidegate.rollout.plan.service.SelectorGuard} moves one for whoever decides,
 * {@link tidegate.rollout.plan.service.CanaryServices} decides for a canary. Invariants: a selector is never blanked,
 * never moved to a version that has no ReplicaSet, and never to one that does not meet the
 * {@link tidegate.rollout.plan.service.Bar} by counts of its present size. What could not be read is not written. One
 * function decides one selector. The last pod of the version that a Service selects stays until it was switched.
 */
@NullMarked
package tidegate.rollout.plan.service;

import org.jspecify.annotations.NullMarked;
