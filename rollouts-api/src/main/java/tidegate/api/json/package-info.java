/**
 * JSON as a value: what we carry without deciding on it (pod templates, unknown fields, other people's objects).
 *
 * <p>Door: {@link tidegate.api.json.Json}. Invariant: a value never changes once made, so it may stand in a cache, a
 * snapshot and a plan at once.
 */
@NullMarked
package tidegate.api.json;

import org.jspecify.annotations.NullMarked;
