/**
 * What is known besides the Rollout and its ReplicaSets: the neighbours, and what happened in earlier passes.
 *
 * <p>Doors: {@link tidegate.rollout.plan.seen.Neighbours}, {@link tidegate.rollout.plan.seen.Past}. Invariant: what
 * could not be read is {@link tidegate.rollout.plan.seen.Sighting.Unknown}, never absent.
 */
@NullMarked
package tidegate.rollout.plan.seen;

import org.jspecify.annotations.NullMarked;
