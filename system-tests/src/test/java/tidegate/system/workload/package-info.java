/** Rollouts that take their pod template from another object, and a Deployment that hands its pods over. */
@NullMarked
package tidegate.system.workload;

import org.jspecify.annotations.NullMarked;
