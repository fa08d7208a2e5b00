/**
 * The metrics that other people's dashboards and alerts read, under exactly their names.
 *
 * <p>Door: {@link tidegate.rollout.runtime.metrics.ControllerMetrics}. The Prometheus library appends {@code _total} to
 * counters and reserves {@code _info}; names here have to stay as they are, so the text is written by hand.
 * Invariant: sets of label values are closed, and what belongs to an object goes with it.
 */
@NullMarked
package tidegate.rollout.runtime.metrics;

import org.jspecify.annotations.NullMarked;
