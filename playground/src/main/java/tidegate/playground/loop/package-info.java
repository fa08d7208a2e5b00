/**
 * Work by key, for the playground's own controllers and nodes.
 *
 * <p>Door: {@link tidegate.playground.loop.KeyedLoop}. Invariant: never two passes of one key at once, and what is asked
 * for during a pass causes exactly one more.
 */
@NullMarked
package tidegate.playground.loop;

import org.jspecify.annotations.NullMarked;
