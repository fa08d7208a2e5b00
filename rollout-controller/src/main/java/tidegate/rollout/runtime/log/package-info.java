/**
 * How a line of the log looks: a constant message and named values, as logfmt or as JSON.
 *
 * <p>Door: {@link tidegate.rollout.runtime.log.LogLine}, named in {@code application.properties}. The keys {@code time},
 * {@code level} and {@code msg} are the peer's; other people's filters read them.
 */
@NullMarked
package tidegate.rollout.runtime.log;

import org.jspecify.annotations.NullMarked;
