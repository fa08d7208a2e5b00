/**
 * Releases on an API that fails: each fault leaves the end of a release as it is without it, and then silence.
 *
 * <p>The controller of these tests reaches the API through a {@link tidegate.playground.fault.FaultLayer}; tests, nodes
 * and the API's own controllers do not.
 */
@NullMarked
package tidegate.system.faults;

import org.jspecify.annotations.NullMarked;
