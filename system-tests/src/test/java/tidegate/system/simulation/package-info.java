/**
 * The simulator with the controller of the service in it: whole releases in virtual time, with every fault that can be
 * thought of, and the laws judged at every write.
 *
 * <p>Doors: {@link tidegate.system.simulation.RealController} is what is plugged in, {@link
 * tidegate.system.simulation.SimulateMain} the command.
 */
@NullMarked
package tidegate.system.simulation;

import org.jspecify.annotations.NullMarked;
