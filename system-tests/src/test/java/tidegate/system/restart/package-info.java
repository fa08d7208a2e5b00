/** Pods made anew without a new version. */
@NullMarked
package tidegate.system.restart;

import org.jspecify.annotations.NullMarked;
