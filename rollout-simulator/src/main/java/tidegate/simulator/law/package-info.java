/**
 * What must hold at every write. Written from the laws, not from the planner: shared bugs would hide themselves.
 *
 * <p>Door: {@link tidegate.simulator.law.CapacityLaw}.
 */
@NullMarked
package tidegate.simulator.law;

import org.jspecify.annotations.NullMarked;
