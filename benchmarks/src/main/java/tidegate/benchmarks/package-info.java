/**
 * What a controller of Rollouts costs and how fast it is: the same load for ours and for any other, counted from the
 * outside (the API server's audit log, {@code /proc}, a watcher that knows neither).
 *
 * <p>Door: {@link tidegate.benchmarks.BenchMain}. Invariants: nothing here asks a controller about itself; figures are
 * reported, never judged.
 */
@NullMarked
package tidegate.benchmarks;

import org.jspecify.annotations.NullMarked;
