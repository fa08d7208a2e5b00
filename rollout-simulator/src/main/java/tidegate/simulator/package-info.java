/**
 * Whole releases in virtual time.
 *
 * <p>Doors: {@link tidegate.simulator.Simulator} runs an episode from its seed,
 * {@link tidegate.simulator.SimulateMain} many of them. Invariant: the same seed tells the same story.
 */
@NullMarked
package tidegate.simulator;

import org.jspecify.annotations.NullMarked;
