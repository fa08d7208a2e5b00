/**
 * Values that travel as text or as one of two JSON types: durations, times, pods or percent, selectors, quantities.
 *
 * <p>Each type has a parser that accepts what the API accepts and refuses the rest with a
 * {@link tidegate.api.value.MalformedValueException} naming what it found and what it expected.
 */
@NullMarked
package tidegate.api.value;

import org.jspecify.annotations.NullMarked;
