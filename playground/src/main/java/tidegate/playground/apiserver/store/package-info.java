/**
 * Objects with one global resourceVersion, and the log of what happened to them. Knows nothing of kinds.
 * Door: {@link tidegate.playground.apiserver.store.Store}. Invariant: a tree that was stored is never changed again.
 */
@NullMarked
package tidegate.playground.apiserver.store;

import org.jspecify.annotations.NullMarked;
