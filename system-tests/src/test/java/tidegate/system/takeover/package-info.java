/** Rollouts that another controller of this API left in the middle of a release. */
@NullMarked
package tidegate.system.takeover;

import org.jspecify.annotations.NullMarked;
