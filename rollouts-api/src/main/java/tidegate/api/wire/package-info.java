/**
 * Every string that others can see on the objects, written once: keys of labels and annotations, condition types,
 * reasons and messages, phases, events.
 *
 * <p>Doors: {@link tidegate.api.wire.Labels}, {@link tidegate.api.wire.Annotations},
 * {@link tidegate.api.wire.RolloutConditions}, {@link tidegate.api.wire.Phase},
 * {@link tidegate.api.wire.RolloutEvent}. Invariant: these texts are parsed by other people's software; a change here
 * is a change of the API.
 */
@NullMarked
package tidegate.api.wire;

import org.jspecify.annotations.NullMarked;
