/**
 * What is wrong with a Rollout before anything is done for it.
 *
 * <p>Door: {@link tidegate.api.validation.RolloutValidation}. Works on the JSON as stored, reports the first error in the
 * order that other controllers of the same API report it, and spells its path as they do: fields of a strategy without
 * the name of the strategy, {@code spec.strategy.steps[0].setWeight}. What this version does not do yet is refused
 * before all else, never ignored: {@link tidegate.api.validation.NotYetSupported} is the list.
 */
@NullMarked
package tidegate.api.validation;

import org.jspecify.annotations.NullMarked;
