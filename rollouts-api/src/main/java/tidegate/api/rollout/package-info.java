/**
 * A Rollout and its ReplicaSets as values that decisions are made on.
 *
 * <p>Doors: {@link tidegate.api.rollout.Rollout#of}, {@link tidegate.api.rollout.ReplicaSet#of}. Reading never fails: a
 * stored object may be anything, so what cannot be understood reads as absent (validation names it, not this room).
 * Invariant: every record keeps the JSON it was read from, so fields that no decision needs are never lost.
 */
@NullMarked
package tidegate.api.rollout;

import org.jspecify.annotations.NullMarked;
