/**
 * One release with everything that happens to it.
 *
 * <p>Doors: {@link tidegate.simulator.episode.Scenario} is all that is decided beforehand, {@link
 * tidegate.simulator.episode.Episode} plays it, {@link tidegate.simulator.episode.Shrinking} makes a failing one small.
 * A random Rollout, users and others who write at random moments, pods that fail, a controller that sees late and may
 * die; then quiet, in which it has to settle.
 */
@NullMarked
package tidegate.simulator.episode;

import org.jspecify.annotations.NullMarked;
