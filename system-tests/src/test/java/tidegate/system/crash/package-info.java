/**
 * Law 8: any write may be the last. The controller is killed wherever it hurts and started again; what is left in the
 * end is what an undisturbed run leaves.
 */
@NullMarked
package tidegate.system.crash;

import org.jspecify.annotations.NullMarked;
