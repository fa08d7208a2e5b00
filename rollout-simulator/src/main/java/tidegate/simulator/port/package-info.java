/**
 * Where the controller on trial is plugged in.
 *
 * <p>Doors: {@link tidegate.simulator.port.Controllers} is what has to be brought along, {@link
 * tidegate.simulator.port.Host} what it gets.
 */
@NullMarked
package tidegate.simulator.port;

import org.jspecify.annotations.NullMarked;
