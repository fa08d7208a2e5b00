/**
 * Whole releases in virtual time, by the very controller that is plugged in.
 *
 * <p>Doors: {@link tidegate.simulator.Simulator}, {@link tidegate.simulator.port.Controllers}. Invariant: the same seed
 * tells the same story.
 */
@NullMarked
package tidegate.simulator;

import org.jspecify.annotations.NullMarked;
