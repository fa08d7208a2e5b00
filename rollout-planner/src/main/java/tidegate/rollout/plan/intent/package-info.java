/**
 * What users want, read from spec and status: abort &gt; pause &gt; rollback &gt; go-to-step &gt; promote.
 *
 * <p>Doors: {@link tidegate.rollout.plan.intent.Beginning} (is this another version or other steps?),
 * {@link tidegate.rollout.plan.intent.Commands} (what do the fields that clients patch ask for?). Invariant: a command is
 * carried out or gives way to a stronger one; it is never lost.
 */
@NullMarked
package tidegate.rollout.plan.intent;

import org.jspecify.annotations.NullMarked;
