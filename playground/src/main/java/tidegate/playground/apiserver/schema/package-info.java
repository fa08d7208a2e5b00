/**
 * Structural schemas of built-in and custom kinds: validation, defaulting, pruning, unknown fields.
 * Door: {@link tidegate.playground.apiserver.schema.Schema}.
 */
@NullMarked
package tidegate.playground.apiserver.schema;

import org.jspecify.annotations.NullMarked;
