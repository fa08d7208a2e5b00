/**
 * What stands between a decision and a write.
 *
 * <p>{@link tidegate.kube.write.WriteLedger} remembers every own write until the caches show it; {@link
 * tidegate.kube.write.Fence} says whether this process may still write; {@link tidegate.kube.write.GuardedClient} is the
 * one way to write that asks the second and tells the first.
 */
@NullMarked
package tidegate.kube.write;

import org.jspecify.annotations.NullMarked;
