/**
 * The service around observe, plan and act: start-up, settings, leadership, the loop, health and metrics.
 *
 * <p>Door: {@link tidegate.rollout.runtime.RolloutControllerMain}. Invariant: nobody imports this room.
 */
@NullMarked
package tidegate.rollout.runtime;

import org.jspecify.annotations.NullMarked;
