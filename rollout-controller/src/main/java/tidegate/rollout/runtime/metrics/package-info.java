/**
 * The metrics that other people's dashboards and alerts read, under exactly their names.
 *
 * <p>Doors: {@link tidegate.rollout.runtime.metrics.ControllerMetrics} counts what happens,
 * {@link tidegate.rollout.runtime.metrics.ControllerGauges} reads what is. The Prometheus library appends {@code _total} to
 * counters and reserves {@code _info}; names here have to stay as they are, so the text is written by hand.
 * Invariant: sets of label values are closed, and what belongs to an object goes with it.
 */
@NullMarked
package tidegate.rollout.runtime.metrics;

import org.jspecify.annotations.NullMarked;
