/**
 * The peer's command line, in the peer's syntax, as Spring properties.
 *
 * <p>Door: {@link tidegate.rollout.runtime.flag.CommandLine#parse}. A flag only names a property: defaults, types and
 * texts of settings are declared once, with the property.
 */
@NullMarked
package tidegate.rollout.runtime.flag;

import org.jspecify.annotations.NullMarked;
