/**
 * What must hold at every write, and in the end. Written from the laws, not from the planner: shared bugs would hide
 * themselves. Nothing here calls it.
 *
 * <p>Doors: {@link tidegate.simulator.law.Law}, {@link tidegate.simulator.law.World}, {@link
 * tidegate.simulator.law.Settled}.
 */
@NullMarked
package tidegate.simulator.law;

import org.jspecify.annotations.NullMarked;
