/**
 * Time as something that is handed in: {@link tidegate.kube.time.Timekeeper}, real or moved by hand.
 *
 * <p>Invariant: nothing else in this module reads a clock or waits for one.
 */
@NullMarked
package tidegate.kube.time;

import org.jspecify.annotations.NullMarked;
