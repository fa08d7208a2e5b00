/**
 * What is wrong with a Rollout before anything is done for it.
 *
 * <p>Door: {@link tidegate.api.validation.RolloutValidation}, with {@link tidegate.api.validation.References} for what is
 * known of the objects that the Rollout names. Works on the JSON as stored, reports errors in the order that other
 * controllers of the same API have, and spells paths as they do: fields of a strategy without the name of the strategy,
 * {@code spec.strategy.steps[0].setWeight}, but with it where an object that the field names is at fault. What this
 * version does not do yet is refused before all else, never ignored: {@link tidegate.api.validation.NotYetSupported} is
 * the list.
 */
@NullMarked
package tidegate.api.validation;

import org.jspecify.annotations.NullMarked;
