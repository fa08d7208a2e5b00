/**
 * Experiments as values: versions that run side by side for a while. Typed where something is decided on them, JSON
 * where they are only carried.
 */
@NullMarked
package tidegate.api.experiment;

import org.jspecify.annotations.NullMarked;
