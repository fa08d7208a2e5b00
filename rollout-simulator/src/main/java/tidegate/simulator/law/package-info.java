/**
 * What must hold at every write. Written from the laws, not from the planner: shared bugs would hide themselves.
 *
 * <p>Doors: {@link tidegate.simulator.law.CapacityLaw}, {@link tidegate.simulator.law.StepLaw}.
 */
@NullMarked
package tidegate.simulator.law;

import org.jspecify.annotations.NullMarked;
