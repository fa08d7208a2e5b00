/**
 * One release with everything that happens to it.
 *
 * <p>Door: {@link tidegate.simulator.episode.Episode}. A random Rollout, a user who commands at random moments, pods
 * that fail, a controller that plans and acts and may die; then quiet, in which it has to settle.
 */
@NullMarked
package tidegate.simulator.episode;

import org.jspecify.annotations.NullMarked;
