/**
 * Server-side apply: who owns which field, and what an apply may change. Pure.
 * Door: {@link tidegate.playground.apiserver.apply.FieldManagers}.
 */
@NullMarked
package tidegate.playground.apiserver.apply;

import org.jspecify.annotations.NullMarked;
