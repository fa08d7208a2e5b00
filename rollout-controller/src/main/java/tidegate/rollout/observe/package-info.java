/**
 * Looks: what the caches, or the API itself, know of one Rollout and what belongs to it.
 *
 * <p>Door: {@link tidegate.rollout.observe.RolloutObserver}. Invariants: looking changes nothing and decides nothing; a
 * snapshot never shows less than this process itself has written.
 */
@NullMarked
package tidegate.rollout.observe;

import org.jspecify.annotations.NullMarked;
