/** Labels and annotations that pods carry for as long as their version has its role, and where pods may run. */
@NullMarked
package tidegate.system.metadata;

import org.jspecify.annotations.NullMarked;
